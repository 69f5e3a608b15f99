"""Another event's FAQ, from its article to answers in every language, as an organiser without a developer does it."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml

from bot.assistant import Assistant
from bot.cli import main
from bot.dialogue import Question
from bot.guide import locales
from bot.guide.entries import Outcome, Phase
from bot.guide.guide import Guide
from bot.guide.placeholders import placeholders_in
from bot.guide.problems import Severity
from bot.loading import load_assistant, problems
from bot.reading import read_guide
from bot.text import words
from tests.conftest import FAQ, ROOT, TRANSLATIONS
from tests.editing.organiser import ARTICLE, PLACES, SUBJECTS, fill_in

BEFORE = datetime(2026, 2, 1, 12, tzinfo=UTC)
_STANDARD = ROOT / "bot" / "editing" / "new_event" / "standard.yaml"


def begin(article: Path, folder: Path, faq: Path = FAQ, translations: Path = TRANSLATIONS) -> int:
    """Run `bamex-bot new` over the FAQ in two folders."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FAQ_DIR", str(faq))
        patch.setenv("TRANSLATIONS_DIR", str(translations))
        return main(["new", "--from", str(article), "--to", str(folder)])


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder as the command leaves it."""
    folder = tmp_path_factory.mktemp("new") / "begun"
    assert begin(ARTICLE, folder) == 0
    return folder


@pytest.fixture(scope="module")
def whole(begun: Path) -> Path:
    """The folder with every blank filled in, and guests, exhibitors, delegations and counts besides."""
    return _filled(begun, "whole")


@pytest.fixture(scope="module")
def plain(begun: Path) -> Path:
    """The folder with every blank filled in: no guest of honour, no people, no exhibitors, no delegations."""
    return _filled(begun, "plain")


def _filled(begun: Path, name: str) -> Path:
    folder = begun.with_name(name)
    for path in begun.rglob("*.yaml"):
        copy = folder / path.relative_to(begun)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    (folder / ".env").write_bytes((begun / ".env").read_bytes())
    fill_in(folder, whole=name == "whole")
    return folder


def _assistant(folder: Path) -> Assistant:
    return load_assistant(folder / "faq", folder / "translations", folder / "data" / "cache")


@pytest.fixture(scope="module")
def thies(whole: Path) -> Assistant:
    return _assistant(whole)


@pytest.fixture(scope="module")
def plain_thies(plain: Path) -> Assistant:
    return _assistant(plain)


@pytest.mark.parametrize(("language", "ask"), [("en", ("Fill in", "Add `sources")), ("fr", ("Écrivez", "Ajoutez"))])
def test_what_check_finds_in_a_new_faq_is_its_blanks(begun: Path, language: str, ask: tuple[str, str]) -> None:
    """Each problem stands at a blank or at an answer without its paragraphs, and its mend says what to write there."""
    lines, broken = problems(begun / "faq", begun / "translations", language, None)
    assert broken
    assert [line for line in lines if not any(mend in line for mend in ask)] == []
    blank = 12 + len(SUBJECTS) + 2 * len(PLACES)
    unsourced = 4
    assert len(lines) == blank + unsourced


@pytest.mark.parametrize("name", ["whole", "plain"])
def test_a_new_faq_whose_blanks_are_filled_in_is_ok(name: str, request: pytest.FixtureRequest) -> None:
    """No error and no warning, its own tests included, with guests and exhibitors and without."""
    folder: Path = request.getfixturevalue(name)
    assert problems(folder / "faq", folder / "translations", "en", folder / "data" / "cache") == ([], False)


def test_guesses_stand_in_comments_only(begun: Path) -> None:
    """What the article seems to say is beside the blank, never in it; paragraphs are counted, headings left out."""
    text = (begun / "faq" / "event.yaml").read_text(encoding="utf-8")
    for suggestion in (
        "# ? 2026-03-05 [2]",
        "# ? 2026-03-08 [2]",
        "# ? SN Sénégal [1]",
        "? MA Maroc [3]",
        "# ? fr",
        "# ? Africa/Dakar",
        "# ? Awa Diémé – Radio Baobab",
        "# ? FOMIL 2026 : Thiès prépare",
    ):
        assert suggestion in text
    event = yaml.safe_load(text)
    assert event["article"] == {"author": None, "outlet": None, "language": None, "paragraphs": 5}
    assert event["place"] == {"name": None, "city": None, "country": None}
    assert not any(event[key] for key in ("name", "first_day", "last_day", "time_zone", "people", "delegations"))


@pytest.mark.parametrize(
    ("question", "entry", "said"),
    [
        ("c'est où ?", "venue", "Champ de foire de Thiès, Thiès, Sénégal"),
        ("quand a lieu FOMIL ?", "dates", "5–8 mars 2026"),
        ("c'est combien le billet", "not_in_document:tickets", "billet"),
        ("c'est quoi fomil", "what_is", "foire internationale du mil et du fonio"),
        ("qui est l'invité d'honneur", "guest_of_honour", "Maroc"),
        ("qui a ouvert le salon ?", "opened_by", "Mamour Ndiongue, ministre"),
        ("combien d'exposants ?", "exhibitor_count", "plus de 100"),
        ("le Ghana était là ?", "delegation:ghana", "Ghana"),
        ("le Mali est venu ?", "country_not_named", "Gambie, Ghana et Inde"),
        ("Yakaar Semences avait un stand ?", "exhibitor:yakaar", "Yakaar Semences"),
        ("où dormir à Thiès", "not_in_document:hotels", "loger"),
        ("where is it?", "venue", "Thiès, Senegal"),
        ("when is FOMIL", "dates", "March 5 – 8, 2026"),
        ("how much are the tickets", "not_in_document:tickets", "ticket"),
        ("what is fomil", "what_is", SUBJECTS["en"]),
        ("أين يقام المعرض", "venue", "أرض معارض تييس، تييس، السنغال"),
        ("متى المعرض", "dates", "5–8 مارس 2026"),
        ("كم سعر التذكرة", "not_in_document:tickets", "التذاكر"),
        ("fuar nerede", "venue", "Thiès"),
        ("fuar ne zaman", "dates", "5–8 Mart 2026"),
        ("bilet ne kadar", "not_in_document:tickets", "bilet"),
        ("展会在哪里", "venue", "捷斯展览场"),
        ("什么时候举行", "dates", "2026年3月5日至8日"),
        ("门票多少钱", "not_in_document:tickets", "门票"),
    ],
)
def test_it_answers_about_the_new_event(thies: Assistant, question: str, entry: str, said: str) -> None:
    """The standard questions, in five languages, reach their entries, and the answers say the new facts."""
    reply = thies.reply(Question(question, BEFORE))
    assert [answer.id for answer in reply.answers] == [entry]
    assert said.casefold() in reply.text.casefold()


def test_an_event_may_have_no_guests_and_no_exhibitors(plain_thies: Assistant) -> None:
    """Their entries do not exist then, questions about them end somewhere harmless, and the rest answers."""
    ids = plain_thies.guide.entries.keys()
    absent = {"guest_of_honour", "delegations", "country_not_named", "exhibitors", "exhibitor_not_named", "opened_by"}
    assert not ids & absent
    assert not any(id_.startswith(("delegation:", "exhibitor:")) for id_ in ids)
    for question in ("le Ghana était là ?", "who is the guest of honour", "Aselsan était là ?", "fuara kim katıldı"):
        assert plain_thies.reply(Question(question, BEFORE)).outcome is not Outcome.ANSWER
    assert plain_thies.reply(Question("where is it?", BEFORE)).answers[0].id == "venue"


@pytest.fixture(scope="module")
def old(request: pytest.FixtureRequest) -> Guide:
    guide: Guide = request.getfixturevalue("guide")
    return guide


def _names(guide: Guide, language: str) -> Iterator[str]:
    """What an event's texts would name it, its place and its people by, in a language."""
    event = guide.event
    yield from (event.name, event.place.name, event.place.city, *event.exhibitors.values())
    for country in (event.place.country, event.guest_of_honour):
        if country:
            yield locales.country(country, language)
    for key, text in guide.languages[language].facts.items():
        if key.endswith(".name") or key in ("place.city", "article.author", "article.outlet"):
            yield text.text


