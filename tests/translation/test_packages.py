"""Packages: from an index or a file into their place, or refused with nothing left behind."""

import io
import json
import stat
import zipfile
from pathlib import Path

import pytest

from bot.translation import packages as packages_module
from bot.translation.argos import Argos
from bot.translation.packages import BadPackage, install, installed_pairs, sha256
from tests.translation.argosmodel import build
from tests.translation.conftest import FR_EN, Models, Shelf, main

DESCRIBED = json.dumps({"from_code": "fr", "to_code": "en", "package_version": "1.0"})
WHOLE = {"p/metadata.json": DESCRIBED, "p/model/model.bin": "x", "p/sentencepiece.model": "x"}


@pytest.fixture(autouse=True)
def _folders(monkeypatch: pytest.MonkeyPatch, models: Models) -> None:
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(models.packages))


def archive(folder: Path, members: dict[str, str], **attributes: int) -> Path:
    """A zip with these members; `mode` sets the first one's file type, as Unix has it."""
    file = folder / "some.argosmodel"
    with zipfile.ZipFile(file, "w") as out:
        for number, (name, content) in enumerate(members.items()):
            info = zipfile.ZipInfo(name)
            if "mode" in attributes and number == 0:
                info.external_attr = attributes["mode"] << 16
            out.writestr(info, content)
    return file


def nothing_left(models: Models) -> bool:
    """Whether the folders hold no package and no trace of one."""
    home = models.packages.parent
    return not [path for path in home.rglob("*") if path.is_file()] and not list(home.glob("*coming-*"))


