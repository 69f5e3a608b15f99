"""What shows that a translation is none, whatever its facts: a loop, a copy, another script, a strange length."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.guide.problems import Wording
from bot.translation.folding import fold, tokens

_SCRIPTS = {
    "Latn": "A-Za-z\u00c0-\u024f\u0250-\u02af\u1e00-\u1eff",
    "Arab": "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc",
    "Cyrl": "\u0400-\u052f",
    "Deva": "\u0900-\u097f",
    "Hani": "\u3400-\u4dbf\u4e00-\u9fff",
    "Kana": "\u3040-\u30ff",
    "Hang": "\u1100-\u11ff\uac00-\ud7af",
    "Grek": "\u0370-\u03ff\u1f00-\u1fff",
    "Hebr": "\u0590-\u05ff",
    "Beng": "\u0980-\u09ff",
    "Thai": "\u0e00-\u0e7f",
}
_SCRIPT_OF = {
    **dict.fromkeys(("ar", "fa", "ur", "ps", "sd", "ug", "ckb"), ("Arab",)),
    **dict.fromkeys(("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"), ("Cyrl",)),
    **dict.fromkeys(("hi", "mr", "ne"), ("Deva",)),
    "zh": ("Hani",), "zt": ("Hani",), "ja": ("Hani", "Kana"), "ko": ("Hang", "Hani"), "el": ("Grek",), "he": ("Hebr",),
    "bn": ("Beng",), "th": ("Thai",),
}  # fmt: skip
_LETTERS = {name: re.compile(f"[{letters}]") for name, letters in _SCRIPTS.items()}
_LATIN_WORD = re.compile(f"[{_SCRIPTS['Latn']}][{_SCRIPTS['Latn']}'’]+")
# Share of letters that must be the language's own; the rest may be names.
_OWN_SCRIPT = 0.5
_SAME_SENTENCE_WORDS = 4
# Longest and shortest translation for each letter of the French; languages written in syllables need a third.
_DENSE = frozenset({"zh", "zt", "ja", "ko"})
_LENGTHS = {True: (0.12, 1.2), False: (0.4, 2.0)}
_FREE_LETTERS = 25
_REPEATS = 4


Words = Sequence[str]


def strangeness(source: str, target: str, source_words: Words, words: Words, language: str) -> Iterator[Wording]:
    """What is strange about a translation. Texts come without placeholders; their words are folded."""
    if source_words and not words:
        yield Wording("le texte est vide", "the text is empty")
        return
    if len(source_words) >= _SAME_SENTENCE_WORDS and words == source_words:
        yield Wording("c'est le texte français, non traduit", "it is the French text, not translated")
    if loops(words) and not loops(source_words):
        yield Wording("des mots se répètent en boucle", "words repeat in a loop")
    yield from _script(source, target, source_words, language)
    shortest, longest = _LENGTHS[language in _DENSE]
    if len(target) > longest * len(source) + _FREE_LETTERS or len(target) + _FREE_LETTERS < shortest * len(source):
        yield Wording(
            f"{len(target)} lettres pour {len(source)} en français : longueur étrange",
            f"{len(target)} letters for {len(source)} in French: a strange length",
        )


def is_latin(language: str) -> bool:
    """Whether a language is written in Latin letters."""
    return language.split("-")[0] not in _SCRIPT_OF


def loops(words: Words) -> bool:
    """Whether a word stands four times in a row, or the same three words three times."""
    run = 1
    for before, after in pairwise(words):
        run = run + 1 if before == after else 1
        if run >= _REPEATS:
            return True
    if len(words) < 9:
        return False
    triples = Counter(zip(words, words[1:], words[2:], strict=False))
    return max(triples.values()) >= _REPEATS - 1 and len(set(words)) * 2 < len(words)


def _script(source: str, target: str, source_words: Words, language: str) -> Iterator[Wording]:
    own = _SCRIPT_OF.get(language, ("Latn",))
    if target.isascii() and own == ("Latn",):
        return
    counts = {name: len(letters.findall(target)) for name, letters in _LETTERS.items()}
    letters = sum(counts.values())
    if own != ("Latn",):
        # Names that the French writes in Latin letters too may stay as they are.
        kept = sum(len(word) for word in _LATIN_WORD.findall(target) if set(tokens(fold(word))) <= set(source_words))
        letters, counts["Latn"] = letters - kept, counts["Latn"] - kept
    if letters >= _SAME_SENTENCE_WORDS and sum(counts[name] for name in own) < _OWN_SCRIPT * letters:
        yield Wording("ce n'est pas l'écriture de la langue", "it is not in the language's script")
    foreign = [name for name, count in counts.items() if count and name not in own and name != "Latn"]
    if foreign and not any(_LETTERS[name].search(source) for name in foreign):
        yield Wording("une autre écriture s'y mêle", "another script is mixed in")
