"""Language packages and kept arrays with bytes lost, doubled and changed: refused or taken, never an exception else."""

import os
import random
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from bot.translation.packages import BadPackage, install, installed_pairs
from bot.understanding.fitted_cache import FittedCache

ROUNDS = int(os.environ.get("FUZZ_ARCHIVES", "400"))
METADATA = b'{"from_code": "fr", "to_code": "en", "package_version": "1.0"}'
WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)


@pytest.fixture(params=WAYS, ids=["stored", "deflated", "bzip2", "lzma"])
def package(request: pytest.FixtureRequest, tmp_path: Path) -> bytes:
    """A package that can be installed, packed in one of the ways that zip knows."""
    file = tmp_path / "good.argosmodel"
    with zipfile.ZipFile(file, "w", request.param) as archive:
        archive.writestr("fr_en/metadata.json", METADATA)
        archive.writestr("fr_en/model/model.bin", bytes(range(256)) * 4)
        archive.writestr("fr_en/sentencepiece.model", b"pieces" * 40)
        archive.writestr("fr_en/README.md", "Où ? " * 50)
    return file.read_bytes()


def test_changed_packages(package: bytes, tmp_path: Path) -> None:
    """A package with any bytes changed is installed or refused; a refused one leaves no file anywhere."""
    home = tmp_path / "home"
    packages = home / "packages"
    file = tmp_path / "some.argosmodel"
    taken = 0
    for content in _changed(package, ROUNDS // len(WAYS)):
        file.write_bytes(content)
        before = _tree(tmp_path)
        try:
            install(file, packages, lambda _: None)
        except BadPackage:
            assert _tree(tmp_path) - before <= {home, packages}
            continue
        taken += 1
        assert all(path == home or home in path.parents for path in _tree(tmp_path) - before)
        assert [path.name for path in home.iterdir()] == ["packages"]
        assert len(installed_pairs(packages)) >= 1
    assert taken < ROUNDS / len(WAYS)


def test_changed_arrays(tmp_path: Path) -> None:
    """What was fitted and kept, with any bytes changed, is read as it was or counts as absent."""
    cache = FittedCache(tmp_path, "digest")
    kept = {"weights": np.arange(40, dtype=np.float32), "words": np.array(["où", "quand"]), "n": np.array(3)}
    cache.save("matcher", kept)
    (file,) = tmp_path.glob("*.npz")
    for content in _changed(file.read_bytes(), ROUNDS):
        file.write_bytes(content)
        arrays = cache.load("matcher")
        assert arrays is None or isinstance(arrays, dict)


def _changed(content: bytes, rounds: int) -> Iterator[bytes]:
    chance = random.Random(25)
    for _ in range(rounds):
        body = bytearray(content)
        for _ in range(chance.choice((1, 1, 2, 3, 8))):
            at = chance.randrange(len(body))
            match chance.randrange(6):
                case 0:
                    del body[at:]
                    body = body or bytearray(b"P")
                case 1:
                    del body[at : at + chance.randrange(1, 30)]
                    body = body or bytearray(b"P")
                case 2:
                    body[at:at] = content[: chance.randrange(len(content))]
                case _:
                    body[at] = chance.choice((0, 1, 255, body[at] ^ 1, chance.randrange(256)))
        yield bytes(body)


def _tree(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))
