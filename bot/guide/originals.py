"""The French texts that translations are written from, under the keys they have in translations/<language>.yaml."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.guide import shapes
from bot.guide.documents import Document, Documents
from bot.guide.nodes import Step
from bot.guide.sources import source_hash

# A path in a translation file: ("facts", "place.name"), ("entries", "dates", "answer", "after").
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Original:
    """A French text (or list of texts, `many`), its hash, and where it stands in faq/."""

    texts: tuple[str, ...]
    many: bool
    hash: str
    file: str
    path: tuple[Step, ...]


def originals(documents: Documents) -> dict[Key, Original]:
    """Every French text that a translation should have, in the order of the files."""
    found: dict[Key, Original] = {}
    if documents.event:
        for name, text, path in facts_to_translate(documents.event.shape):
            found["facts", name] = _one(text, documents.event.file, path)
    if documents.interface:
        for name, text in documents.interface.shape.interface.items():
            found["interface", name] = _one(text, documents.interface.file, ("interface", name))
    for topic in documents.topics:
        for key, original in _entries(topic):
            found.setdefault(key, original)
    if documents.vocabulary:
        for concept, words in documents.vocabulary.shape.vocabulary.items():
            found["vocabulary", concept] = _many(words, documents.vocabulary.file, ("vocabulary", concept))
    return found


def facts_to_translate(event: shapes.EventFile) -> Iterator[tuple[str, str, tuple[Step, ...]]]:
    """The facts that each language writes in its own way: key, French text, path in event.yaml."""
    if event.subject is not None:
        yield "subject", event.subject, ("subject",)
    yield "place.name", event.place.name, ("place", "name")
    yield "place.city", event.place.city, ("place", "city")
    for id_, person in event.people.items():
        yield f"people.{id_}.name", person.name, ("people", id_, "name")
        yield f"people.{id_}.rank", person.rank, ("people", id_, "rank")
    yield "article.author", event.article.author, ("article", "author")
    yield "article.outlet", event.article.outlet, ("article", "outlet")


def _entries(topic: Document[shapes.TopicFile]) -> Iterator[tuple[Key, Original]]:
    for position, entry in enumerate(topic.shape.entries):
        path: tuple[Step, ...] = ("entries", topic.place(position))
        key = ("entries", entry.id)
        if entry.title is not None:
            yield (*key, "title"), _one(entry.title, topic.file, (*path, "title"))
        match entry.answer:
            case str(text):
                yield (*key, "answer"), _one(text, topic.file, (*path, "answer"))
            case shapes.PhaseSentences() as answer:
                for phase in ("before", "during", "after"):
                    text = getattr(answer, phase)
                    yield (*key, "answer", phase), _one(text, topic.file, (*path, "answer", phase))
        yield (*key, "variants"), _many(entry.variants, topic.file, (*path, "variants"))


def _one(text: str, file: str, path: tuple[Step, ...]) -> Original:
    return Original((text,), False, source_hash(text), file, path)


def _many(texts: list[str], file: str, path: tuple[Step, ...]) -> Original:
    return Original(tuple(texts), True, source_hash(texts), file, path)
