"""Words of the vocabulary, and names that must mean one country or one company only."""

from collections.abc import Iterator

from bot.guide import shapes
from bot.guide.documents import Document, Documents
from bot.guide.nodes import Step
from bot.guide.problems import Problem, Wording, shown
from bot.guide.text_checks import word_faults
from bot.text import words

Lists = dict[tuple[str, ...], list[str]]
Named = Document[shapes.NamesFile] | Document[shapes.TranslationFile]


def check_names(documents: Documents) -> Iterator[Problem]:
    """The problems of vocabulary, companies and countries in every language."""
    if documents.vocabulary:
        concepts = documents.vocabulary.shape.vocabulary
        yield from _words(documents.vocabulary, {("vocabulary", name): texts for name, texts in concepts.items()})
    spellings: dict[str, str] = {}
    if documents.names:
        companies = documents.names.shape.companies
        named: Lists = {("companies", id_, "aliases"): company.aliases for id_, company in companies.items()}
        yield from _words(documents.names, named)
        yield from _companies(documents.names, named, spellings)
        yield from _countries(documents.names, documents.names.shape.countries)
    for translation in documents.translations:
        shape = translation.shape
        vocabulary: Lists = {("vocabulary", name, "texts"): said.texts for name, said in shape.vocabulary.items()}
        named = {("companies", id_): texts for id_, texts in shape.companies.items()}
        yield from _words(translation, vocabulary | named)
        # A spelling may return in another language, for the same company only.
        yield from _companies(translation, named, dict(spellings))
        yield from _countries(translation, shape.countries)


def _words(document: Document[shapes.Shape], lists: Lists) -> Iterator[Problem]:
    for path, texts in lists.items():
        for index, text in enumerate(texts):
            for fault in word_faults(text):
                yield document.problem((*path, index), *fault)


def _companies(document: Named, named: Lists, spellings: dict[str, str]) -> Iterator[Problem]:
    for path, texts in named.items():
        for index, text in enumerate(texts):
            yield from _claimed(document, (*path, index), text, path[1], spellings)


def _countries(document: Named, countries: dict[str, shapes.CountryShape]) -> Iterator[Problem]:
    spellings: dict[str, str] = {}
    for code, names in countries.items():
        for kind, texts in (("names", names.names), ("people", names.people), ("cities", names.cities)):
            yield from _words(document, {("countries", code, kind): texts})
            for index, text in enumerate(texts):
                yield from _claimed(document, ("countries", code, kind, index), text, code, spellings)


def _claimed(
    document: Named, path: tuple[Step, ...], text: str, owner: str, spellings: dict[str, str]
) -> Iterator[Problem]:
    """A problem if another owner already has this name; else it is this owner's from now on."""
    parts = [("*" * part.startswith("*"), " ".join(words(part)), "*" * part.endswith("*")) for part in text.split()]
    if not any(word for _, word, _ in parts):
        return
    spelling = " ".join("".join(part) for part in parts)
    first = spellings.setdefault(spelling, owner)
    if first != owner:
        yield document.problem(
            path,
            Wording(f"{shown(text)} désigne déjà {shown(first)}", f"{shown(text)} already stands for {shown(first)}"),
            Wording("Gardez ce nom pour un seul des deux", "Keep this name for one of the two only"),
        )
