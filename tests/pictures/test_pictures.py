"""The pictures of the docs show what the bot says today."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.assistant import Assistant
from tests.conftest import ROOT
from tests.pictures.album import FOLDER, Taken, digest, of_organisers, of_visitors, picture_files, transcript_file
from tests.pictures.camera import made_from

_AGAIN = "the pictures are out of date: run `make pictures`, and look at them"
_LARGEST = 250_000
_SHOWN = re.compile(r"pictures/([\w-]+\.png)")


def _check(transcripts: Mapping[str, Taken]) -> None:
    for name, taken in transcripts.items():
        assert transcript_file(name).read_text(encoding="utf-8") == taken.as_json(), _AGAIN
        for path, theme in picture_files(name).items():
            assert made_from(path.read_bytes()) == digest(taken, theme), _AGAIN


async def test_visitors_see_what_is_pictured(assistant: Assistant, tmp_path: Path) -> None:
    """What visitors ask in the pictures is answered today, word for word, as the pictures show it."""
    _check(await of_visitors(assistant, tmp_path))


async def test_organisers_see_what_is_pictured(tmp_path: Path) -> None:
    """What organisers do in the pictures gets today, word for word, the answers that the pictures show."""
    _check(await of_organisers(tmp_path))


def test_every_picture_is_shown() -> None:
    """Each picture stands in a page of the docs with a text for who cannot see it, each that is shown exists."""
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
    texts = [page.read_text(encoding="utf-8") for page in pages]
    assert {name for text in texts for name in _SHOWN.findall(text)} == {path.name for path in FOLDER.glob("*.png")}
    for text in texts:
        assert not re.search(r"!\[\]\(|<img(?![^>]*\balt=\"[^\"]{20,}\")[^>]*pictures/", text)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.png")), ids=lambda path: path.name)
def test_pictures_are_small(path: Path) -> None:
    """A page with its pictures loads over a slow network: none is larger than 250 KB."""
    assert path.stat().st_size < _LARGEST
