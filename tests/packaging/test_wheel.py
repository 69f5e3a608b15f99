"""What is published: the sdist, the wheel made from it, and the program that the wheel installs."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path, PurePosixPath

import pytest

from bot import __version__
from tests.conftest import FAQ, FITTED, ROOT, TRANSLATIONS

_BUILD = "import sys; from hatchling import build; getattr(build, 'build_' + sys.argv[1])(sys.argv[2])"


def _built(kind: str, source: Path, to: Path) -> Path:
    subprocess.run([sys.executable, "-c", _BUILD, kind, str(to)], cwd=source, check=True, capture_output=True)
    (made,) = to.iterdir()
    return made


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _built("sdist", ROOT, tmp_path_factory.mktemp("sdist"))


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made from the sdist alone, so that nothing of this folder can slip in."""
    unpacked = tmp_path_factory.mktemp("unpacked")
    with tarfile.open(sdist) as archive:
        archive.extractall(unpacked, filter="data")
    (source,) = unpacked.iterdir()
    return _built("wheel", source, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The console script in an environment of its own, which borrows the dependencies, not the project, from ours."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False)
    python = home / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", str(python)]
    subprocess.run(
        [*pip, "install", "--no-index", "--no-deps", "--no-compile", str(wheel)], check=True, capture_output=True
    )
    (packages,) = home.glob("lib/python*/site-packages")
    # A .pth file of a folder that is itself added by one is not read: our editable install stays out.
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    return home / "bin" / "bamex-bot"


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


def _run(script: Path, folder: Path, *words: str, stdin: str = "", status: int = 0, **more: str) -> str:
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "SYSTEMROOT")}
    done = subprocess.run(
        [script, *words], cwd=folder, input=stdin, capture_output=True, text=True, timeout=300, check=False,
        env=kept | {"HOME": str(folder), "LC_ALL": "C.UTF-8", "CACHE_DIR": str(FITTED)} | more,
    )  # fmt: skip
    assert done.returncode == status, done.stderr
    return done.stdout


def test_sdist_members(sdist: Path) -> None:
    """The sdist holds the program, both folders of YAML, README, licence, changelog and the project file: no more."""
    with tarfile.open(sdist) as archive:
        members = {PurePosixPath(*PurePosixPath(name).parts[1:]) for name in archive.getnames()}
    top = {member.parts[0] for member in members}
    assert top == {
        "bot", "faq", "translations", "README.md", "LICENSE", "CHANGELOG.md", "pyproject.toml", "PKG-INFO",
        ".gitignore",
    }  # fmt: skip
    assert not [member for member in members if member.suffix in (".pyc", ".db") or "__pycache__" in member.parts]


def test_wheel_members(wheel: Path) -> None:
    """The wheel holds every file of the program and every YAML file, byte for byte, and no other top folder."""
    with zipfile.ZipFile(wheel) as archive:
        members = set(archive.namelist())
        assert {name.split("/")[0] for name in members} == {"bot", f"bamex_bot-{__version__}.dist-info"}
        for folder, inside in ((FAQ, "bot/content/faq"), (TRANSLATIONS, "bot/content/translations")):
            for path in folder.glob("*.yaml"):
                assert archive.read(f"{inside}/{path.name}") == path.read_bytes()
    ours = [
        path for path in (ROOT / "bot").rglob("*") if path.is_file() and not {"__pycache__", "content"} & {*path.parts}
    ]
    assert {path.relative_to(ROOT).as_posix() for path in ours} <= members


def test_version(installed: Path, empty: Path) -> None:
    """The installed program is the one of the wheel, and tells its version."""
    assert _run(installed, empty, "--version") == f"bamex-bot {__version__}\n"
    where = _run(installed.with_name("python"), empty, "-c", "import bot; print(bot.__file__)")
    assert Path(where.strip()).is_relative_to(installed.parent.parent)


@pytest.mark.usefixtures("cache")
def test_ask_answers_in_an_empty_folder(installed: Path, empty: Path) -> None:
    """Where there is no faq/, the program answers from the content that the wheel brings along."""
    assert "Parc des expositions de Bamako" in _run(installed, empty, "ask", "où se tient le salon ?")
    lines = _run(installed, empty, "ask", "--json", "-", stdin="c'est quand ?\nc'est où ?\n").splitlines()
    assert [json.loads(line)["answers"][0]["id"] for line in lines] == ["dates", "venue"]


@pytest.mark.usefixtures("cache")
def test_check_reads_the_wheel_s_content(installed: Path, empty: Path) -> None:
    """`check` finds the wheel's own content in order."""
    assert _run(installed, empty, "check") == "OK\n"


def test_a_folder_of_ones_own_comes_first(installed: Path, empty: Path) -> None:
    """A folder faq in the working folder is read instead of the wheel's content; so is the one that FAQ_DIR names."""
    own = empty / "own"
    for folder in ("faq", "translations"):
        (own / folder).mkdir(parents=True)
    _run(installed, own, "check", status=1)
    _run(installed, empty, "check", status=1, FAQ_DIR="own/faq", TRANSLATIONS_DIR="own/translations")
