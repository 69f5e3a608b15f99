"""Translations are held against the French they were written from."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.guide.entries import CountryNames, Phase, State
from bot.guide.originals import originals
from bot.guide.problems import Severity, render
from bot.guide.sources import source_hash
from tests.guide.conftest import OWN_COUNTRIES, Folders

EN = "translations/en.yaml"
Translate = Callable[..., Path]


def test_a_translation_that_says_what_the_french_says_has_no_problem(folders: Folders, translate: Translate) -> None:
    """Every text under its key, with its state and the hash of its French, is all that a language needs."""
    translate("en", "machine")
    reading = folders.read()
    assert not reading.problems
    assert reading.guide is not None
    french, english = reading.guide.languages["fr"], reading.guide.languages["en"]
    assert list(reading.guide.languages) == ["fr", "en"]
    for section in ("facts", "interface", "titles", "vocabulary", "variants", "answers"):
        assert getattr(english, section).keys() == getattr(french, section).keys()
    assert english.answers["dates"][Phase.DURING].state is State.MACHINE
    assert french.answers["dates"][Phase.DURING].state is State.ORIGINAL
    assert french.facts["people.prime_minister.rank"].text == "Général de division"


def test_the_hash_of_a_list_is_that_of_its_lines() -> None:
    """The hash is the first 8 hex digits of the SHA-256 of the UTF-8 text; a list's texts are joined by line breaks."""
    assert source_hash("é") == "4a99557e"
    assert source_hash(["a", "b"]) == source_hash("a\nb")


@pytest.mark.parametrize(
    ("old", "new", "column", "said"),
    [
        (
            "{event} will be held",
            "The fair will be held",
            60,
            "{event} is missing, which the French uses. Add {event}.",
        ),
        (
            "{event} will be held",
            "{event}, {venue} is",
            60,
            "{venue} is too much: the French does not use it. Take out {venue}.",
        ),
        ("{event} will be held", "{event} {event} is", 60, "{event} is too much"),
        ("{event} will be held", "{evnt} will be held", 60, "there is no fact `{evnt}`. Did you mean `{event}`?"),
        ("{event} will be held", "x" * 400 + " {event}", 60, "characters: too long. Shorten it to 400 characters."),
        ('text: "Length"', 'text: "' + "x" * 41 + '"', None, "too long. Shorten it to 40 characters."),
        ('text: "Bamako Exhib', 'text: "{venue} Exhib', None, "`{venue}` is not allowed in this text."),
        ("language: en", "language: es", 11, "Write `en`, or rename the file to es.yaml."),
        ("language: en", "language: english", 11, "`english` will not do"),
        ('  "dates":', '  "dattes":', 3, "`dattes` does not exist in the FAQ. Did you mean `dates`?"),
        ('  "welcome":', '  "welcom":', 3, "`welcom` does not exist in the FAQ. Did you mean `welcome`?"),
        ('  "when":', '  "wen":', 3, "`wen` does not exist in the FAQ. Did you mean `when`?"),
        ('  "place.city":', '  "place.cty":', 3, "`place.cty` does not exist in the FAQ. Did you mean `place.city`?"),
        ("state: drafted", "state: draft", None, "`draft` is not possible. Did you mean `drafted`?"),
        ("language: en", "language: en\ncompanies: {aselsam: [x]}", 13, "Did you mean `aselsan`?"),
        ("countries: {", "countries: {ZZ: {}, ", 13, "`ZZ` is no country's code."),
        (
            "countries: {",
            "countries: {NE: {names: [Niger]}, NG: {names: [niger]}, ",
            48,
            "stands for `NE`.",
        ),
        ("language: en", "language: en\ncompanies: {stm: [aselsn]}", 19, "`aselsn` already stands for `aselsan`."),
        (
            "which days does the mango market take",
            "which square does the mango market fill",
            None,
            "already leads to `dates` (translations/en.yaml:",
        ),
    ],
)
def test_what_a_translation_may_not_say(
    folders: Folders, translate: Translate, old: str, new: str, column: int | None, said: str
) -> None:
    """Another fact, a fact less, an unknown key or an ambiguous name is an error at its place."""
    translate()
    folders.change(EN, old, new)
    errors = {render(error, "en"): error for error in folders.errors()}
    found = [error for text, error in errors.items() if said in text.replace(folders.faq.parent.as_posix() + "/", "")]
    assert found, list(errors)
    assert found[0].file == EN
    assert column in (None, found[0].column)


def test_an_answer_has_the_phases_of_its_french(folders: Folders, translate: Translate) -> None:
    """Where the French speaks of three phases the translation does too, and where it has one answer, so has it."""
    path = translate()
    text = path.read_text(encoding="utf-8")
    start, end = text.index('    "answer":\n'), text.index('    "variants"')
    folders.write(EN, text[:start] + '    answer: {state: drafted, source: "00000000", text: "{event}"}\n' + text[end:])
    assert [error.mend.en for error in folders.errors()] == ["Write before, during and after"]
    one = '{state: drafted, source: "00000000", text: x}'
    start = text.index('    "answer":', text.index('  "goals":'))
    end = text.index('    "variants"', start)
    phases = f'    "answer": {{before: {one}, during: {one}, after: {one}}}\n'
    folders.write(EN, text[:start] + phases + text[end:])
    assert [error.mend.en for error in folders.errors()] == ["Write one answer (state, source, text)"]