@pytest.mark.parametrize(
    ("members", "mode", "why"),
    [
        ({"../evil": "x", **WHOLE}, 0, "leave its folder"),
        ({"/etc/evil": "x", **WHOLE}, 0, "leave its folder"),
        ({"p/../../evil": "x", **WHOLE}, 0, "leave its folder"),
        ({"C:\\evil": "x", **WHOLE}, 0, "leave its folder"),
        ({"p/link": "/etc/passwd", **WHOLE}, stat.S_IFLNK | 0o777, "link"),
        ({"p/pipe": "", **WHOLE}, stat.S_IFIFO | 0o777, "link or a device"),
        ({"other/file": "x", **WHOLE}, 0, "one folder"),
        ({name: text for name, text in WHOLE.items() if "metadata" not in name}, 0, "metadata.json is missing"),
        ({name: text for name, text in WHOLE.items() if "model.bin" not in name}, 0, "model.bin is missing"),
        ({name: text for name, text in WHOLE.items() if "sentencepiece" not in name}, 0, "no sentencepiece.model"),
        ({**WHOLE, "p/metadata.json": "{"}, 0, "does not say"),
        ({**WHOLE, "p/metadata.json": "[" * 100_000}, 0, "does not say"),
        ({**WHOLE, "p/metadata.json": DESCRIBED.replace('"fr"', '"../../x"')}, 0, "language codes"),
        ({**WHOLE, "p/metadata.json": DESCRIBED.replace('"1.0"', '"1/0"')}, 0, "package_version"),
        ({**WHOLE, **{f"p/{number}": "" for number in range(packages_module.MAX_MEMBERS)}}, 0, "files inside"),
        (WHOLE, 0, "does not translate"),
        ({}, 0, "0 files inside"),
    ],
)
def test_a_broken_or_hostile_package_is_refused_whole(
    models: Models, tmp_path: Path, members: dict[str, str], mode: int, why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Leaving the folder, links, too many files, missing or absurd metadata, a model that is none."""
    file = archive(tmp_path, members, **({"mode": mode} if mode else {}))
    assert main(["models", "install", str(file)]) == 1
    assert why in capsys.readouterr().err
    assert nothing_left(models)
    assert not (tmp_path / "evil").exists()


def test_a_bomb_is_refused_by_what_it_declares_and_by_what_it_is(
    models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Sizes are counted while unpacking, because an archive can lie about them."""
    file = archive(tmp_path, {**WHOLE, "p/big": "0" * 100_000})
    monkeypatch.setattr(packages_module, "MAX_UNPACKED", 50_000)
    with pytest.raises(BadPackage, match="more than"):
        install(file, models.packages, lambda _: None)
    content = file.read_bytes().replace((100_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    file.write_bytes(content)
    with pytest.raises(BadPackage):
        install(file, models.packages, lambda _: None)
    assert nothing_left(models)


@pytest.mark.parametrize("content", [b"", b"<html>404</html>", b"PK\x03\x04" + b"\0" * 100])
def test_a_file_that_is_no_zip_is_refused(models: Models, tmp_path: Path, content: bytes) -> None:
    """A page of a wrong address, half a download."""
    file = tmp_path / "some.argosmodel"
    file.write_bytes(content)
    with pytest.raises(BadPackage, match="cannot be unpacked"):
        install(file, models.packages, lambda _: None)
    assert nothing_left(models)


def test_a_failed_upgrade_keeps_the_package_that_was_there(models: Models, tmp_path: Path) -> None:
    """The old one still translates after a new one did not load."""
    models.install(models.fr_en)
    bad = archive(tmp_path, {**WHOLE, "p/metadata.json": DESCRIBED.replace("1.0", "2.0")})
    assert main(["models", "install", str(bad)]) == 1
    assert [pair.version for pair in installed_pairs(models.packages)] == ["1.0"]
    assert Argos(models.packages).sentences("Bonjour.", "en") == ["Hello."]


def test_an_upgrade_takes_the_place_of_a_package_under_any_folder_name(models: Models, tmp_path: Path) -> None:
    """One package for each pair, whatever another program named its folder."""
    models.install(models.fr_en)
    (models.packages / "fr_en").rename(models.packages / "translate-fr_en-1_0")
    models.install(build(tmp_path / "new.argosmodel", "fr", "en", FR_EN, version="1.10"))
    assert [(pair.version, pair.folder.name) for pair in installed_pairs(models.packages)] == [("1.10", "fr_en")]


def test_a_language_is_installed_from_an_index_with_its_pivot(
    models: Models, shelf: Shelf, capsys: pytest.CaptureFixture[str]
) -> None:
    """`models install pl` fetches French to English and English to Polish, and records their SHA-256."""
    index = shelf.index(shelf.package("fr", "en", models.fr_en), shelf.package("en", "pl", models.en_pl))
    assert main(["models", "install", "pl", "--index", index]) == 0
    pairs = {(pair.source, pair.target): pair.sha256 for pair in installed_pairs(models.packages)}
    assert pairs == {("fr", "en"): sha256(models.fr_en), ("en", "pl"): sha256(models.en_pl)}
    assert Argos(models.packages).sentences("Bonjour.", "pl") == ["Dzień dobry."]
    assert main(["models", "list", "--available", "--index", index]) == 0
    assert "en_pl  1.0" in capsys.readouterr().out
    assert not list((models.packages.parent / "downloads").iterdir())
    assert main(["models", "remove", "en_pl"]) == 0
    assert [(pair.source, pair.target) for pair in installed_pairs(models.packages)] == [("fr", "en")]


def test_update_takes_what_is_newer_and_only_that(
    models: Models, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """1.10 is newer than 1.9; what is not is not fetched again. The index can stand in the environment."""
    newer = build(tmp_path / "new.argosmodel", "fr", "en", FR_EN, version="1.10")
    models.install(build(tmp_path / "old.argosmodel", "fr", "en", FR_EN, version="1.9"), models.en_pl)
    index = shelf.index(shelf.package("fr", "en", newer, "1.10"), shelf.package("en", "pl", models.en_pl))
    monkeypatch.setenv("ARGOS_INDEX_URL", index)
    assert main(["models", "update"]) == 0
    assert [pair.version for pair in installed_pairs(models.packages)] == ["1.0", "1.10"]
    assert [path for path, _ in shelf.requests] == ["/index.json", "/index.json", "/fr_en-1.10.argosmodel"]


def test_a_download_that_breaks_off_is_continued(models: Models, shelf: Shelf) -> None:
    """The second request asks for the rest alone."""
    index = shelf.index(shelf.package("fr", "en", models.fr_en))
    shelf.cut_after = 5_000
    assert main(["models", "install", "en", "--index", index]) == 0
    assert [range_ for path, range_ in shelf.requests if path.startswith("/fr_en")] == ["", "bytes=5000-"]
    assert installed_pairs(models.packages)[0].sha256 == sha256(models.fr_en)


@pytest.mark.parametrize("problem", ["checksum", "missing", "error", "html", "scheme"])
def test_what_the_server_does_wrong_leaves_nothing_behind(
    models: Models, shelf: Shelf, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """A wrong SHA-256, 404, 500, a page in the place of the package, an address that is none of the web."""
    entry = shelf.package("fr", "en", models.fr_en, sha256="0" * 64 if problem == "checksum" else "")
    path = "/fr_en-1.0.argosmodel"
    if problem == "missing":
        del shelf.files[path]
    elif problem == "error":
        shelf.failing.add(path)
    elif problem == "html":
        shelf.files[path] = b"<html>Sorry</html>"
    elif problem == "scheme":
        entry["links"] = ["file:///etc/passwd", "ipfs://x"]
    assert main(["models", "install", "en", "--index", shelf.index(entry)]) in (1, 2)
    assert len(capsys.readouterr().err.strip().splitlines()) >= 1
    assert not installed_pairs(models.packages)
    assert nothing_left(models)


@pytest.mark.parametrize("content", [b"<html>", b"{}", b"[" * 10_000, b"\xff\xfe"])
def test_an_index_that_is_none_is_said_in_one_line(
    shelf: Shelf, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """An HTML page, an object, nesting without end, no text."""
    shelf.files["/index.json"] = content
    assert main(["models", "install", "pl", "--index", f"{shelf.address}/index.json"]) == 1
    assert "no index of Argos packages" in capsys.readouterr().err


def test_entries_of_the_index_that_make_no_sense_are_passed_over(models: Models, shelf: Shelf) -> None:
    """Numbers, hostile codes, missing links: the good entry beside them is found."""
    good = shelf.package("fr", "en", models.fr_en)
    shelf.files["/index.json"] = json.dumps(
        [1, None, {"from_code": "../x", "to_code": "en"}, {"links": 3}, good]
    ).encode()
    assert main(["models", "install", "en", "--index", f"{shelf.address}/index.json"]) == 0


def test_an_unknown_language_is_wrong_use(shelf: Shelf, models: Models, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 2, one line."""
    index = shelf.index(shelf.package("fr", "en", models.fr_en))
    assert main(["models", "install", "ha", "--index", index]) == 2
    assert "ha" in capsys.readouterr().err
    assert main(["models", "remove", "xx_yy"]) == 2


def test_a_zip_written_by_hand_is_what_it_says(models: Models) -> None:
    """The test's own package passes every check, so that the refusals above are of what they name."""
    with zipfile.ZipFile(io.BytesIO(models.fr_en.read_bytes())) as file:
        assert file.testzip() is None
