"""An article as plain text: its paragraphs counted, and what may be guessed from it."""

import pytest

from bot.editing.new_event.article import taken_apart
from bot.editing.new_event.guesses import guesses
from bot.guide.guide import Guide
from bot.understanding.understanding import Understanding


@pytest.fixture(scope="module")
def understanding(request: pytest.FixtureRequest) -> Understanding:
    guide: Guide = request.getfixturevalue("guide")
    return Understanding(guide)


@pytest.mark.parametrize(
    ("text", "title", "count", "byline"),
    [
        ("A title\n\nOne. Two.\n\nA heading\n\nThree.", "A title", 2, ""),
        ("One sentence.\nanother line of it.\n\nTwo.", "", 2, ""),
        ("Title\nOne.\nTwo.\nThree.", "Title", 3, ""),
        ("\ufeffUn.\r\n\r\nDeux.".lstrip("\ufeff").replace("\r\n", "\n"), "", 2, ""),
        ("Titre\n\nUn.\n\nRédaction : Awa Diémé – Radio Baobab", "Titre", 1, "Awa Diémé – Radio Baobab"),
        ("标题\n\n第一段。\n\n第二段。", "标题", 2, ""),
        ("One «said».\n\n\n\nTwo…\n \nThree!", "", 3, ""),
        ("", "", 0, ""),
    ],
)
def test_paragraphs_are_counted_without_title_headings_and_byline(
    text: str, title: str, count: int, byline: str
) -> None:
    """Blank lines part paragraphs, line ends where there is none; what does not end as a sentence is no paragraph."""
    article = taken_apart(text)
    assert (article.title, len(article.paragraphs), article.byline) == (title, count, byline)


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("Le salon se tiendra du 5 au 8 mars 2026, dans la grande halle.", "fr", ["2026-03-05", "2026-03-08"]),
        ("Le salon ouvre le 1er avril 2026.", "fr", ["2026-04-01"]),
        ("The fair is open from 5 to 8 March 2026 and the doors close at six.", "en", ["2026-03-05", "2026-03-08"]),
        ("The fair was held on March 5-8, 2026 and it was a success.", "en", ["2026-03-05", "2026-03-08"]),
        ("La feria se celebra del 5 al 8 de marzo de 2026 en la ciudad.", "es", ["2026-03-05", "2026-03-08"]),
        ("展会将于2026年3月5日至8日在这里举行。", "zh", ["2026-03-05", "2026-03-08"]),
        ("Le salon aura lieu un jour, personne ne sait quand.", "fr", []),
        ("Le salon ouvre le 31 février 2026.", "fr", []),
    ],
)
def test_language_and_days_are_guessed(
    text: str, language: str, days: list[str], guide: Guide, understanding: Understanding
) -> None:
    """Whole dates with their year, in the article's language; a day that no calendar has is none."""
    guessed = guesses(taken_apart(text), guide, understanding)
    assert guessed.language == language
    assert [day.value for day in guessed.days] == days


def test_countries_come_with_their_paragraphs_the_most_named_first(guide: Guide, understanding: Understanding) -> None:
    """Only a country's own name counts, by CLDR and the bot's names; the host's one time zone comes with it."""
    article = taken_apart("Au Sénégal, la foire.\n\nLe Maroc vient au Sénégal.\n\nLes Ghanéens aussi.")
    guessed = guesses(article, guide, understanding)
    assert [(seen.value, seen.paragraphs) for seen in guessed.countries] == [("SN", (1, 2)), ("MA", (2,))]
    assert guessed.time_zone == "Africa/Dakar"
