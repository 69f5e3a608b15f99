"""Whether the entries of faq/ hold together: ids, outcomes, sources, placeholders, and facts that no text uses."""

from collections.abc import Iterator, Mapping

from bot.guide import placeholders, shapes
from bot.guide.building import expanded
from bot.guide.complaints import suggestion
from bot.guide.contract import STANDARD_IDS, is_not_stated
from bot.guide.documents import Document, Documents
from bot.guide.nodes import Step
from bot.guide.problems import Problem, Severity, Wording, shown
from bot.guide.text_checks import text_faults

Topic = Document[shapes.TopicFile]
_SILENT = ("unknown", "declined")


def check_entries(documents: Documents) -> Iterator[Problem]:
    """The problems of the topic files and of interface.yaml."""
    seen: dict[str, str] = {}
    facts = facts_behind(documents)
    for topic in documents.topics:
        for position, entry in enumerate(topic.shape.entries):
            path: tuple[Step, ...] = ("entries", topic.place(position))
            yield from _duplicates(topic, path, entry, documents.event, seen)
            yield from _outcome(topic, path, entry)
            yield from _sources(topic, path, entry, documents.event)
            yield from _texts(topic, path, entry, facts)
    if documents.complete and documents.event:
        yield from _missing_ids(documents, documents.event, seen)
    if documents.interface:
        for key, text in documents.interface.shape.interface.items():
            for fault in text_faults(text, placeholders.allowed_in_interface(key, facts), shapes.MAX_TEXT):
                yield documents.interface.problem(("interface", key), *fault)
    if documents.event:
        yield from _facts(documents, documents.event)


def facts_behind(documents: Documents) -> Mapping[str, tuple[str, ...]]:
    """Placeholder → the facts it needs, for the people and counts that event.yaml has."""
    event = documents.event.shape if documents.event else None
    return placeholders.facts_behind(event.people if event else (), event.counts if event else ())


def texts_of(entry: shapes.EntryShape) -> Iterator[tuple[tuple[Step, ...], str]]:
    """The title and the answers of an entry, with their paths in it."""
    if entry.title is not None:
        yield ("title",), entry.title
    match entry.answer:
        case str(text):
            yield ("answer",), text
        case shapes.PhaseSentences() as answer:
            yield ("answer", "before"), answer.before
            yield ("answer", "during"), answer.during
            yield ("answer", "after"), answer.after


def _duplicates(
    topic: Topic,
    path: tuple[Step, ...],
    entry: shapes.EntryShape,
    event: Document[shapes.EventFile] | None,
    seen: dict[str, str],
) -> Iterator[Problem]:
    ids = {entry.id}
    if event and entry.for_each:
        ids |= {one.id for one in expanded(entry, "", event.shape)}
    for id_ in sorted(ids):
        if id_ in seen:
            yield topic.problem(
                (*path, "id"),
                Wording(
                    f"l'identifiant {shown(id_)} est déjà pris ({seen[id_]})",
                    f"the id {shown(id_)} is already taken ({seen[id_]})",
                ),
                Wording("Donnez-lui un autre nom", "Give it another name"),
            )
    where = topic.problem((*path, "id"), Wording("", ""), Wording("", ""))
    seen.update(dict.fromkeys(ids, f"{where.file}:{where.line}"))


def _outcome(topic: Topic, path: tuple[Step, ...], entry: shapes.EntryShape) -> Iterator[Problem]:
    if entry.outcome in _SILENT:
        for key, value in (
            ("title", entry.title),
            ("answer", entry.answer),
            ("sources", entry.sources),
            ("for_each", entry.for_each),
        ):
            if value is not None:
                yield topic.problem(
                    (*path, key),
                    Wording(
                        f"une entrée {shown(entry.outcome)} n'a que des variantes",
                        f"an entry {shown(entry.outcome)} has variants only",
                    ),
                    Wording(f"Effacez {shown(key)}", f"Delete {shown(key)}"),
                    at_key=True,
                )
        return
    for key, value in (("title", entry.title), ("answer", entry.answer)):
        if value is None:
            yield topic.problem(
                path,
                Wording(f"il manque {shown(key)} à {shown(entry.id)}", f"{shown(entry.id)} lacks {shown(key)}"),
                Wording(f"Ajoutez {shown(key)}", f"Add {shown(key)}"),
            )
    if is_not_stated(entry.id) != (entry.outcome == "not_stated"):
        right = "not_stated" if is_not_stated(entry.id) else "answer"
        yield topic.problem(
            (*path, "outcome"),
            Wording(
                f"l'identifiant {shown(entry.id)} veut « outcome: {right} »",
                f"the id {shown(entry.id)} calls for `outcome: {right}`",
            ),
            Wording(
                f"Écrivez « outcome: {right} », ou changez l'identifiant (not_in_document:...)",
                f"Write `outcome: {right}`, or change the id (not_in_document:...)",
            ),
        )


