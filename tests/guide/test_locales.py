"""Facts in each language's own way, from CLDR."""

from datetime import date

import pytest

from bot.guide import locales

FIRST, LAST = date(2025, 11, 11), date(2025, 11, 14)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "11–14 novembre 2025"),
        ("en", "November 11 – 14, 2025"),
        ("ar", "11–14 نوفمبر 2025"),
        ("tr", "11–14 Kasım 2025"),
        ("ru", "11–14 ноября 2025 г."),
        ("zh", "2025年11月11日至14日"),
        ("hi", "11–14 नवंबर 2025"),
        ("de", "11.–14. November 2025"),
        ("ha", "11–14 Nuwamba, 2025"),
    ],
)
def test_a_range_of_days_names_the_month_in_full(language: str, text: str) -> None:
    """Both days and the whole month name, with ASCII digits and plain spaces, in the language's order."""
    assert locales.date_range(FIRST, LAST, language) == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "29 novembre – 2 décembre 2025"),
        # CLDR's own patterns would say "29 – 2 Desemba 2025" and "2025 Nuwamba 29 – Disamba 2".
        ("sw", "29 Novemba 2025 – 2 Desemba 2025"),
        ("ha", "29 Nuwamba, 2025 – 2 Disamba, 2025"),
    ],
)
def test_a_range_across_months_names_both(language: str, text: str) -> None:
    """A range that crosses a month names each end's month, whatever CLDR leaves out."""
    assert locales.date_range(date(2025, 11, 29), date(2025, 12, 2), language) == text


def test_a_single_day_is_a_date() -> None:
    """An event of one day has a date, not a range."""
    assert locales.date_range(FIRST, FIRST, "en") == "November 11, 2025"


@pytest.mark.parametrize(
    ("language", "count", "text"),
    [("fr", 1, "1 jour"), ("fr", 4, "4 jours"), ("ru", 1, "1 день"), ("ru", 3, "3 дня"), ("ru", 5, "5 дней"),
     ("ar", 3, "3 أيام"), ("ar", 12, "12 يومًا"), ("zh", 4, "4天"), ("tr", 4, "4 gün")],
)  # fmt: skip
def test_days_take_the_plural_the_number_asks_for(language: str, count: int, text: str) -> None:
    """Languages have one to six plural forms; CLDR knows which."""
    assert locales.days(count, language) == text


def test_an_unknown_language_or_country_is_no_error() -> None:
    """A code without CLDR data reads as English; a code that is no country stays as it is."""
    assert locales.country("TR", "qqq") == "Türkiye"
    assert locales.country("ZX", "fr") == "ZX"


def test_turkish_capitals_keep_their_dot() -> None:
    """Capital i has a dot in Turkish and none elsewhere."""
    assert locales.capitalise("istanbul", "tr") == "İstanbul"
    assert locales.capitalise("istanbul", "en") == "Istanbul"
