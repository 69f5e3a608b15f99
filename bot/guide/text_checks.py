"""What every text must keep to: its length, its placeholders, its stars."""

from collections.abc import Iterator, Mapping

from bot.guide import placeholders
from bot.guide.complaints import suggestion
from bot.guide.problems import Wording, shown
from bot.guide.shapes import MAX_WORDS
from bot.text import words

# Message and mend; the caller knows where.
Finding = tuple[Wording, Wording]

_WHERE: Mapping[str, Wording] = {
    "country": Wording("l'entrée qui a « for_each: delegations »", "the entry that has `for_each: delegations`"),
    "company": Wording("l'entrée qui a « for_each: exhibitors »", "the entry that has `for_each: exhibitors`"),
    "asked": Wording(
        "les réponses de country_not_named et exhibitor_not_named",
        "the answers of country_not_named and exhibitor_not_named",
    ),
    **dict.fromkeys(placeholders.DAILY, Wording("les réponses", "answers")),
}


def text_faults(text: str, allowed: frozenset[str], limit: int) -> Iterator[Finding]:
    """The faults of a text that code fills in: too long, stray braces, placeholders that are not allowed."""
    if len(text) > limit:
        yield (
            Wording(f"{len(text)} caractères : c'est trop long", f"{len(text)} characters: too long"),
            Wording(f"Raccourcissez à {limit} caractères", f"Shorten it to {limit} characters"),
        )
    if placeholders.has_stray_brace(text):
        yield (
            Wording("une accolade n'a pas sa pareille", "a brace lacks its partner"),
            Wording(
                "Écrivez chaque fait entre deux accolades, comme {event}",
                "Write each fact between two braces, like {event}",
            ),
        )
    for name in dict.fromkeys(placeholders.placeholders_in(text)):
        if name not in allowed:
            yield _not_allowed(name, allowed)


def knows_placeholders(text: str, allowed: frozenset[str]) -> bool:
    """Whether every placeholder of a text is allowed."""
    return allowed.issuperset(placeholders.placeholders_in(text))


def _not_allowed(name: str, allowed: frozenset[str]) -> Finding:
    written = shown("{" + name + "}")
    if name in placeholders.everywhere():
        keys = ", ".join(shown(key) for key, filled in placeholders.INTERFACE.items() if filled == name)
        where = Wording(keys, keys) if keys else _WHERE.get(name)
        return (
            Wording(f"{written} n'est pas permis dans ce texte", f"{written} is not allowed in this text"),
            Wording(f"Sa place n'est que dans {where.fr}", f"Only {where.en} can hold it")
            if where
            else Wording("Écrivez le mot lui-même", "Write the word itself"),
        )
    listed = ", ".join("{" + known + "}" for known in sorted(allowed)) or "-"
    return (
        Wording(f"le fait {written} n'existe pas", f"there is no fact {written}"),
        suggestion(
            "{" + name + "}",
            ["{" + known + "}" for known in allowed],
            Wording(f"Choisissez parmi : {listed}", f"Choose one of: {listed}"),
        ),
    )


def variant_faults(variant: str) -> Iterator[Finding]:
    """The faults of a question that visitors ask: too long, or without a word."""
    if len(variant) > MAX_WORDS:
        yield _too_long(variant)
    if not words(variant):
        yield _wordless(variant)


def word_faults(word: str) -> Iterator[Finding]:
    """The faults of a word or phrase of the vocabulary or of a name, where a star stands for any letters."""
    if len(word) > MAX_WORDS:
        yield _too_long(word)
    for part in word.split():
        if "*" in part[1:-1] or not part.strip("*"):
            yield (
                Wording(f"dans {shown(word)}, une étoile est mal placée", f"in {shown(word)}, a star is out of place"),
                Wording(
                    "Une étoile ne va qu'au début ou à la fin d'un mot",
                    "A star goes at the beginning or the end of a word only",
                ),
            )
            return
    if not words(word):
        yield _wordless(word)


def _too_long(text: str) -> Finding:
    return (
        Wording(f"{len(text)} caractères : c'est trop long", f"{len(text)} characters: too long"),
        Wording(f"Raccourcissez à {MAX_WORDS} caractères", f"Shorten it to {MAX_WORDS} characters"),
    )


def _wordless(text: str) -> Finding:
    return (
        Wording(f"{shown(text)} ne contient aucun mot", f"{shown(text)} holds no word"),
        Wording("Écrivez un mot ou effacez-le", "Write a word or delete it"),
    )