def _sources(
    topic: Topic, path: tuple[Step, ...], entry: shapes.EntryShape, event: Document[shapes.EventFile] | None
) -> Iterator[Problem]:
    if entry.sources is None:
        if entry.outcome == "answer":
            yield topic.problem(
                path,
                Wording(
                    f"il manque les paragraphes de l'article ({shown('sources')}) à {shown(entry.id)}",
                    f"{shown(entry.id)} lacks the paragraphs of the article ({shown('sources')})",
                ),
                Wording(
                    "Ajoutez « sources: [1] », ou [] si la réponse ne vient pas de l'article",
                    "Add `sources: [1]`, or [] if the answer does not come from the article",
                ),
            )
        return
    for index, number in enumerate(entry.sources):
        if event and int(number) > int(event.shape.article.paragraphs):
            last = event.shape.article.paragraphs
            yield topic.problem(
                (*path, "sources", index),
                Wording(f"l'article n'a pas de paragraphe {number}", f"the article has no paragraph {number}"),
                Wording(f"Le dernier est le {last} ; voyez event.yaml", f"The last one is {last}; see event.yaml"),
            )
        if number in entry.sources[:index]:
            yield topic.problem(
                (*path, "sources", index),
                Wording(f"le paragraphe {number} est cité deux fois", f"paragraph {number} is cited twice"),
                Wording("Gardez-le une fois", "Keep it once"),
                Severity.WARNING,
            )


def _texts(
    topic: Topic, path: tuple[Step, ...], entry: shapes.EntryShape, facts: Mapping[str, tuple[str, ...]]
) -> Iterator[Problem]:
    in_title = placeholders.allowed_in_title(entry.for_each or "", facts), shapes.MAX_TITLE
    in_answer = placeholders.allowed_in_entry(entry.id, entry.for_each or "", facts), shapes.MAX_TEXT
    for within, text in texts_of(entry):
        for fault in text_faults(text, *(in_title if within == ("title",) else in_answer)):
            yield topic.problem((*path, *within), *fault)


def _missing_ids(documents: Documents, event: Document[shapes.EventFile], seen: dict[str, str]) -> Iterator[Problem]:
    broken = {id_ for topic in documents.topics for _, id_ in topic.broken}
    facts_broken = {name for _, name in event.broken}
    for id_ in (*STANDARD_IDS, *event.shape.promised):
        template, _, subject = id_.partition(":")
        if id_ in seen or id_ in broken or template in broken or subject in facts_broken:
            continue
        yield event.problem(
            (),
            Wording(
                f"aucune entrée n'a l'identifiant {shown(id_)}, que d'autres programmes attendent",
                f"no entry has the id {shown(id_)}, which other programs rely on",
            ),
            suggestion(
                id_,
                seen,
                Wording(
                    "Remettez cette entrée dans un fichier de la FAQ", "Put that entry back into a file of the FAQ"
                ),
            ),
        )


def _facts(documents: Documents, event: Document[shapes.EventFile]) -> Iterator[Problem]:
    """Facts that a text asks for and event.yaml lacks; facts there that no text uses."""
    paths, behind = _fact_paths(event.shape), facts_behind(documents)
    used: set[str] = set()
    for document, path, text in _all_texts(documents):
        for name in placeholders.placeholders_in(text):
            for fact in behind.get(name, ()):
                used.add(fact)
                if fact not in paths and tuple(fact.split(".")[:2]) not in event.broken:
                    yield document.problem(
                        path,
                        Wording(
                            f"{shown('{' + name + '}')} demande le fait {shown(fact)}, que event.yaml n'a pas",
                            f"{shown('{' + name + '}')} needs the fact {shown(fact)}, which event.yaml lacks",
                        ),
                        Wording("Ajoutez-le dans event.yaml", "Add it to event.yaml"),
                    )
    if documents.complete and documents.interface:
        used |= {entry.for_each for topic in documents.topics for entry in topic.shape.entries if entry.for_each}
        for fact, place in paths.items():
            if fact not in used:
                yield event.problem(
                    place,
                    Wording(f"aucun texte n'emploie le fait {shown(fact)}", f"no text uses the fact {shown(fact)}"),
                    Wording("Employez-le dans une réponse ou effacez-le", "Use it in an answer or delete it"),
                    Severity.WARNING,
                    at_key=True,
                )


def _all_texts(documents: Documents) -> Iterator[tuple[Document[shapes.Shape], tuple[Step, ...], str]]:
    for topic in documents.topics:
        for position, entry in enumerate(topic.shape.entries):
            for within, text in texts_of(entry):
                yield topic, ("entries", topic.place(position), *within), text
    if documents.interface:
        for key, text in documents.interface.shape.interface.items():
            yield documents.interface, ("interface", key), text


def _fact_paths(event: shapes.EventFile) -> dict[str, tuple[Step, ...]]:
    """The facts that texts can state, by the names that placeholders use, with their paths in event.yaml."""
    optional = ("guest_of_honour", "subject", "delegations", "exhibitors")
    paths: list[tuple[Step, ...]] = [(key,) for key in ("name", "first_day", "last_day")]
    paths += [(key,) for key in optional if getattr(event, key)]
    paths += [("place", key) for key in ("name", "city", "country")]
    paths += [("people", id_, key) for id_ in event.people for key in ("name", "rank")]
    paths += [("counts", id_) for id_ in event.counts]
    paths += [("article", key) for key in ("author", "outlet")]
    return {".".join(map(str, path)): path for path in paths}
