"""Countries and companies in a question, in every language, and the look-alikes among them."""

import pytest

from bot.guide.guide import Guide
from bot.text import words
from bot.understanding.analysis import Analyser

ANALYSERS: dict[str, Analyser] = {}


def named(guide: Guide, language: str, text: str) -> list[str]:
    if language not in ANALYSERS:
        ANALYSERS[language] = Analyser(guide, language)
    return [mention.name.key for mention in ANALYSERS[language].analyse(words(text)).mentions]


@pytest.mark.parametrize(
    ("language", "text", "keys"),
    [
        ("fr", "le Niger", ["NE"]),
        ("fr", "le Nigeria", ["NG"]),
        ("fr", "le Nigéria et le Niger", ["NG", "NE"]),
        ("fr", "les Nigériens", ["NE"]),
        ("fr", "les Nigérians", ["NG"]),
        ("en", "Niger", ["NE"]),
        ("en", "Nigeria", ["NG"]),
        ("en", "the Nigerians", ["NG"]),
        ("en", "Nigerien", ["NE"]),
        ("tr", "Nijer", ["NE"]),
        ("tr", "Nijerya", ["NG"]),
        ("tr", "nijeryadan", ["NG"]),
        ("tr", "Nijer'den", ["NE"]),
        ("ru", "Нигер", ["NE"]),
        ("ru", "Нигерия", ["NG"]),
        ("ru", "Нигера", ["NE"]),
        ("ru", "из Нигерии", ["NG"]),
        ("ar", "النيجر", ["NE"]),
        ("ar", "نيجيريا", ["NG"]),
        ("es", "Níger", ["NE"]),
        ("es", "Nigeria", ["NG"]),
        ("pt", "o Níger", ["NE"]),
        ("pt", "a Nigéria", ["NG"]),
        ("zh", "尼日尔来了吗", ["NE"]),
        ("zh", "尼日利亚来了吗", ["NG"]),
        ("hi", "नाइजर", ["NE"]),
        ("hi", "नाइजीरिया", ["NG"]),
        ("de", "Niger", ["NE"]),
        ("de", "Nigeria", ["NG"]),
    ],
)
def test_niger_is_not_nigeria(guide: Guide, language: str, text: str, keys: list[str]) -> None:
    """The two neighbours stay apart in every language, whatever the ending."""
    assert named(guide, language, text) == keys


@pytest.mark.parametrize(
    ("language", "text", "keys"),
    [
        ("fr", "le Soudan", ["SD"]),
        ("fr", "le Soudan du Sud", ["SS"]),
        ("fr", "le Sud-Soudan", ["SS"]),
        ("en", "Sudan", ["SD"]),
        ("en", "South Sudan", ["SS"]),
        ("en", "Sudan or South Sudan", ["SD", "SS"]),
        ("ar", "السودان", ["SD"]),
        ("ar", "جنوب السودان", ["SS"]),
        ("tr", "Güney Sudan", ["SS"]),
        ("tr", "sudan", ["SD"]),
        ("ru", "Южный Судан", ["SS"]),
        ("ru", "Судан", ["SD"]),
        ("zh", "南苏丹", ["SS"]),
        ("zh", "苏丹", ["SD"]),
        ("es", "Sudán del Sur", ["SS"]),
        ("pt", "Sudão do Sul", ["SS"]),
        ("de", "Südsudan", ["SS"]),
        ("hi", "दक्षिण सूडान", ["SS"]),
        ("fr", "la Guinée", ["GN"]),
        ("fr", "la Guinée-Bissau", ["GW"]),
        ("fr", "la Guinée équatoriale", ["GQ"]),
        ("en", "Guinea", ["GN"]),
        ("en", "Guinea Bissau", ["GW"]),
        ("en", "Equatorial Guinea", ["GQ"]),
        ("en", "Papua New Guinea", ["PG"]),
        ("es", "Guinea Ecuatorial", ["GQ"]),
        ("tr", "Ekvator Ginesi", ["GQ"]),
        ("tr", "Gine Bissau", ["GW"]),
        ("ru", "Экваториальная Гвинея", ["GQ"]),
        ("zh", "赤道几内亚", ["GQ"]),
        ("zh", "几内亚比绍", ["GW"]),
        ("zh", "几内亚", ["GN"]),
        ("ar", "غينيا الاستوائية", ["GQ"]),
        ("ar", "غينيا بيساو", ["GW"]),
        ("fr", "la RDC", ["CD"]),
        ("fr", "le Congo-Brazzaville", ["CG"]),
        ("en", "DR Congo", ["CD"]),
        ("en", "Republic of the Congo", ["CG"]),
        ("en", "Congo Brazzaville", ["CG"]),
        ("fr", "Kinshasa", ["CD"]),
        ("fr", "Brazzaville", ["CG"]),
        ("en", "North Korea", ["KP"]),
        ("en", "South Korea", ["KR"]),
        ("en", "Dominica", ["DM"]),
        ("en", "Dominican Republic", ["DO"]),
    ],
)
def test_look_alikes_stay_apart(guide: Guide, language: str, text: str, keys: list[str]) -> None:
    """The longest name wins: South Sudan is not Sudan, and no Guinea, Congo or Korea is another one."""
    assert named(guide, language, text) == keys


