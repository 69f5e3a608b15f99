"""Whether a short message only asks to hear the last answer in another language ("et en anglais ?", "in English?")."""

from collections.abc import Collection
from functools import lru_cache

from bot.guide.locales import locale
from bot.text import normalise, without_arabic_prefix, words

_MOST_WORDS = 9
# Endings change ("английский" → "по-английски", "İngilizce" → "ingilizcesi"): so many letters may differ at the end.
_SHORTEST_STEM, _LONGEST_ENDING = 4, 4
# "And", "in", "please", "the same", "can you say it", as far as they stand beside a language's name.
_BESIDE = frozenset(
    word
    for phrase in (
        # French, English
        "et en la le même chose réponse s'il vous te plaît svp stp merci maintenant dis moi ça le aussi version",
        "and in same thing answer please now say it that again too also version translate to into can you",
        # Spanish, Portuguese, German
        "y en el lo mismo respuesta por favor ahora también traduce al dímelo",
        "e em o no mesmo resposta por favor agora também traduz para",
        "und auf in das gleiche antwort bitte jetzt auch nochmal",
        # Turkish, Russian
        "ve bir de da lütfen şimdi aynısı cevap söyle olarak peki",
        "и а на по то же самое ответ пожалуйста теперь скажи",
        # Arabic, Swahili, Hausa, Hindi
        "و من فضلك نفس الجواب الإجابة الآن لو سمحت باللغة اللغة",
        "na kwa jibu tafadhali sasa pia hilo hilo",
        "da kuma a cikin amsa don allah yanzu harshen",
        "और में वही जवाब कृपया अब भी का",
        # Chinese is read letter by letter
        "用 请 再 说 一 遍 呢 那 吗 文 语",
    )
    for word in words(phrase)
)
# CLDR only says "Türkiye".
_OTHER_COUNTRIES = frozenset({"turkey"})
# What people say and CLDR does not: other words, and the script or country for the language.
_ALSO = {
    "zh": ("mandarin", "中文", "汉语", "华语"),
    "en": ("anglais", "inglish", "英文"),
    "fr": ("francais", "法文"),
    "ha": ("hausa", "haoussa"),
    "sw": ("swahili", "kiswahili"),
    "ar": ("arabe", "arabi"),
}


def wanted_language(text: str, languages: Collection[str]) -> str | None:
    """The one language (BCP 47) among `languages` that a message names, if it says nothing else; None otherwise."""
    found = words(text)
    if not 0 < len(found) <= _MOST_WORDS:
        return None
    names = _names(tuple(languages))
    whole = normalise(text)
    wanted: set[str] = set()
    rest: list[str] = []
    for word in found:
        codes = _named(word, names)
        wanted |= codes
        if not codes:
            rest.append(word)
    for code, spellings in _unspaced(tuple(languages)).items():
        spelt = next((name for name in spellings if name in whole), None)
        if spelt is not None:
            wanted.add(code)
            rest = [word for word in rest if word not in spelt]
    return wanted.pop() if len(wanted) == 1 and _BESIDE.issuperset(rest) else None


def _named(word: str, names: dict[str, str]) -> set[str]:
    if word in _BESIDE or word in _countries(tuple(dict.fromkeys(names.values()))):
        return set()
    once = list(without_arabic_prefix(word))
    forms = (word, *once, *(twice for form in once for twice in without_arabic_prefix(form)))
    exact = {names[form] for form in forms if form in names}
    if exact:
        return exact
    return {code for name, code in names.items() if any(_differ_in_ending(form, name) for form in forms)}


def _differ_in_ending(word: str, name: str) -> bool:
    shorter = min(len(word), len(name))
    common = next((at for at in range(shorter) if word[at] != name[at]), shorter)
    return (
        common >= _SHORTEST_STEM
        and max(len(word), len(name)) - common <= _LONGEST_ENDING
        and common >= len(name) - _LONGEST_ENDING // 2
    )


@lru_cache(maxsize=8)
def _names(languages: tuple[str, ...]) -> dict[str, str]:
    """Each language's name, one word, in each of the languages."""
    names: dict[str, str] = {}
    for code, name in _all_names(languages):
        found = words(name)
        # "Simplified Chinese", "lugha ya Kifaransa": the name's own word is not known, and the short names suffice.
        if len(found) == 1 and len(found[0]) > 1:
            names[found[0]] = code
            for bare in without_arabic_prefix(found[0]):
                names[bare] = code
    return names


@lru_cache(maxsize=8)
def _countries(languages: tuple[str, ...]) -> frozenset[str]:
    """Countries' names, which often differ from a language's in the ending alone ("Türkiye", "Türkçe")."""
    names = (name for reader in languages for name in locale(reader).territories.values())
    return _OTHER_COUNTRIES | {found[0] for found in map(words, names) if len(found) == 1}


@lru_cache(maxsize=8)
def _unspaced(languages: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """The names that are written without spaces, whose letters are words of their own."""
    found: dict[str, tuple[str, ...]] = {}
    for code, name in _all_names(languages):
        letters = words(name)
        if len(letters) > 1 and all(len(letter) == 1 for letter in letters):
            found[code] = (*found.get(code, ()), normalise(name))
    return found


def _all_names(languages: tuple[str, ...]) -> list[tuple[str, str]]:
    spoken = [
        (code, str(locale(reader).languages.get(code.split("-")[0], ""))) for reader in languages for code in languages
    ]
    return [*spoken, *((code, name) for code in languages for name in _ALSO.get(code, ()))]
