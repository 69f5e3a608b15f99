"""From the files of the two folders to documents of known shape; what is broken is reported and left out."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from pydantic import ValidationError

from bot.guide import shapes
from bot.guide.complaints import complaints, path_of
from bot.guide.composing import compose
from bot.guide.files import Folder, SourceFile
from bot.guide.nodes import Node, Plain, Step, key_at, node_at, plain
from bot.guide.problems import Problem, Severity, Wording

S = TypeVar("S", bound=shapes.Shape)
S_co = TypeVar("S_co", bound=shapes.Shape, covariant=True)
FAQ_FILES: Mapping[str, type[shapes.Shape]] = {
    "event": shapes.EventFile,
    "interface": shapes.InterfaceFile,
    "names": shapes.NamesFile,
    "vocabulary": shapes.VocabularyFile,
    "learned": shapes.LearnedFile,
}
_OPTIONAL = ("learned",)


@dataclass(frozen=True, slots=True)
class Document(Generic[S_co]):
    """A file of known shape, and its tree for locating problems.

    `broken` holds the ids and keys ("section", "key") of the parts that were left out because of an error already
    reported: they exist, and must not be reported as missing. `kept` lists which entries of a topic are left.
    """

    file: str
    stem: str
    tree: Node
    shape: S_co
    broken: frozenset[tuple[str, str]] = frozenset()
    kept: tuple[int, ...] | None = None

    def place(self, position: int) -> int:
        """Where the entry at a position of `shape` stands in the file's list."""
        return position if self.kept is None else self.kept[position]

    def problem(
        self,
        path: tuple[Step, ...],
        message: Wording,
        mend: Wording,
        severity: Severity = Severity.ERROR,
        *,
        at_key: bool = False,
    ) -> Problem:
        """A problem at the value that a path leads to, or at the path's last key."""
        node = key_at(self.tree, path) if at_key else node_at(self.tree, path)
        return Problem(self.file, node.line, node.column, message, mend, severity)


@dataclass(frozen=True, slots=True)
class Documents:
    """All that could be read. A file that could not is absent; `complete` is false when some entry's id is unknown."""

    event: Document[shapes.EventFile] | None
    interface: Document[shapes.InterfaceFile] | None
    names: Document[shapes.NamesFile] | None
    vocabulary: Document[shapes.VocabularyFile] | None
    learned: Document[shapes.LearnedFile] | None
    topics: tuple[Document[shapes.TopicFile], ...] = ()
    translations: tuple[Document[shapes.TranslationFile], ...] = ()
    complete: bool = True


@dataclass(slots=True)
class _Cut:
    parts: set[tuple[str, str]] = field(default_factory=set)
    kept: tuple[int, ...] | None = None


@dataclass(slots=True)
class _Reader:
    problems: list[Problem] = field(default_factory=list)

    def document(self, file: SourceFile, shape: type[S]) -> Document[S] | None:
        tree, problems = compose(file.content, file.path)
        self.problems += problems
        return None if tree is None else self._shaped(file, tree, shape)

    def _shaped(self, file: SourceFile, tree: Node, shape: type[S]) -> Document[S] | None:
        data = plain(tree)
        try:
            return Document(file.path, file.stem, tree, shape.model_validate(data))
        except ValidationError as error:
            errors = error.errors(include_url=False)
        self.problems += complaints(errors, tree, file.path, shape)
        cut = _cut_out(data, {path_of(found)[:2] for found in errors})
        try:
            return Document(file.path, file.stem, tree, shape.model_validate(data), frozenset(cut.parts), cut.kept)
        except ValidationError:
            return None


def read_documents(faq: Folder, translations: Folder) -> tuple[Documents, list[Problem]]:
    """Every document of both folders, dormant entries left out, and every problem of syntax and shape in them."""
    documents, problems = read_whole_documents(faq, translations)
    return without_dormant(documents), problems


def read_whole_documents(faq: Folder, translations: Folder) -> tuple[Documents, list[Problem]]:
    """As `read_documents`, with the dormant entries."""
    reader = _Reader()
    by_stem = {file.stem: file for file in faq.files}
    topic_files = [file for file in faq.files if file.stem not in FAQ_FILES]
    topics = [reader.document(file, shapes.TopicFile) for file in topic_files]
    languages = [reader.document(file, shapes.TranslationFile) for file in translations.files]
    documents = Documents(
        event=_single(reader, by_stem, "event", shapes.EventFile),
        interface=_single(reader, by_stem, "interface", shapes.InterfaceFile),
        names=_single(reader, by_stem, "names", shapes.NamesFile),
        vocabulary=_single(reader, by_stem, "vocabulary", shapes.VocabularyFile),
        learned=_single(reader, by_stem, "learned", shapes.LearnedFile),
        topics=tuple(topic for topic in topics if topic),
        translations=tuple(language for language in languages if language),
        complete=not faq.problems and all(topic and ("entries", "") not in topic.broken for topic in topics),
    )
    reader.problems += _absent(faq, by_stem)
    return documents, reader.problems


