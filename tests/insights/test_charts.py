"""The picture of /stats, drawn by the real matplotlib in its own process."""

import io
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from bot.assistant import Assistant
from bot.insights.charts import Bar, CannotDraw, Chart, Figure, drawn
from bot.insights.figures import figures
from bot.telegram.organisers_stats import caption, chart
from tests.conftest import ROOT
from tests.insights import sample

MOST_CAPTION = 1024


@pytest.fixture
def content(assistant: Assistant) -> Chart:
    return chart(figures(sample.counts(assistant.guide), sample.NOW.date()), assistant, "fr", "20 nov. 2025")


def margins_are_empty(picture: Image.Image) -> bool:
    """Whether forty pixels at the left and at the right are white."""
    sides = ((0, 0, 40, picture.height), (picture.width - 40, 0, picture.width, picture.height))
    return all(picture.crop(side).getextrema() == ((255, 255),) * 4 for side in sides)


async def test_the_picture_fits_a_phone_and_brings_its_paper(content: Chart, tmp_path: Path) -> None:
    """Portrait, small enough for Telegram, every pixel opaque, margins empty: it reads the same in a dark chat."""
    picture = await drawn(content, tmp_path)
    image = Image.open(io.BytesIO(picture))
    assert image.width == 1080
    assert 1.2 < image.height / image.width < 1.9
    assert len(picture) < 500_000
    assert image.getchannel("A").getextrema() == (255, 255)
    assert margins_are_empty(image)


async def test_names_of_any_length_and_letters_stay_in_their_place(content: Chart, tmp_path: Path) -> None:
    """A long name is cut, dollar signs are no formula, and large numbers stay apart: nothing runs over the margin."""
    wide = Bar("$x^2$ \\frac{ " * 20, (1, 0, 0, 0, 10**9), "1 000 000 000")
    figures_ = tuple(Figure("88 888 888", "W" * 12) for _ in range(3))
    panel = replace(content.panels[0], bars=(wide, *content.panels[0].bars))
    picture = await drawn(replace(content, figures=figures_, panels=(panel,)), tmp_path)
    assert margins_are_empty(Image.open(io.BytesIO(picture)))


async def test_a_picture_that_takes_too_long_is_given_up(content: Chart, tmp_path: Path) -> None:
    """The time limit ends the process that draws."""
    with pytest.raises(CannotDraw, match="longer than 0 s"):
        await drawn(content, tmp_path, seconds=0.01)


async def test_what_cannot_be_drawn_is_one_line(content: Chart, tmp_path: Path) -> None:
    """A process that fails is CannotDraw, not a traceback."""
    with pytest.raises(CannotDraw, match="status 1"):
        await drawn(replace(content, figures=()), tmp_path)


async def test_whoever_draws_knows_no_secret(content: Chart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process gets what it needs to start and nothing else of the environment."""
    (tmp_path / "python").write_text(f'#!/bin/sh\nenv > "{tmp_path}/seen"\nexit 3\n')
    (tmp_path / "python").chmod(0o700)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123:secret")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    with pytest.raises(CannotDraw, match="status 3"):
        await drawn(content, tmp_path)
    seen = (tmp_path / "seen").read_text()
    assert "MPLCONFIGDIR" in seen
    assert "secret" not in seen


def test_the_bot_itself_never_imports_what_draws() -> None:
    """Everything of the live bot imported: matplotlib and Jinja2 are not."""
    script = "import sys, bot.telegram.application, bot.cli; print(*{'matplotlib', 'jinja2'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == []


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_the_caption_says_the_main_figures(assistant: Assistant, language: str) -> None:
    """Today, in all, each outcome, the first languages and topics, within what Telegram takes."""
    found = figures(sample.counts(assistant.guide), sample.NOW.date())
    text = caption(found, assistant, language)
    plain = "".join(letter for letter in text if letter.isascii() and letter not in " ,")
    for number in (found.today.total, found.in_all.total, *found.in_all.counts.values()):
        assert str(number) in plain
    assert ("Avec réponse" if language == "fr" else "Answered") in text
    assert len(text) <= MOST_CAPTION