def test_a_translation_gives_no_answer_where_the_french_has_none(folders: Folders, translate: Translate) -> None:
    """What is not about the event has variants in every language, and an answer in none."""
    translate()
    folders.change(
        EN, '"outside:weather":', '"outside:weather":\n    title: {state: drafted, source: "00000000", text: x}'
    )
    assert [error.mend.en for error in folders.errors()] == ["Delete `title` here"]


@pytest.mark.parametrize(("state", "severity"), [("machine", "warning"), ("drafted", "warning"), ("reviewed", "error")])
def test_a_text_whose_french_has_changed_is_stale(
    folders: Folders, translate: Translate, state: str, severity: str
) -> None:
    """A stale draft is a doubt; a stale text that somebody signed is an error, for the signature no longer holds."""
    translate("en", state)
    folders.change("faq/dates.yaml", "title: Durée", "title: La durée")
    (problem,) = folders.problems()
    assert problem.severity == severity
    assert "the French has changed since (`La durée`)" in problem.message.en
    assert problem.mend.en == f"Read the translation again, then write `source: {source_hash('La durée')}`"
    line = folders.line_of(EN, '"Length"')
    assert (problem.file, problem.line) == (EN, line)


def test_what_is_not_translated_yet_is_a_warning_for_the_largest_part(folders: Folders, translate: Translate) -> None:
    """A missing section, entry or text is said once, and the Guide is built without it."""
    folders.write(EN, "language: en\n")
    assert [problem.message.en for problem in folders.problems()] == [
        f"the translation of `{section}` is missing" for section in ("facts", "interface", "entries", "vocabulary")
    ]
    path = translate()
    text = path.read_text(encoding="utf-8")
    start, end = text.index('  "dates":\n'), text.index('  "duration":\n')
    folders.write(EN, text[:start] + text[end:])
    (problem,) = folders.problems()
    assert problem.message.en == "the translation of `entries.dates` is missing"
    assert problem.severity is Severity.WARNING
    guide = folders.read().guide
    assert guide is not None
    assert "dates" not in guide.languages["en"].answers


def test_names_of_a_language_reach_the_guide(folders: Folders, translate: Translate) -> None:
    """Companies and countries come as written, stars included."""
    translate()
    folders.change(EN, OWN_COUNTRIES, "companies: {stm: [es te em]}\ncountries: {NE: {people: [nigerien*]}}")
    guide = folders.read().guide
    assert guide is not None
    assert guide.languages["en"].companies == {"stm": ("es te em",)}
    assert guide.languages["en"].countries == {"NE": CountryNames(people=("nigerien*",))}


def test_there_is_no_french_translation(folders: Folders) -> None:
    """French is written in faq/ and nowhere else."""
    folders.write("translations/fr.yaml", "language: fr\n")
    assert [error.message.en for error in folders.errors()] == ["French is the language of the FAQ"]


def test_a_broken_faq_file_does_not_blame_the_translations(folders: Folders, translate: Translate) -> None:
    """Texts whose French cannot be read are not called unknown: the one error is where the mistake is."""
    translate()
    for file in ("dates", "interface", "vocabulary", "event", "names"):
        original = (folders.faq / f"{file}.yaml").read_text(encoding="utf-8")
        folders.write(f"faq/{file}.yaml", original + "\n: [\n")
        assert {error.file for error in folders.errors()} == {f"faq/{file}.yaml"}
        folders.write(f"faq/{file}.yaml", original)


def test_a_misspelt_fact_does_not_blame_the_translations(folders: Folders, translate: Translate) -> None:
    """A fact that does not exist in the French is one error there; its translations are not asked for it."""
    translate()
    folders.change("faq/dates.yaml", "{dates}. Ouverture", "{date}. Ouverture")
    (error,) = folders.errors()
    assert error.file == "faq/dates.yaml"
    assert "{dates}" in error.mend.en


def test_learned_variants_join_their_language_and_change_no_hash(folders: Folders, translate: Translate) -> None:
    """What organisers accepted from the phone is understood, and makes no translation stale."""
    translate()
    folders.write(
        "faq/learned.yaml",
        "learned:\n  dates: {fr: [la foire c quel mois], en: [which month]}\n  delegation:niger: {en: [nigeriens]}\n",
    )
    reading = folders.read()
    assert not reading.problems
    assert reading.guide is not None
    assert reading.guide.languages["fr"].variants["dates"][-1] == "la foire c quel mois"
    assert reading.guide.languages["en"].variants["dates"][-1] == "which month"
    assert reading.guide.languages["en"].variants["delegation"][-1] == "nigeriens"


def test_learned_variants_of_nothing_are_reported(folders: Folders) -> None:
    """A learned variant for an entry that is gone is an error, for a language that is gone a warning."""
    folders.write("faq/learned.yaml", "learned:\n  date: {fr: [un mois pareil]}\n  dates: {en: [which month]}\n")
    assert [(problem.line, problem.column, problem.severity) for problem in folders.problems()] == [
        (2, 3, Severity.ERROR),
        (3, 11, Severity.WARNING),
    ]


def test_originals_keep_the_keys_of_the_translation_files(folders: Folders) -> None:
    """What a translator writes has the key of its French: one answer or three as the French has them."""
    from bot.guide.documents import read_documents
    from bot.guide.files import read_folder

    folder = read_folder(folders.faq, Severity.ERROR)
    documents, _ = read_documents(folder, read_folder(folders.translations, Severity.WARNING))
    found = originals(documents)
    assert ("entries", "dates", "answer", "after") in found
    assert ("entries", "goals", "answer") in found
    assert found["facts", "place.city"].texts == ("Bamako",)
    assert found["vocabulary", "when"].many