def _said_and_asked(guide: Guide, language: str) -> Iterator[str]:
    spoken = guide.languages[language]
    yield from (text.text for text in (*spoken.facts.values(), *spoken.interface.values(), *spoken.titles.values()))
    yield from (phases[phase].text for phases in spoken.answers.values() for phase in Phase if phase in phases)
    yield from (variant for variants in spoken.variants.values() for variant in variants)


def _holds(text: list[str], name: list[str]) -> bool:
    return any(text[place : place + len(name)] == name for place in range(len(text) - len(name) + 1))


@pytest.mark.parametrize("language", ["fr", *sorted(SUBJECTS)])
def test_nothing_of_the_former_event_is_left(thies: Assistant, old: Guide, language: str) -> None:
    """No answer, button, text or question names BAMEX, Bamako, Mali, Türkiye, their people or exhibitors."""
    names = [words(name) for name in {*_names(old, language), *_names(old, "fr"), "bamex", "Turkey", "Turquie"}]
    texts = list(_said_and_asked(thies.guide, language))
    assert len(texts) > 400
    assert [text for text in texts if any(_holds(words(text), name) for name in names)] == []


def test_every_text_is_there_in_every_language(thies: Assistant) -> None:
    """Every title, answer and interface text that French has exists in all the languages, and says the facts."""
    french = thies.guide.languages["fr"]
    for code in SUBJECTS:
        spoken = thies.guide.languages[code]
        assert spoken.interface.keys() == french.interface.keys()
        assert spoken.titles.keys() == french.titles.keys()
        assert spoken.answers.keys() == french.answers.keys()
        assert SUBJECTS[code] in thies.answer("what_is", code, BEFORE).text


