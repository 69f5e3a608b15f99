"""One mistake in the real FAQ: the problem that `check` then prints, to the column, with its mend."""

# ruff: noqa: E501  a table reads best with a row a line

from pathlib import Path

import pytest

from bot.guide.problems import Problem, Severity, Wording, render
from tests.guide.conftest import OWN_NAMES, Folders

EVENT, DATES, ABOUT, NAMES = "faq/event.yaml", "faq/dates.yaml", "faq/about.yaml", "faq/names.yaml"
GUESTS, INTERFACE, VOCABULARY = "faq/guests.yaml", "faq/interface.yaml", "faq/vocabulary.yaml"
OUTSIDE, PRACTICAL = "faq/outside.yaml", "faq/practical.yaml"


def own_entries(*variants: str) -> str:
    """The start of a topic's entries, with an entry more for each variant."""
    return "entries:\n" + "".join(
        f"  - id: not_in_document:own_{number}\n    title: Own\n    outcome: not_stated\n    answer: Own\n"
        f"    variants:\n      - {variant}\n"
        for number, variant in enumerate(variants)
    )


# file, text put for another, line that holds the mistake, column, part of the English line
ERRORS = [
    # keys and shapes
    (DATES, "    answer:", "    awnser:", "    awnser:", 5, "`awnser` is unknown here. Did you mean `answer`?"),
    (DATES, "topic: dates", "topik: dates", "topik:", 1, "`topik` is unknown here. Did you mean `topic`?"),
    (DATES, "topic: dates", "# none", None, None, "`topic` is missing. Add the key `topic` here."),
    (DATES, "      before:", "      bevore:", "bevore", 7, "`bevore` is unknown here. Did you mean `before`?"),
    (DATES, "    sources: [2]", "    sources: 2", "sources: 2", 14, "`sources` takes a list, not a text. Write [one, two]"),
    (DATES, "    sources: [2]", "    sources: [two]", "[two]", 15, "`two` will not do: a whole number from 1 is expected."),
    (DATES, "    title: Dates", "    title:", "    title:", None, "a text is empty. Write it or delete the line."),
    (DATES, "    title: Dates", "    title: [a]", "title: [a]", 12, "`title` takes a text, not a list. Write one text"),
    (DATES, "    title: Dates", "    title: {event}", "title: {", 12, "`title` takes a text, not keys"),
    (DATES, "  - id: dates", "  - id: Dates du salon", "id: Dates", 9, "`Dates du salon` will not do: an id is lower-case"),
    (DATES, "entries:", "entries: {}\nother:", None, None, "`other` is unknown here."),
    (GUESTS, "for_each: delegations", "for_each: delegation", "for_each", 15, "Did you mean `delegations`?"),
    (PRACTICAL, "outcome: not_stated", "outcome: not-stated", "not-stated", 14, "Did you mean `not_stated`?"),
    (DATES, "      ask: [", "      aks: [", "aks:", 7, "`aks` is unknown here. Did you mean `ask`?"),
    (NAMES, "countries: {}", "countries:", "countries:", 11, "`countries` takes keys (`key: value`), not nothing."),
    (NAMES, "countries: {}", "countries: {fr: {}}", "countries: {", 13, "`fr` will not do: a country is an ISO 3166-1"),
    (NAMES, "{name: Havelsan}", "{names: Havelsan}", "{names:", 14, "`names` is unknown here. Did you mean `name`?"),
    (VOCABULARY, "  who: [", "  who: x [", "  who: x", 8, "`who` takes a list, not a text."),
    # facts
    (EVENT, "first_day: 2025-11-11", "first_day: 2025-11-31", "first_day", 12, "`2025-11-31` is no day of the calendar."),
    (EVENT, "first_day: 2025-11-11", "first_day: 11/11/2025", "first_day", 12, "a date is year-month-day, like 2025-11-11."),
    (EVENT, "last_day: 2025-11-14", "last_day: 2025-11-10", "last_day", 11, "the last day is before the first."),
    (EVENT, "Africa/Bamako", "Africa/Bamaco", "time_zone", 12, "no time zone `Africa/Bamaco`. Did you mean `Africa/Bamako`?"),
    (EVENT, "Africa/Bamako", "Africa", "time_zone", 12, "there is no time zone `Africa`."),
    (EVENT, "Africa/Bamako", "../../etc/passwd", "time_zone", 12, "there is no time zone `../../etc/passwd`."),
    (EVENT, "guest_of_honour: TR", "guest_of_honour: XQ", "guest_of", 18, "`XQ` is no country's code."),
    (EVENT, "country: ML", "country: EU", "country:", 12, "`EU` is no country's code."),
    (EVENT, "chad: TD", "chad: NE", "chad:", 9, "NE is already the delegation `niger`."),
    (EVENT, "country: ML", "country: ML\n  coordinates: [-91, 8]", "coord", 17, "`-91` is outside -90 to 90."),
    (EVENT, "country: ML", "country: ML\n  coordinates: [8, 181]", "coord", 20, "`181` is outside -180 to 180."),
    (EVENT, "country: ML", "country: ML\n  coordinates: [8]", "coord", 16, "the list `coordinates` has the wrong length. Give 2."),
    (EVENT, "country: ML", "country: ML\n  coordinates: [x, 8]", "coord", 17, "`x` will not do"),
    (EVENT, "more_than: 30", "more_than: 0", "more_than: 0", 16, "a whole number from 1 is expected."),
    (EVENT, "aselsan: Aselsan", "aselsan: ASELSAN", None, None, "event.yaml writes `ASELSAN`. Write the same name in both"),
    # entries
    (DATES, "  - id: duration", "  - id: dates", None, None, "the id `dates` is already taken (faq/dates.yaml:5)."),
    (DATES, "  - id: duration", "  - id: dates_2", None, None, "no entry has the id `duration`, which other programs rely"),
    (EVENT, "  india: IN\n", "", None, None, "no entry has the id `delegation:india`"),
    (DATES, "sources: [2]", "sources: [11]", "sources: [11]", 15, "the article has no paragraph 11. The last one is 10"),
    (DATES, "    sources: [2]\n", "", "- id: dates", 5, "`dates` lacks the paragraphs of the article (`sources`)."),
    (DATES, "    title: Dates\n", "", "- id: dates", 5, "`dates` lacks `title`. Add `title`."),
    (OUTSIDE, "outcome: unknown\n", "outcome: unknown\n    sources: [1]\n", "sources", 5, "has variants only. Delete `sources`."),
    (PRACTICAL, "    outcome: not_stated\n", "", None, None, "the id `not_in_document:tickets` calls for `outcome: not_stated`."),
    (ABOUT, "    sources: [1]", "    outcome: not_stated\n    sources: [1]", "outcome", 14, "calls for `outcome: answer`."),
    # texts
    (DATES, "{event} se tiendra", "{evnt} se tiendra", "{evnt}", 15, "there is no fact `{evnt}`. Did you mean `{event}`?"),
    (DATES, "{event} se tiendra", "{xyz} se tiendra", "{xyz}", 15, "there is no fact `{xyz}`. Choose one of: {author}, {city}"),
    (DATES, "{event} se tiendra", "{country} tiendra", "{country}", 15, "Only the entry that has `for_each: delegations`"),
    (DATES, "{event} se tiendra", "{company} tiendra", "{company}", 15, "Only the entry that has `for_each: exhibitors`"),
    (DATES, "{event} se tiendra", "{asked} tiendra", "{asked}", 15, "Only the answers of country_not_named and exhibitor_not_named can"),
    (DATES, "{event} se tiendra", "{count} tiendra", "{count}", 15, "Only `forgotten` can hold it."),
    (DATES, "title: Dates", 'title: "J-{days_until}"', "title: \"J-", 12, "Only answers can hold it."),
    (GUESTS, "  - id: country_not_named\n    title: ", "  - id: country_not_named\n    title: \"{asked} ?\" # ", "{asked} ?", 12, "Only the answers of country_not_named"),
    (INTERFACE, "help: \"", "help: \"{day_number} ", "help:", 9, "`{day_number}` is not allowed in this text. Only answers"),
    (INTERFACE, "welcome: \"", "welcome: \"{count} ", "welcome:", 12, "Only `forgotten` can hold it."),
    (INTERFACE, "more_than: \"", "more_than: \"{countries_count} ", "more_than:", 14, "Write the word itself."),
    (DATES, "{event} se tiendra", "{event se tiendra", "{event se", 15, "a brace lacks its partner."),
    (DATES, "{event} se tiendra", "x" * 400, "xxx", 15, "characters: too long. Shorten it to 400 characters."),
    (DATES, "title: Dates", "title: " + "x" * 41, "xxx", 12, "41 characters: too long. Shorten it to 40 characters."),
    (INTERFACE, "{count} enreg", "{counts} enreg", "{counts}", 14, "there is no fact `{counts}`. Did you mean `{count}`?"),
    (INTERFACE, "{count} enreg", "{country} enreg", "{country}", 14, "`{country}` is not allowed in this text."),
    (EVENT, "  turkish_companies:", "  firms:", None, None, "`{companies_count}` needs the fact `counts.turkish_companies`"),
    # variants, words and names
    (DATES, "    variants:", "    variants:\n      - '?!'", "'?!'", 9, "`?!` holds no word. Write a word or delete it."),
    (DATES, "    variants:", "    variants:\n      - x" + "ruche" * 40, "ruche", 9, "201 characters: too long."),
    (DATES, "entries:", own_entries("L'écluse dort où ?", "l ecluse dort OU"), "dort OU", 9, "already leads to `not_in_document:own_0` (faq/dates.yaml:"),
    (VOCABULARY, "vocabulary:", "vocabulary:\n  own_idea: [inau*gur]", "inau*gur", 14, "in `inau*gur`, a star is out of place."),
    (VOCABULARY, "vocabulary:", 'vocabulary:\n  own_idea: ["*"]', '"*"', 14, "in `*`, a star is out of place."),
    (NAMES, "azelsan]", "rokestan]", "sn, rokestan]", 46, "`rokestan` already stands for `roketsan`."),
    (NAMES, "countries: {}", "countries: {ZZ: {}}", "ZZ", 13, "`ZZ` is no country's code."),
    (NAMES, "countries: {}", "countries: {CG: {names: [congo]}, CD: {people: [Congó]}}", "CG", 49, "already stands for `CG`"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "column", "said"), ERRORS, ids=[error[5].partition(".")[0] for error in ERRORS]
)
def test_a_mistake_is_an_error_at_its_place_with_its_mend(
    folders: Folders, file: str, old: str, new: str, line: str | None, column: int | None, said: str
) -> None:
    """A mistake is printed once, as file:line:column: message. mend; and keeps the Guide from being built."""
    if file == NAMES:
        folders.write(NAMES, OWN_NAMES)
    folders.change(file, old, new)
    reading = folders.read()
    printed = [render(error, "en").replace(folders.faq.parent.as_posix() + "/", "") for error in reading.errors]
    assert [text for text in printed if said in text], printed
    found = next(error for error, text in zip(reading.errors, printed, strict=True) if said in text)
    if line is not None:
        assert (Path(found.file).name, found.line) == (Path(file).name, folders.line_of(file, line))
    if column is not None:
        assert found.column == column
        # What depends on a broken part is not called missing or unknown on top of it.
        assert len(printed) == 1, printed
    assert reading.guide is None


