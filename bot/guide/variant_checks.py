"""Whether two entries of one language claim the same question, or nearly."""

from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.guide import shapes
from bot.guide.complaints import suggestion
from bot.guide.documents import Document, Documents
from bot.guide.guide import SOURCE_LANGUAGE
from bot.guide.nodes import Step
from bot.guide.problems import Problem, Severity, Wording, shown
from bot.guide.text_checks import variant_faults
from bot.text import words

# "le salon est ouvert" ~ "le salon et ouvert" is 97; one letter in twenty.
_NEARLY = 95
# Variants that share all words but one; more than these are a common turn of phrase, not a theft.
_MAX_GROUP = 40
# Names tell these apart, and the match treats names by themselves.
_TOLD_APART_BY_NAMES = (
    frozenset({"delegation", "country_not_named"}),
    frozenset({"exhibitor", "exhibitor_not_named"}),
)


@dataclass(frozen=True, slots=True)
class _Variant:
    entry: str
    text: str
    words: tuple[str, ...]
    document: Document[shapes.Shape]
    path: tuple[Step, ...]

    def where(self) -> str:
        found = self.document.problem(self.path, Wording("", ""), Wording("", ""))
        return f"{found.file}:{found.line}"


def check_variants(documents: Documents) -> Iterator[Problem]:
    """Variants without words, and variants that stand twice, or nearly, in one language."""
    by_language: dict[str, list[_Variant]] = {}
    for language, variant in _variants(documents):
        by_language.setdefault(language, []).append(variant)
    for variants in by_language.values():
        for variant in variants:
            for fault in variant_faults(variant.text):
                yield variant.document.problem(variant.path, *fault)
        distinct: dict[tuple[str, ...], _Variant] = {}
        for variant in variants:
            first = distinct.setdefault(variant.words, variant)
            if first is not variant and variant.words:
                yield _same(first, variant)
        yield from _near(list(distinct.values()))
    yield from _learned_ids(documents)


def _variants(documents: Documents) -> Iterator[tuple[str, _Variant]]:
    for topic in documents.topics:
        for position, entry in enumerate(topic.shape.entries):
            for index, text in enumerate(entry.variants):
                path: tuple[Step, ...] = ("entries", topic.place(position), "variants", index)
                yield SOURCE_LANGUAGE, _Variant(entry.id, text, tuple(words(text)), topic, path)
    for translation in documents.translations:
        for id_, translated in translation.shape.entries.items():
            for index, text in enumerate(translated.variants.texts if translated.variants else ()):
                path = ("entries", id_, "variants", "texts", index)
                yield translation.shape.language, _Variant(id_, text, tuple(words(text)), translation, path)
    if documents.learned:
        for id_, languages in documents.learned.shape.learned.items():
            for language, texts in languages.items():
                for index, text in enumerate(texts):
                    path = ("learned", id_, language, index)
                    yield language, _Variant(id_, text, tuple(words(text)), documents.learned, path)


def _same(first: _Variant, second: _Variant) -> Problem:
    if first.entry.partition(":")[0] == second.entry or first.entry == second.entry:
        return second.document.problem(
            second.path,
            Wording(
                f"{shown(second.text)} dit la même chose que {first.where()}",
                f"{shown(second.text)} says the same as {first.where()}",
            ),
            Wording(
                "Effacez l'un des deux : casse, accents et ponctuation ne comptent pas",
                "Delete one of them: case, accents and punctuation do not count",
            ),
            Severity.WARNING,
        )
    return second.document.problem(
        second.path,
        Wording(
            f"{shown(second.text)} mène déjà à {shown(first.entry)} ({first.where()})",
            f"{shown(second.text)} already leads to {shown(first.entry)} ({first.where()})",
        ),
        Wording("Gardez-le dans une seule entrée", "Keep it in one entry only"),
    )


def _near(variants: list[_Variant]) -> Iterator[Problem]:
    """Variants of different entries that one typo or one small word tells apart.

    Only variants that share all words but one are compared, so that the cost grows with their number, not its square.
    """
    groups: dict[tuple[str, ...], list[int]] = {}
    for index, variant in enumerate(variants):
        bag = sorted(variant.words)
        if len(bag) < 2:
            continue
        for key in {tuple(bag), *(tuple(bag[:skip] + bag[skip + 1 :]) for skip in range(len(bag)))}:
            groups.setdefault(key, []).append(index)
    compared: set[tuple[int, int]] = set()
    joined = [" ".join(variant.words) for variant in variants]
    for group in groups.values():
        for place, second in enumerate(group[:_MAX_GROUP]):
            for first in group[:place]:
                if (first, second) in compared or not _may_steal(variants[first].entry, variants[second].entry):
                    continue
                compared.add((first, second))
                if fuzz.ratio(joined[first], joined[second], score_cutoff=_NEARLY):
                    yield _nearly(variants[first], variants[second])


def _may_steal(one: str, other: str) -> bool:
    return one != other and not any(
        pair >= {one.partition(":")[0], other.partition(":")[0]} for pair in _TOLD_APART_BY_NAMES
    )


def _nearly(first: _Variant, second: _Variant) -> Problem:
    return second.document.problem(
        second.path,
        Wording(
            f"{shown(second.text)} ressemble trop à {shown(first.text)} de {shown(first.entry)} ({first.where()})",
            f"{shown(second.text)} is too much like {shown(first.text)} of {shown(first.entry)} ({first.where()})",
        ),
        Wording("Dites l'un des deux autrement", "Word one of them differently"),
        Severity.WARNING,
    )


def _learned_ids(documents: Documents) -> Iterator[Problem]:
    """Learned variants of entries or languages that are not there (any more)."""
    if not documents.learned or not documents.complete or not documents.event:
        return
    entries = [entry for topic in documents.topics for entry in topic.shape.entries]
    facts = documents.event.shape
    ids = {entry.id for entry in entries}
    ids |= {f"{entry.id}:{fact}" for entry in entries for fact in _subjects(entry, facts)}
    ids |= {id_ for topic in documents.topics for _, id_ in topic.broken}
    languages = {SOURCE_LANGUAGE, *(translation.stem for translation in documents.translations)}
    for id_, texts in documents.learned.shape.learned.items():
        if id_ not in ids:
            yield documents.learned.problem(
                ("learned", id_),
                Wording(f"{shown(id_)} n'existe pas dans la FAQ", f"{shown(id_)} does not exist in the FAQ"),
                suggestion(id_, ids, Wording("Effacez-le ici", "Delete it here")),
                at_key=True,
            )
        for language in texts:
            if language not in languages:
                yield documents.learned.problem(
                    ("learned", id_, language),
                    Wording(f"il n'y a pas de langue {shown(language)}", f"there is no language {shown(language)}"),
                    suggestion(language, languages, Wording("Effacez-le ici", "Delete it here")),
                    Severity.WARNING,
                    at_key=True,
                )


def _subjects(entry: shapes.EntryShape, event: shapes.EventFile) -> Iterator[str]:
    if entry.for_each:
        yield from event.delegations if entry.for_each == "delegations" else event.exhibitors
