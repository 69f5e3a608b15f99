"""What operators read is what the program does."""

import re

import yaml

from tests.conftest import ROOT

OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8")
_VARIABLE = re.compile(r"`([A-Z][A-Z_]+)`")


def _documented() -> set[str]:
    rows = [line.split("|")[1] for line in OPERATIONS.splitlines() if line.startswith("| `")]
    return {name for row in rows for name in _VARIABLE.findall(row)}


def test_every_variable_is_documented() -> None:
    """Each environment variable that the settings read is in the table of docs/operations.md, and no other."""
    read = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', SETTINGS))
    assert _documented() == read


def test_every_measure_is_documented() -> None:
    """Each Prometheus metric is named in docs/operations.md."""
    source = (ROOT / "bot" / "operations" / "metrics.py").read_text(encoding="utf-8")
    for name in re.findall(r'"(bamex_\w+)"', source):
        assert name in OPERATIONS


def test_containers_are_confined() -> None:
    """The containers of the bot have a read-only root, no capabilities, no new rights, and ten seconds to stop."""
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    for name in ("bot", "replica"):
        service = services[name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["stop_grace_period"] == "10s"
    assert "profiles" not in services["bot"]
    assert all(services[name]["profiles"] == ["scale"] for name in services if name != "bot")


def test_the_image_runs_without_rights() -> None:
    """The image ends as an ordinary user, with a health check and SIGTERM, and builds the slim one by default."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    stages = re.findall(r"^FROM (\S+) AS (\S+)$", dockerfile, re.MULTILINE)
    assert stages[-1] == ("base", "slim")
    assert ("base", "translate") in stages
    for line in ("USER 10001:10001", "STOPSIGNAL SIGTERM", "HEALTHCHECK "):
        assert re.search(rf"^{line}", dockerfile, re.MULTILINE)
