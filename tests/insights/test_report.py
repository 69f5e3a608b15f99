"""The report: one page that is safe to open, whatever visitors wrote, and a command that writes it beside the bot."""

import asyncio
import os
import re
import stat
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from bot.assistant import Assistant
from bot.insights.report.page import Page
from bot.insights.report.words import WORDS
from bot.store.asked import Asked
from bot.store.store import Store
from tests.conftest import FAQ, ROOT, TRANSLATIONS
from tests.insights import sample

_EMPTY_ELEMENTS = {"meta", "rect", "line"}
_LOADING = {"src", "href", "srcset", "data", "action", "poster", "background", "style"}


class Seen(HTMLParser):
    """What stands in a page: elements, attributes, and texts with the attributes of what they stand in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in _EMPTY_ELEMENTS:
            self._open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] != "style" and data.strip():
            self.texts.append((data.strip(), self._open[-1][1]))


@pytest.fixture(params=["fr", "en"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def html(assistant: Assistant, language: str) -> str:
    return Page(sample.contents(assistant.guide), assistant, language).html()


def test_what_visitors_wrote_stays_text(html: str) -> None:
    """Markup, templates and addresses in a question are shown as they were written, and are no markup of the page."""
    seen = Seen(html)
    names = {name for name, _ in seen.elements}
    assert names.isdisjoint({"script", "img", "link", "iframe", "object", "embed", "form", "base", "a"})
    assert not any(_LOADING & set(attributes) for _, attributes in seen.elements)
    assert not any(name.startswith("on") for _, attributes in seen.elements for name in attributes)
    hostile = [attributes for text, attributes in seen.texts if text == sample.HOSTILE]
    assert len(hostile) == 3
    assert "{{ 7*7 }}" in html
    assert all(attributes.get("dir") == "auto" or attributes == {"lang": "fr"} for attributes in hostile)


def test_questions_say_their_language_and_direction(html: str) -> None:
    """Each visitor's question has its own `lang`, and a direction that follows its letters."""
    seen = Seen(html)
    for text, language, _ in sample.QUESTIONS:
        assert (text, {"lang": language, "dir": "auto"}) in [
            (said, {name: value for name, value in attributes.items() if name != "class"})
            for said, attributes in seen.texts
        ]


def test_the_page_may_load_and_run_nothing(html: str) -> None:
    """The policy forbids everything but the page's own style, and stands before it; only the style holds addresses."""
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert policy is not None
    assert policy[1].startswith("default-src &#39;none&#39;; style-src &#39;sha256-")
    assert "unsafe" not in policy[1]
    assert html.index("Content-Security-Policy") < html.index("<style>")
    style = html[html.index("<style>") : html.index("</style>")]
    assert "url(" not in style
    assert "@import" not in style


def test_every_section_is_there_with_its_figures(html: str, assistant: Assistant, language: str) -> None:
    """Headings, counts, the languages' and entries' names, what is missing, and nothing left to be filled in."""
    seen = Seen(html)
    texts = {" ".join(text.split()) for text, _ in seen.texts}
    for name in ("outcomes", "over_time", "topics", "languages", "clusters", "votes", "translations", "pairs"):
        assert WORDS[name].in_language(language) in texts
    assert {"fr": "Haoussa", "en": "Hausa"}[language] in texts
    assert {"fr": "7 517", "en": "7,517"}[language] in texts
    assert assistant.title("not_in_document:visa", language) in texts
    assert WORDS["unreadable"].in_language(language) in texts
    assert not re.search(r"[{}]", "".join(text for text in texts if text != sample.HOSTILE))
    headings = [name for name, _ in seen.elements if name in ("h1", "h2", "h3")]
    assert headings == ["h1"] + ["h2"] * 8
    assert all("scope" in attributes for name, attributes in seen.elements if name == "th")
    assert next(attributes for name, attributes in seen.elements if name == "html") == {"lang": language}