def test_the_standard_texts_exist_in_every_language_with_the_same_facts() -> None:
    """Each neutral text stands in twelve languages and holds the same placeholders in all of them."""
    texts = yaml.safe_load(_STANDARD.read_text(encoding="utf-8"))
    interface = yaml.safe_load((FAQ / "interface.yaml").read_text(encoding="utf-8"))["interface"]
    for name, said in texts.items():
        assert said.keys() == {"fr", *SUBJECTS}, name
        assert len({tuple(sorted(placeholders_in(text))) for text in said.values()}) == 1, name
        owner, _, part = name.rpartition(".")
        assert part in interface if owner == "interface" else part in ("title", "answer")


def test_what_people_call_the_event_is_no_other_event(whole: Path, tmp_path: Path) -> None:
    """A name in `also_called` means this event in every language, even where the FAQ took it for another one."""
    folder = tmp_path / "called"
    shutil.copytree(whole, folder, ignore=shutil.ignore_patterns("data"))
    event = folder / "faq" / "event.yaml"
    named = event.read_text(encoding="utf-8").replace("[fomil]", "[fomil, foire agricole, kitap fuarı]")
    event.write_text(named, encoding="utf-8")
    languages = _assistant(folder).guide.languages
    for language, name in (("fr", "foire agricole"), ("tr", "kitap fuarı")):
        vocabulary = languages[language].vocabulary
        assert name in vocabulary["event_name"]
        assert not any(word.startswith(name) for word in vocabulary["other_event"])


def test_the_new_faq_can_be_the_model_of_the_next(whole: Path, tmp_path: Path) -> None:
    """From the fair of Thiès a third event starts, and takes nothing of Thiès along but what holds for any event."""
    article = tmp_path / "next.txt"
    article.write_text("The harbour market opens on 3 May 2027.\n\nIt is held in Dakar, Senegal.\n", encoding="utf-8")
    folder = tmp_path / "next"
    assert begin(article, folder, whole / "faq", whole / "translations") == 0
    for path in folder.rglob("*.yaml"):
        text = path.read_text(encoding="utf-8").partition("\ncountries:")[0].casefold()
        assert not re.search(r"fomil|thiès|yakaar|ndiongue|diémé|baobab|捷斯", text), path.name
    ids = {entry["id"] for path in (folder / "faq").glob("*.yaml")
           for entry in yaml.safe_load(path.read_text(encoding="utf-8")).get("entries", [])}  # fmt: skip
    assert {"venue", "guest_of_honour", "exhibitor", "delegation", "not_in_document:tickets", "greeting"} <= ids
    event = (folder / "faq" / "event.yaml").read_text(encoding="utf-8")
    assert "first_day: # ? 2027-05-03 [1]" in event
    assert "language: # ? en" in event


