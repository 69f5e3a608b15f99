"""The report as a phone and a laptop show it, in light and dark; in Debian's chromium."""

from collections.abc import AsyncIterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.insights.report.page import Page
from tests.browser import NOT_INSTALLED, PROGRAM, Browser
from tests.insights import sample

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=NOT_INSTALLED)

PHONE, LAPTOP = 390, 1280
SCREENS = [(PHONE, False), (PHONE, True), (LAPTOP, False), (LAPTOP, True)]

# What the page looks like to a reader, measured where it is shown.
MEASURED = """(() => {
  const numbers = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = colour => {
    const linear = v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
    const [r, g, b] = numbers(colour).map(v => linear(v / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = element => {
    for (; element; element = element.parentElement) {
      const colour = getComputedStyle(element).backgroundColor;
      if (numbers(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const texts = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement, style = getComputedStyle(element);
    if (!walker.currentNode.data.trim() || !element.getClientRects().length) continue;
    const colour = element.namespaceURI.endsWith("svg") ? style.fill : style.color;
    texts.push({text: walker.currentNode.data.trim(), contrast: contrast(colour, behind(element)),
                size: parseFloat(style.fontSize), right: element.getBoundingClientRect().right,
                scrolls: !!element.closest(".wide"), hidden: !!element.closest(".hidden")});
  }
  const rects = [...document.querySelectorAll(".bar rect, .swatch rect, .columns rect")];
  const bars = rects.filter(rect => rect.getClientRects().length);
  return {
    texts,
    inner: innerWidth, scroll: document.documentElement.scrollWidth,
    fills: bars.map(bar => contrast(getComputedStyle(bar).fill, behind(bar))),
    widths: bars.map(bar => bar.getBoundingClientRect().width),
    paper: light(getComputedStyle(document.body).backgroundColor),
    scripts: document.scripts.length, images: document.images.length,
  };
})()"""


@pytest.fixture
async def browser(tmp_path: Path) -> AsyncIterator[Browser]:
    async with Browser.running(tmp_path / "profile") as running:
        yield running


@pytest.fixture
def page(assistant: Assistant, tmp_path: Path) -> Path:
    path = tmp_path / "report.html"
    path.write_text(Page(sample.contents(assistant.guide), assistant, "fr").html(), encoding="utf-8")
    return path


async def measured(browser: Browser) -> dict[str, Any]:
    found: dict[str, Any] = await browser.evaluate(MEASURED)
    return found


@pytest.mark.parametrize(("width", "dark"), SCREENS)
async def test_it_can_be_read_on_every_screen(browser: Browser, page: Path, width: int, dark: bool) -> None:
    """Nothing beside the screen, folded away or not; text 4.5:1 and bars 3:1 against what is behind; no small print."""
    await browser.show(page, width, dark)
    assert browser.requests == [page.as_uri()]
    assert browser.complaints == []
    for opened in (False, True):
        if opened:
            await browser.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        found = await measured(browser)
        assert found["scroll"] <= found["inner"] == width
        texts = [text for text in found["texts"] if not text["hidden"]]
        assert [text for text in texts if text["right"] > width and not text["scrolls"]] == []
        assert [text for text in texts if text["contrast"] < 4.5] == []
        assert [text for text in texts if text["size"] < 13] == []
        assert min(found["fills"]) >= 3
        assert (found["paper"] < 0.1) is dark
        assert (found["scripts"], found["images"]) == (0, 0)


@pytest.mark.parametrize("width", [PHONE, LAPTOP])
async def test_charts_show_the_figures(browser: Browser, page: Path, width: int) -> None:
    """Bars are there, as long as their figures are large: the whole, each language, each day of six weeks."""
    await browser.show(page, width)
    lengths = await browser.evaluate(
        "[...document.querySelectorAll('[aria-labelledby=languages] .bar')].map(bar =>"
        " [...bar.children].reduce((sum, part) => sum + part.getBoundingClientRect().width, 0))"
    )
    assert len(lengths) == 12
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > 100
    assert lengths[1] / lengths[0] == pytest.approx(1256 / 3240, abs=0.05)
    whole = await browser.evaluate("document.querySelectorAll('.whole rect').length")
    assert whole == 5
    days = await browser.evaluate(
        "new Set([...document.querySelectorAll('.columns rect')].map(part => part.getAttribute('x'))).size"
    )
    assert days == 40
    labels = await browser.evaluate(
        "[...document.querySelectorAll('.days text')].map(label => label.getBoundingClientRect())"
        ".map(box => [box.left, box.right])"
    )
    assert all(end < start for (_, end), (start, _) in pairwise(labels))


async def test_the_policy_holds_in_a_browser(browser: Browser, page: Path) -> None:
    """Markup that got into the page all the same would run no script and fetch nothing."""
    text = page.read_text(encoding="utf-8")
    planted = '<script>document.title = "run"</script><img src="http://127.0.0.1:9/x.png" onerror="document.title = 1">'
    page.write_text(text.replace("<header>", f"{planted}<p style='color: red' id='p'>x</p><header>"), encoding="utf-8")
    await browser.show(page, PHONE)
    assert (await browser.evaluate("document.title")).startswith("Comment ça va")
    assert await browser.evaluate("getComputedStyle(document.getElementById('p')).color") != "rgb(255, 0, 0)"
    assert browser.requests == [page.as_uri()]
    assert len(browser.complaints) >= 3


async def test_a_question_reads_in_its_own_direction(browser: Browser, page: Path) -> None:
    """An Arabic question runs from right to left, a French one from left to right, in a French page."""
    await browser.show(page, PHONE)
    directions = await browser.evaluate(
        "Object.fromEntries([...document.querySelectorAll('.asked')].map(p => [p.lang, getComputedStyle(p).direction]))"
    )
    assert (directions["ar"], directions["fr"]) == ("rtl", "ltr")


async def test_it_prints_in_black_on_white_with_its_bars(browser: Browser, page: Path) -> None:
    """On paper everything is dark on white, even for who reads in the dark; bars are printed, tables unfolded."""
    await browser.show(page, LAPTOP, dark=True)
    assert (await browser.printed()).startswith(b"%PDF")
    await browser.call("Emulation.setEmulatedMedia", media="print", features=[])
    found = await measured(browser)
    assert found["paper"] == 1
    assert min(text["contrast"] for text in found["texts"]) >= 4.5
    exact = "[...document.querySelectorAll('svg')].every(svg => getComputedStyle(svg).printColorAdjust === 'exact')"
    assert await browser.evaluate(exact)
    shown = "[...document.querySelectorAll('details table')].every(table => table.checkVisibility())"
    assert await browser.evaluate(shown)


async def test_an_empty_report_is_a_good_page(browser: Browser, assistant: Assistant, tmp_path: Path) -> None:
    """Before the first question: sentences, no empty charts, no complaint."""
    path = tmp_path / "empty.html"
    path.write_text(Page(sample.nothing(), assistant, "en").html(), encoding="utf-8")
    await browser.show(path, PHONE)
    found = await measured(browser)
    assert browser.complaints == []
    assert found["scroll"] == PHONE
    assert found["widths"] == []
    assert any("Nothing has been asked yet" in text["text"] for text in found["texts"])
