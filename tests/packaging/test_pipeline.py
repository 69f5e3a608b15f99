"""What checks a change before people see it: the CI workflow, the commit hooks, `make check`."""

import re
import subprocess
import sys
import tomllib
from typing import Any

import pytest
import yaml

from tests.conftest import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "ci.yml"
HOOKS = ROOT / ".pre-commit-config.yaml"
_TESTS_IMPORTS = "deptry tests --ignore DEP002,DEP004"
_PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")


@pytest.fixture
def workflow() -> Any:
    return yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("schema", "file"),
    [("vendor.github-workflows", ".github/workflows/ci.yml"), ("vendor.compose-spec", "compose.yaml")],
)
def test_files_for_others_have_their_published_shape(schema: str, file: str) -> None:
    """GitHub's workflow and the compose file agree with the schemas that their makers publish."""
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, file]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actions_are_pinned() -> None:
    """Each action is named by a whole commit, with its version beside it: a tag can be moved."""
    used = [line.strip() for line in WORKFLOW.read_text(encoding="utf-8").splitlines() if "uses:" in line]
    assert used
    for line in used:
        assert _PINNED.search(line), line


def test_the_workflow_has_few_rights(workflow: Any) -> None:
    """The workflow may read the code and nothing else, keeps no credentials, and ends by itself."""
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert "permissions" not in job
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            if "actions/checkout" in step.get("uses", ""):
                assert step["with"]["persist-credentials"] is False


def test_every_supported_python_is_tried(workflow: Any) -> None:
    """CI runs `make test` with each Python of the project's classifiers, the oldest one that it requires included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [name.rpartition(" ")[2] for name in project["classifiers"] if name.startswith("Programming Language")]
    job = workflow["jobs"]["test"]
    assert job["strategy"]["matrix"]["python"] == named
    assert project["requires-python"] == f">={named[0]}"
    assert any(step.get("run", "").startswith("make test") for step in job["steps"])


def test_the_hooks_are_make_check() -> None:
    """Each commit hook runs a command of `make check`, from .venv, and each of its commands has a hook."""
    recipe = subprocess.run(["make", "-n", "check"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    made = {line.removeprefix(".venv/bin/").strip() for line in recipe.splitlines() if line.startswith(".venv/bin/")}
    # Setting up is not checking; what the tests import is looked at by `make check` alone.
    made = {line.removesuffix(" .") for line in made if not line.startswith("python") and line != _TESTS_IMPORTS}
    repositories = yaml.safe_load(HOOKS.read_text(encoding="utf-8"))["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    hooks = {hook["entry"] for hook in repositories[0]["hooks"]}
    assert all(entry.startswith(".venv/bin/") for entry in hooks)
    hooked = {entry.removeprefix(".venv/bin/").replace(" --force-exclude", "") for entry in hooks}
    assert hooked == made - {"bamex-bot prepare"}