def without_dormant(documents: Documents) -> Documents:
    """The documents without the entries whose `only_with` facts event.yaml lacks; they count as broken, not as missing.

    While event.yaml cannot be read, all entries with `only_with` are left out.
    """
    event = documents.event.shape if documents.event else None
    asleep = {
        entry.id
        for topic in documents.topics
        for entry in topic.shape.entries
        if not all(event and has_fact(event, fact) for fact in entry.only_with)
    }
    if not asleep:
        return documents
    translations = tuple(
        replace(translation, shape=translation.shape.model_copy(update={"entries": _awake(translation.shape, asleep)}))
        for translation in documents.translations
    )
    return replace(
        documents,
        topics=tuple(_with_those_awake(topic, asleep) for topic in documents.topics),
        translations=translations,
    )


def is_optional(fact: str) -> bool:
    """Whether a fact is one that an event may lack, as `only_with` names them."""
    return re.match(shapes.OPTIONAL_FACT_PATTERN, fact) is not None


def has_fact(event: shapes.EventFile, fact: str) -> bool:
    """Whether event.yaml has an optional fact: "exhibitors", "people.opener", "counts.visitors"."""
    section, _, key = fact.partition(".")
    found = getattr(event, section)
    return key in found if key else bool(found)


def _awake(translation: shapes.TranslationFile, asleep: set[str]) -> dict[str, shapes.TranslatedEntry]:
    return {id_: entry for id_, entry in translation.entries.items() if id_ not in asleep}


def _with_those_awake(topic: Document[shapes.TopicFile], asleep: set[str]) -> Document[shapes.TopicFile]:
    awake = [position for position, entry in enumerate(topic.shape.entries) if entry.id not in asleep]
    ids = {("entries", entry.id) for entry in topic.shape.entries if entry.id in asleep}
    return replace(
        topic,
        shape=topic.shape.model_copy(update={"entries": [topic.shape.entries[position] for position in awake]}),
        broken=topic.broken | ids,
        kept=tuple(topic.place(position) for position in awake),
    )


def _single(reader: _Reader, files: Mapping[str, SourceFile], stem: str, shape: type[S]) -> Document[S] | None:
    return reader.document(files[stem], shape) if stem in files else None


def _absent(faq: Folder, files: Mapping[str, SourceFile]) -> Iterator[Problem]:
    if faq.problems:
        # A folder or a file that cannot be read is reported already.
        return
    for stem in FAQ_FILES:
        if stem not in files and stem not in _OPTIONAL:
            yield Problem(
                f"{faq.path}/{stem}.yaml",
                1,
                1,
                Wording("il manque ce fichier", "this file is missing"),
                Wording(
                    "Remettez-le, par exemple depuis l'historique git", "Put it back, from git's history for example"
                ),
            )


def _cut_out(data: Plain, paths: set[tuple[Step, ...]]) -> _Cut:
    """Take the faulty parts out of a document, at most two levels deep, and name them."""
    cut = _Cut()
    if not isinstance(data, dict):
        return cut
    for name, section in list(data.items()):
        faulty = {path[1] for path in paths if len(path) == 2 and path[0] == name}
        if (name,) in paths:
            del data[name]
        elif isinstance(section, dict):
            cut.parts |= {(name, key) for key in section if key in faulty}
            data[name] = {key: value for key, value in section.items() if key not in faulty}
        elif isinstance(section, list):
            kept = [index for index in range(len(section)) if index not in faulty]
            dropped = [item for index, item in enumerate(section) if index in faulty]
            cut.parts |= {(name, _id_of(item)) for item in dropped}
            cut.kept = tuple(kept)
            data[name] = [section[index] for index in kept]
    return cut


def _id_of(entry: Plain) -> str:
    """The id of an entry that was left out; empty if that is what is wrong with it."""
    id_ = entry.get("id") if isinstance(entry, dict) else None
    return id_ if isinstance(id_, str) and re.match(shapes.ID_PATTERN, id_) else ""