def test_a_bot_that_has_not_run_has_a_page_too(assistant: Assistant, language: str) -> None:
    """Without a database, and with an empty one, the page says so in a sentence."""
    never = Page(sample.nothing(), assistant, language).html()
    assert WORDS["no_database"].in_language(language).replace("'", "&#39;") in never
    unused = Page(replace(sample.nothing(), has_database=True), assistant, language).html()
    assert "DATABASE_URL" not in unused
    for html in (never, unused):
        texts = [text for text, _ in Seen(html).texts]
        assert WORDS["nothing_asked"].in_language(language) in texts
        assert f"{WORDS['no_clusters'].in_language(language)}." in texts


Report = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def report(cache: Path, tmp_path: Path) -> Report:
    """Runs `bamex-bot report` in a folder of the test's own."""
    own = {"CACHE_DIR": cache, "FAQ_DIR": FAQ, "TRANSLATIONS_DIR": TRANSLATIONS, "PYTHONPATH": ROOT}
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "SYSTEMROOT")}

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        environment = {**kept, **{name: str(path) for name, path in own.items()}, **more}
        return subprocess.run(
            [sys.executable, "-m", "bot", "report", *words], capture_output=True, text=True, timeout=300, check=False,
            cwd=tmp_path, env=environment,
        )  # fmt: skip

    return run


async def test_it_is_written_for_its_owner_alone_beside_a_running_bot(report: Report, tmp_path: Path) -> None:
    """data/report.html, readable by its owner alone, tells what an open database holds; its path is printed."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "report.html").write_text("a former one, open to all")
    (tmp_path / "data" / "report.html").chmod(0o644)
    async with Store.opened(f"sqlite+aiosqlite:///{tmp_path}/data/bot.db") as bot:
        await Asked(bot).add({}, sample.unanswered(), 0)
        done = await asyncio.to_thread(report, "--lang", "fr", BOT_NOW="2025-11-20T18:00")
    assert (done.returncode, done.stdout, done.stderr) == (0, "data/report.html\n", "")
    page = tmp_path / "data" / "report.html"
    assert stat.S_IMODE(page.stat().st_mode) == 0o600
    assert "Y a-t-il du wifi sur le site ?" in page.read_text(encoding="utf-8")
    assert "Comment ça va" in page.read_text(encoding="utf-8")
    assert [path.name for path in page.parent.iterdir() if path.name.startswith(".")] == []


def test_without_a_database_it_writes_a_page_and_makes_no_database(report: Report, tmp_path: Path) -> None:
    """The page is there, the closest pairs and the translations in it; nothing else is."""
    done = report("--out", "new/folder/how it goes.html", LANG="en_GB.UTF-8")
    assert (done.returncode, done.stderr) == (0, "")
    html = (tmp_path / done.stdout.strip()).read_text(encoding="utf-8")
    assert "Nothing has been asked yet" in html
    assert "Swahili" in html
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [tmp_path / "new/folder/how it goes.html"]


@pytest.mark.parametrize(
    ("words", "more", "status", "said"),
    [
        (["--out", "report.pdf"], {}, 2, "must be a file that ends in .html"),
        (["--lang", "xx"], {}, 2, "invalid choice"),
        ([], {"DATABASE_URL": "mysql://x"}, 2, "DATABASE_URL"),
        ([], {"FAQ_DIR": "nowhere"}, 2, "bamex-bot check"),
        ([], {"DATABASE_URL": "postgresql+asyncpg://bot:geheim@127.0.0.1:1/bot"}, 1, "DATABASE_URL"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(
    report: Report, tmp_path: Path, words: list[str], more: dict[str, str], status: int, said: str
) -> None:
    """Wrong use is status 2, a database that is away status 1; one line on standard error, and no page."""
    done = report(*words, **more)
    assert (done.returncode, done.stdout) == (status, "")
    last = done.stderr.splitlines()[-1]
    assert said in last
    assert "Traceback" not in done.stderr
    assert "geheim" not in done.stderr
    assert list(tmp_path.rglob("*.html")) == []


def test_a_page_that_cannot_be_written_is_a_problem(report: Report, tmp_path: Path) -> None:
    """A file in the place of the folder: status 1 and one line."""
    (tmp_path / "data").touch()
    done = report()
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "cannot be written" in done.stderr