@pytest.mark.parametrize(
    ("language", "text", "keys"),
    [
        ("fr", "les Burkinabè", ["BF"]),
        ("fr", "des gens de Doha", ["QA"]),
        ("fr", "le Faso", ["BF"]),
        ("fr", "les Tchadiens", ["TD"]),
        ("fr", "la RCI", ["CI"]),
        ("en", "who came from Doha", ["QA"]),
        ("en", "the Egyptians", ["EG"]),
        ("en", "folks from Accra", ["GH"]),
        ("ar", "القطريين", ["QA"]),
        ("ar", "الدوحة", ["QA"]),
        ("ar", "ومصر", ["EG"]),
        ("tr", "Senegalliler", ["SN"]),
        ("tr", "Libya'dan", ["LY"]),
        ("es", "los senegaleses", ["SN"]),
        ("pt", "os egípcios", ["EG"]),
        ("ru", "египтяне", ["EG"]),
        ("ru", "из Дакара", ["SN"]),
        ("zh", "多哈", ["QA"]),
        ("hi", "भारत से", ["IN"]),
        ("de", "die Inder", ["IN"]),
    ],
)
def test_people_capitals_and_other_names_stand_for_their_country(
    guide: Guide, language: str, text: str, keys: list[str]
) -> None:
    """A demonym, a capital or a short name is as good as the country's own."""
    assert named(guide, language, text) == keys


@pytest.mark.parametrize(
    ("language", "text", "keys"),
    [
        ("fr", "Rokestan était là", ["roketsan"]),
        ("en", "rocket san stall", ["roketsan"]),
        ("en", "aselsn", ["aselsan"]),
        ("tr", "Havelsan", ["havelsan"]),
        ("fr", "Aselsan", ["aselsan"]),
        ("ar", "هافلسان", ["havelsan"]),
        ("ar", "أسيلسان", ["aselsan"]),
        ("ru", "Байкар", ["baykar"]),
        ("zh", "阿塞尔桑", ["aselsan"]),
        ("en", "Lockheed Martin", ["lockheed_martin"]),
        ("fr", "celui qui fait les Bayraktar", ["baykar"]),
    ],
)
def test_companies_are_known_by_their_spellings(guide: Guide, language: str, text: str, keys: list[str]) -> None:
    """Transliterations, misspellings and famous products name the company; Aselsan is not Havelsan."""
    assert named(guide, language, text) == keys


def test_every_country_is_known_by_its_name_in_every_language(guide: Guide) -> None:
    """Unicode's own name of each country on Earth is recognised in each language, as that country and no other."""
    from bot.guide.locales import locale

    missed = []
    for language in guide.languages:
        for code in guide.languages[language].countries:
            name = locale(language).territories.get(code)
            if name and named(guide, language, name) != [code]:
                missed.append((language, code, name, named(guide, language, name)))
    assert missed == []
