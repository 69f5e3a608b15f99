"""Every picture of the docs: its transcript now, its files, and whether they still show it."""

import hashlib
from dataclasses import replace
from pathlib import Path

from bot.assistant import Assistant
from tests.conftest import ROOT
from tests.pictures import organisers, visitors
from tests.pictures.phone import page
from tests.pictures.report import Sheet, reports
from tests.pictures.studio import open_to_organisers, open_to_visitors
from tests.pictures.transcript import Transcript

FOLDER = ROOT / "docs" / "pictures"
# README.md is read in light and in dark; the pages in docs/ show few pictures at a time, and each once.
_IN_BOTH_THEMES = ("conversation",)

Taken = Transcript | Sheet


async def of_visitors(assistant: Assistant, folder: Path) -> dict[str, Transcript]:
    """The transcripts of what visitors see, by name; the bot writes into `folder`."""
    async with open_to_visitors(assistant, visitors.AFTER_THE_EVENT, folder) as studio:
        return {name: taken async for name, taken in visitors.pictured(studio)}


async def of_organisers(folder: Path) -> dict[str, Taken]:
    """The transcripts of what organisers see, by name: a minute of work in `folder`."""
    found: dict[str, Taken] = {}
    async with open_to_organisers(organisers.BEFORE_THE_EVENT, folder) as (studio, live):
        for script in (organisers.FRENCH, organisers.ENGLISH):
            found |= {name: taken async for name, taken in organisers.pictured(studio, script)}
        await organisers.crowd(studio)
        for script in (organisers.FRENCH, organisers.ENGLISH):
            found[f"stats-{script.language}"] = await organisers.stats(studio, script)
        languages = (organisers.FRENCH.language, organisers.ENGLISH.language)
        sheets = await reports(live, studio.settings, studio.now, languages)
    return found | {f"report-{language}": sheet for language, sheet in sheets.items()}


def transcript_file(name: str) -> Path:
    """Where a transcript is kept."""
    return FOLDER / f"{name}.json"


def picture_files(name: str) -> dict[Path, str]:
    """A transcript's pictures, with the theme of each."""
    if name in _IN_BOTH_THEMES:
        return {FOLDER / f"{name}-{theme}.png": theme for theme in ("light", "dark")}
    return {FOLDER / f"{name}.png": "light"}


def html(taken: Taken, theme: str) -> str:
    """The page that a picture is taken of."""
    return page(taken, theme) if isinstance(taken, Transcript) else taken.html


def digest(taken: Taken, theme: str) -> str:
    """Names what a picture is to be made from; a photo counts by its caption, for fonts draw its letters."""
    if isinstance(taken, Transcript):
        taken = replace(taken, bubbles=tuple(replace(bubble, photo=b"") for bubble in taken.bubbles))
    return hashlib.sha256(html(taken, theme).encode()).hexdigest()
