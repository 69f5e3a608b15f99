"""Whether each translation says what its French says: nothing unknown, missing, stale, and the same facts."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.guide import placeholders, shapes
from bot.guide.complaints import suggestion
from bot.guide.documents import Document, Documents
from bot.guide.entry_checks import facts_behind
from bot.guide.guide import SOURCE_LANGUAGE
from bot.guide.locales import script
from bot.guide.originals import Key, Original, originals
from bot.guide.problems import Problem, Severity, Wording, shown
from bot.guide.text_checks import knows_placeholders, text_faults

Translation = Document[shapes.TranslationFile]
Said = shapes.TranslatedText | shapes.TranslatedFact | shapes.TranslatedWords
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _French:
    """What the translations are held against; `known` sections are those whose French could be read."""

    originals: dict[Key, Original]
    for_each: dict[str, str]
    companies: frozenset[str] | None
    known: frozenset[str]
    broken: frozenset[tuple[str, str]]
    behind: Mapping[str, tuple[str, ...]]


def check_translations(documents: Documents) -> Iterator[Problem]:
    """The problems of every translations/<language>.yaml."""
    french = _french(documents)
    for translation in documents.translations:
        yield from _language(translation)
        translated = dict(_translated(translation.shape))
        yield from _unknown(translation, translated, french)
        yield from _missing(translation, translated, french)
        for key, text in translated.items():
            original = french.originals.get(key)
            if original:
                yield from _stale(translation, key, text, original)
            if not isinstance(text, shapes.TranslatedWords):
                yield from _text(translation, key, text.text, original, french)
        yield from _companies(translation, french)


def _french(documents: Documents) -> _French:
    known = {
        "facts": documents.event is not None,
        "interface": documents.interface is not None,
        "vocabulary": documents.vocabulary is not None,
        "entries": documents.complete,
    }
    singles = (documents.interface, documents.vocabulary, documents.names)
    broken = {part for document in (*singles, *documents.topics) if document for part in document.broken}
    if documents.event:
        broken |= {("facts", f"people.{name}.{key}") for _, name in documents.event.broken for key in ("name", "rank")}
    entries = [entry for topic in documents.topics for entry in topic.shape.entries]
    return _French(
        originals=originals(documents),
        for_each={entry.id: entry.for_each for entry in entries if entry.for_each},
        companies=_company_ids(documents),
        known=frozenset(section for section, is_known in known.items() if is_known),
        broken=frozenset(broken),
        behind=facts_behind(documents),
    )


def _company_ids(documents: Documents) -> frozenset[str] | None:
    if not documents.names or not documents.event:
        return None
    broken = {name for _, name in (*documents.names.broken, *documents.event.broken)}
    return frozenset({*documents.names.shape.companies, *documents.event.shape.exhibitors, *broken})


def reads_as_french(fact: str, language: str) -> bool:
    """Whether readers of a language (BCP 47) can do with a fact as the French writes it: names in their own script."""
    if fact in ("article.author", "article.outlet"):
        return True
    return script(language) == "Latn" and (fact.endswith(".name") or fact == "place.city")


def _translated(shape: shapes.TranslationFile) -> Iterator[tuple[Key, Said]]:
    """Every text of a translation under the key that its French has."""
    for name, fact in shape.facts.items():
        yield ("facts", name), fact
    for name, text in shape.interface.items():
        yield ("interface", name), text
    for id_, entry in shape.entries.items():
        if entry.title:
            yield ("entries", id_, "title"), entry.title
        match entry.answer:
            case shapes.TranslatedText() as answer:
                yield ("entries", id_, "answer"), answer
            case shapes.TranslatedPhases(before=before, during=during, after=after):
                yield ("entries", id_, "answer", "before"), before
                yield ("entries", id_, "answer", "during"), during
                yield ("entries", id_, "answer", "after"), after
        if entry.variants:
            yield ("entries", id_, "variants"), entry.variants
    for concept, words in shape.vocabulary.items():
        yield ("vocabulary", concept), words


def _language(translation: Translation) -> Iterator[Problem]:
    code = translation.shape.language
    if code == SOURCE_LANGUAGE:
        yield translation.problem(
            ("language",),
            Wording("le français est la langue de la FAQ", "French is the language of the FAQ"),
            Wording("Écrivez le français dans faq/ et effacez ce fichier", "Write French in faq/ and delete this file"),
        )
    if code != translation.stem:
        yield translation.problem(
            ("language",),
            Wording(
                f"la langue {shown(code)} n'est pas celle du nom du fichier",
                f"the language {shown(code)} is not the one of the file's name",
            ),
            Wording(
                f"Écrivez {shown(translation.stem)}, ou renommez le fichier en {code}.yaml",
                f"Write {shown(translation.stem)}, or rename the file to {code}.yaml",
            ),
        )


def _unknown(translation: Translation, translated: dict[Key, Said], french: _French) -> Iterator[Problem]:
    names: dict[str, dict[str, None]] = {}
    for key in french.originals:
        names.setdefault(key[0], {})[key[1]] = None
    reported: set[Key] = set()
    for key in translated:
        section, name = key[:2]
        if section not in french.known or key[:2] in french.broken or key in french.originals or key[:2] in reported:
            continue
        if name not in names.get(section, ()):
            reported.add(key[:2])
            yield translation.problem(
                key[:2],
                Wording(f"{shown(name)} n'existe pas dans la FAQ", f"{shown(name)} does not exist in the FAQ"),
                suggestion(name, names.get(section, ()), Wording("Effacez-le ici", "Delete it here")),
                at_key=True,
            )
        elif key[:3] not in reported:
            reported.add(key[:3])
            yield translation.problem(key[:3], *_shape_differs(key, french), at_key=True)


def _shape_differs(key: Key, french: _French) -> tuple[Wording, Wording]:
    part = key[2]
    if (*key[:3], "after") in french.originals:
        return (
            Wording("le français a une réponse pour chaque moment", "the French has an answer for each phase"),
            Wording("Écrivez before, during et after", "Write before, during and after"),
        )
    if key[:3] in french.originals:
        return (
            Wording(
                "le français a une seule réponse pour tous les moments", "the French has one answer for all phases"
            ),
            Wording("Écrivez une seule réponse (state, source, text)", "Write one answer (state, source, text)"),
        )
    return (
        Wording(f"en français, cette entrée n'a pas de {shown(part)}", f"in French, this entry has no {shown(part)}"),
        Wording(f"Effacez {shown(part)} ici", f"Delete {shown(part)} here"),
    )


def _missing(translation: Translation, translated: dict[Key, Said], french: _French) -> Iterator[Problem]:
    """One warning for each part that lacks: the largest part of which nothing is there."""
    present = {key[:length] for key in translated for length in range(1, len(key) + 1)}
    present |= set(translation.broken) | {part[:1] for part in translation.broken}
    reported: set[Key] = set()
    for key in french.originals:
        if key in present or key[:2] in translation.broken:
            continue
        if key[0] == "facts" and reads_as_french(key[1], translation.shape.language):
            continue
        # A different shape of the same answer is reported as such.
        if key[2:3] == ("answer",) and key[:3] in present:
            continue
        absent = next(key[:length] for length in range(1, len(key) + 1) if key[:length] not in present)
        if absent not in reported:
            reported.add(absent)
            name = shown(".".join(absent))
            yield translation.problem(
                absent,
                Wording(f"il manque la traduction de {name}", f"the translation of {name} is missing"),
                Wording("Écrivez-la, ou lancez `bamex-bot translate`", "Write it, or run `bamex-bot translate`"),
                Severity.WARNING,
            )


def _stale(translation: Translation, key: Key, text: Said, original: Original) -> Iterator[Problem]:
    # What people wrote in their own words (questions, vocabulary) renders no French, and ages apart from it.
    own_words = isinstance(text, shapes.TranslatedWords) and text.state != "machine"
    if text.source is not None and text.source != original.hash and not own_words:
        reviewed = text.state == "reviewed"
        yield translation.problem(
            (*key, "source"),
            Wording(
                f"le français a changé depuis ({shown(' / '.join(original.texts))})",
                f"the French has changed since ({shown(' / '.join(original.texts))})",
            ),
            Wording(
                f"Relisez la traduction, puis écrivez « source: {original.hash} »",
                f"Read the translation again, then write `source: {original.hash}`",
            ),
            Severity.ERROR if reviewed else Severity.WARNING,
        )


def _text(
    translation: Translation, key: Key, text: str, original: Original | None, french: _French
) -> Iterator[Problem]:
    path = (*key, "text")
    allowed, limit = _rules(key, french)
    for fault in text_faults(text, allowed, limit):
        yield translation.problem(path, *fault)
    if original is None or key[0] == "facts" or not knows_placeholders(text, allowed):
        return
    if not knows_placeholders(original.texts[0], allowed):
        # A misspelt fact in the French is one fault there, and none in the eleven translations.
        return
    wanted = Counter(placeholders.placeholders_in(original.texts[0]))
    found = Counter(placeholders.placeholders_in(text))
    lacking, extra = _listed(wanted - found), _listed(found - wanted)
    if lacking:
        yield translation.problem(
            path,
            Wording(f"il manque {lacking}, que le français emploie", f"{lacking} is missing, which the French uses"),
            Wording(f"Ajoutez {lacking}", f"Add {lacking}"),
        )
    if extra:
        yield translation.problem(
            path,
            Wording(
                f"{extra} est en trop : le français ne l'emploie pas",
                f"{extra} is too much: the French does not use it",
            ),
            Wording(f"Ôtez {extra}", f"Take out {extra}"),
        )


def _rules(key: Key, french: _French) -> tuple[frozenset[str], int]:
    match key:
        case ("entries", id_, "title"):
            return placeholders.allowed_in_title(french.for_each.get(id_, ""), french.behind), shapes.MAX_TITLE
        case ("entries", id_, *_):
            return placeholders.allowed_in_entry(id_, french.for_each.get(id_, ""), french.behind), shapes.MAX_TEXT
        case ("interface", name):
            return placeholders.allowed_in_interface(name, french.behind), shapes.MAX_TEXT
        case _:
            return _NOTHING, shapes.MAX_WORDS


def _listed(names: Counter[str]) -> str:
    return ", ".join("{" + name + "}" for name in names.elements())


def _companies(translation: Translation, french: _French) -> Iterator[Problem]:
    if french.companies is None:
        return
    for id_ in translation.shape.companies:
        if id_ not in french.companies:
            yield translation.problem(
                ("companies", id_),
                Wording(
                    f"l'entreprise {shown(id_)} n'est pas dans names.yaml",
                    f"the company {shown(id_)} is not in names.yaml",
                ),
                suggestion(
                    id_,
                    french.companies,
                    Wording("Ajoutez-la dans names.yaml, ou effacez-la ici", "Add it to names.yaml, or delete it here"),
                ),
                at_key=True,
            )