WARNINGS = [
    (DATES, "sources: [2]", "sources: [2, 2]", "sources: [2, 2]", 18, "paragraph 2 is cited twice. Keep it once."),
    (DATES, "    variants:", "    variants:\n      - l ecluse dort quand\n      - L’écluse dort QUAND", "QUAND", 9, "`L’écluse dort QUAND` says the same as faq/dates.yaml:"),
    (DATES, "entries:", own_entries("Combien de nuits dure le manège", "Combien de nuits dur le manège"), "dur le", 9, "is too much like"),
    (EVENT, "people:", "people:\n  guide: {name: A, rank: B, role: C}", "guide:", 11, "no text uses the fact `people.guide.name`."),
    (EVENT, "counts:", "counts:\n  tents: {more_than: 3}", "tents", 3, "no text uses the fact `counts.tents`."),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "line", "column", "said"), WARNINGS)
def test_a_doubt_is_a_warning(
    folders: Folders, file: str, old: str, new: str, line: str, column: int, said: str
) -> None:
    """What can mislead nobody is said, but does not keep the Guide from being built."""
    folders.change(file, old, new)
    problems = folders.problems()
    found = [
        problem
        for problem in problems
        if (problem.file, problem.line, problem.column) == (file, folders.line_of(file, line), column)
    ]
    root = folders.faq.parent.as_posix() + "/"
    assert said in render(found[0], "en").replace(root, "")
    assert "warning: " in render(found[0], "en")
    assert "avertissement : " in render(found[0], "fr")
    assert all(problem.severity is Severity.WARNING for problem in problems)
    assert folders.read().guide is not None


def test_every_message_and_mend_exists_in_french_too() -> None:
    """A problem speaks the organiser's language: French for fr and fr-ML, English for all others."""
    problem = Problem("a.yaml", 1, 2, Wording("vide", "empty"), Wording("Remplir ?", "Fill?"))
    assert render(problem, "fr-ML") == "a.yaml:1:2: vide. Remplir ?"
    assert render(problem, "tr") == "a.yaml:1:2: empty. Fill?"
