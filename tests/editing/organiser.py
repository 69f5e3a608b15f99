"""What the organisers of a made-up fair, the FOMIL 2026 of Thiès, write into the files that `bamex-bot new` begins."""

import re
from pathlib import Path

ARTICLE = Path(__file__).parent.parent / "data" / "fomil.fr.txt"
_EVENT = {
    "name": "FOMIL 2026",
    "subject": "foire internationale du mil et du fonio",
    "also_called": "[fomil]",
    "first_day": "2026-03-05",
    "last_day": "2026-03-08",
    "time_zone": "Africa/Dakar",
}
_BELOW = {
    "name": "Champ de foire de Thiès",
    "city": "Thiès",
    "country": "SN",
    "author": "Awa Diémé",
    "outlet": "Radio Baobab",
    "language": "fr",
}
_SOURCES = {"what_is": 1, "dates": 2, "duration": 2, "venue": 1}
# What not every event has.
_OPTIONAL = {
    "people: {}": "guest_of_honour: MA\npeople: {opener: {name: Mamour Ndiongue, rank: ministre, role: ministre}}",
    "exhibitors: {}": "exhibitors: {yakaar: Yakaar Semences, tamba: Tamba Irrigation}",
    "delegations: {}": "delegations: {gambia: GM, ghana: GH, india: IN}",
    "counts: {}": "counts: {countries: {more_than: 20}, exhibitors: {more_than: 100}}",
}
_OPTIONAL_SOURCES = {
    "guest_of_honour": 3,
    "opened_by": 2,
    "countries_count": 1,
    "delegations": 4,
    "delegation": 4,
    "exhibitors": 3,
    "exhibitor": 3,
    "exhibitor_count": 1,
}
SUBJECTS = {
    "en": "international millet and fonio fair",
    "ar": "معرض دولي للدخن والفونيو",
    "tr": "uluslararası darı ve fonio fuarı",
    "es": "feria internacional del mijo y del fonio",
    "pt": "feira internacional do milhete e do fónio",
    "ru": "международная ярмарка проса и фонио",
    "zh": "国际小米与福尼奥米博览会",
    "hi": "बाजरा और फोनियो का अंतरराष्ट्रीय मेला",
    "de": "internationale Hirse- und Fonio-Messe",
    "ha": "baje kolin gero da acca na duniya",
    "sw": "maonyesho ya kimataifa ya mtama na fonio",
}
PLACES = {
    "ar": ("أرض معارض تييس", "تييس"),
    "ru": ("Ярмарочная площадь Тиеса", "Тиес"),
    "zh": ("捷斯展览场", "捷斯"),
    "hi": ("थिएस मेला मैदान", "थिएस"),
}
_OPENER = {"ar": "مامور نديونغ", "ru": "Мамур Ндионге", "zh": "马穆尔·恩迪翁格", "hi": "मामूर नदियोंगे"}
_MINISTER = {
    "en": "minister", "ar": "وزير", "tr": "bakan", "es": "ministro", "pt": "ministro", "ru": "министр", "zh": "部长",
    "hi": "मंत्री", "de": "Minister", "ha": "minista", "sw": "waziri",
}  # fmt: skip


def fill_in(folder: Path, *, whole: bool) -> None:
    """Fill in every blank of a new FAQ; `whole`: also what not every event has."""
    event = folder / "faq" / "event.yaml"
    above, place, below = event.read_text(encoding="utf-8").partition("\nplace:\n")
    above, below = _filled(above, _EVENT), _filled(below, _BELOW)
    for blank, written in _OPTIONAL.items() if whole else ():
        assert blank in below
        below = below.replace(blank, written)
    event.write_text(above + place + below, encoding="utf-8")
    sources = _SOURCES | (_OPTIONAL_SOURCES if whole else {})
    for path in (folder / "faq").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        for id_, paragraph in sources.items():
            text = re.sub(rf"^  - id: {id_}$", rf"\g<0>\n    sources: [{paragraph}]", text, flags=re.MULTILINE)
        path.write_text(text, encoding="utf-8")
    for language, subject in SUBJECTS.items():
        path = folder / "translations" / f"{language}.yaml"
        facts = {"subject": subject, **dict(zip(("place.name", "place.city"), PLACES.get(language, ()), strict=False))}
        path.write_text(_said(path.read_text(encoding="utf-8"), language, facts, whole), encoding="utf-8")


def _filled(text: str, values: dict[str, str]) -> str:
    for key, value in values.items():
        text, count = re.subn(rf"^( *{key}):(?: #.*)?$", rf"\1: {value}", text, count=1, flags=re.MULTILINE)
        assert count, key
    return text


def _said(text: str, language: str, facts: dict[str, str], whole: bool) -> str:
    for fact, said in facts.items():
        blank = f'  {fact}: {{state: drafted, text: ""}}\n'
        assert blank in text, (language, fact)
        text = text.replace(blank, blank.replace('""', f'"{said}"'))
    assert 'text: ""' not in text
    people = {"people.opener.rank": _MINISTER[language]}
    if language in _OPENER:
        people["people.opener.name"] = _OPENER[language]
    more = "".join(f'  {fact}: {{state: drafted, text: "{said}"}}\n' for fact, said in people.items() if whole)
    return text.replace("interface:\n", f"{more}interface:\n", 1)