def test_run_answers_from_the_new_folder(whole: Path) -> None:
    """Started in the folder, with its .env and no token, `run` is a chat about the new event."""
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "SYSTEMROOT")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "run", "--now", "2026-03-06"], cwd=whole, input="c'est où ?\n", timeout=120,
        capture_output=True, text=True, check=True, env={**kept, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert "FOMIL 2026" in done.stdout
    assert "Champ de foire de Thiès, Thiès, Sénégal" in done.stdout


def test_a_time_without_zone_is_the_event_s(whole: Path) -> None:
    """`--now` and BOT_NOW are read in the time zone of event.yaml, whichever it is."""
    event = whole / "faq" / "event.yaml"
    text = event.read_text(encoding="utf-8")
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "SYSTEMROOT")}
    try:
        event.write_text(text.replace("Africa/Dakar", "Asia/Tokyo"), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, "-m", "bot", "ask", "--json", "--now", "2026-03-05T00:30", "c'est quand ?"], cwd=whole,
            capture_output=True, text=True, check=True, timeout=120, env={**kept, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip
    finally:
        event.write_text(text, encoding="utf-8")
    assert "a lieu en ce moment" in json.loads(done.stdout)["text"]


@pytest.mark.parametrize(
    ("content", "words_"),
    [
        (None, "cannot be read"),
        (b"", "holds no paragraph"),
        (b"  \n\n \n", "holds no paragraph"),
        (b"A title alone", "holds no paragraph"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is no"),
        (b"text \x00 text.", "is no plain text"),
        ("Où ?".encode("latin-1"), "is no UTF-8 text"),
        (b"A sentence. " * 100_000, "is larger than"),
    ],
)
def test_what_is_no_article_is_refused(
    content: bytes | None, words_: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One line on standard error that says what to do, status 2, and nothing is written."""
    article = tmp_path / "article.txt"
    if content is not None:
        article.write_bytes(content)
    assert begin(article, tmp_path / "new") == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert words_ in printed.err
    assert sorted(path.name for path in tmp_path.iterdir()) == [] if content is None else ["article.txt"]


@pytest.mark.parametrize("kind", ["folder", "file", "broken link"])
def test_what_exists_is_never_overwritten(kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder, a file or a link of that name makes the command refuse, and stays as it is."""
    target = tmp_path / "new"
    match kind:
        case "folder":
            target.mkdir()
        case "file":
            target.write_text("mine", encoding="utf-8")
        case _:
            target.symlink_to(tmp_path / "nowhere")
    assert begin(ARTICLE, target) == 2
    assert "exists already" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_where_nothing_can_be_written_nothing_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder inside a file cannot be: one line says so."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    assert begin(ARTICLE, tmp_path / "file" / "new") == 2
    assert "cannot be written" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_dormant_entry_needs_no_sources_and_wakes_with_its_fact(whole: Path, plain: Path) -> None:
    """`only_with` lets an entry sleep while event.yaml lacks the fact; with it the entry is checked like any other."""
    assert read_guide(plain / "faq", plain / "translations").guide is not None
    event = plain / "faq" / "event.yaml"
    text = event.read_text(encoding="utf-8")
    try:
        event.write_text(text + "guest_of_honour: MA\n", encoding="utf-8")
        found = read_guide(plain / "faq", plain / "translations").problems
    finally:
        event.write_text(text, encoding="utf-8")
    assert [problem.message.en for problem in found if problem.severity is Severity.ERROR] == [
        "`guest_of_honour` lacks the paragraphs of the article (`sources`)"
    ]
