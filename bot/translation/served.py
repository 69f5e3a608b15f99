"""Which texts of a Guide are safe to serve: each translation, whoever wrote it, passes the gate or is left out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.guide.entries import Language, Phase, Text
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.problems import Problem, Severity, Wording, shown
from bot.translation.gate import Gate
from bot.translation.spellings import may_be_same

if TYPE_CHECKING:
    from bot.guide.documents import Document
    from bot.guide.shapes import TranslationFile

    Translation = Document[TranslationFile]

# Facts that are names; ranks and the venue are translated by meaning.
_NAMES = (".name", "place.city", "article.author", "article.outlet")
_BY_MEANING = ("place.name",)
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A translation that is not served: its language, its path in translations/<language>.yaml, and why."""

    language: str
    key: Key
    text: str
    faults: tuple[Wording, ...]


def refusals(guide: Guide) -> tuple[Refusal, ...]:
    """Every translated fact, title, answer and interface text that does not say what its French says."""
    gate, french = Gate(guide), guide.languages[SOURCE_LANGUAGE]
    return tuple(
        Refusal(code, key, target, tuple(faults))
        for code, language in guide.languages.items()
        if code != SOURCE_LANGUAGE
        for key, source, target in _pairs(french, language)
        if (faults := _faults(gate, key, source, target, code))
    )


def without(guide: Guide, refused: Iterable[Refusal]) -> Guide:
    """The Guide without the refused texts, so that readers of that language get English or French in their place."""
    by_language: dict[str, set[Key]] = {}
    for refusal in refused:
        by_language.setdefault(refusal.language, set()).add(refusal.key)
    if not by_language:
        return guide
    languages = {
        code: _without(language, by_language[code]) if code in by_language else language
        for code, language in guide.languages.items()
    }
    return replace(guide, languages=languages)


def located(refused: Iterable[Refusal], translations: Iterable["Translation"]) -> list[Problem]:
    """Refusals as organisers see them, each at its text; warnings, because readers are safe and the rest is served."""
    documents = {document.shape.language: document for document in translations}
    problems: list[Problem] = []
    for refusal in refused:
        french, english = ("; ".join(fault.in_language(code) for fault in refusal.faults) for code in ("fr", "en"))
        problems.append(
            documents[refusal.language].problem(
                (*refusal.key, "text"),
                Wording(f"cette traduction n'est pas servie : {french}", f"this translation is not served: {english}"),
                Wording(
                    "Corrigez-la ; d'ici là, les lecteurs reçoivent l'anglais ou le français",
                    "Mend it; until then readers get English or French",
                ),
                Severity.WARNING,
            )
        )
    return problems


def _pairs(french: Language, language: Language) -> Iterator[tuple[Key, str, str]]:
    """Key, French text and translation of everything that may be said."""
    for section in ("facts", "interface"):
        originals: Mapping[str, Text] = getattr(french, section)
        for name, text in getattr(language, section).items():
            if name in originals:
                yield (section, name), originals[name].text, text.text
    for id_, text in language.titles.items():
        if id_ in french.titles:
            yield ("entries", id_, "title"), french.titles[id_].text, text.text
    for id_, phases in language.answers.items():
        # Any of the two may lack phases: what the French does not say in a phase, nothing can be held against.
        said = french.answers.get(id_, {})
        single = phases.keys() == set(Phase) and len(set(phases.values())) == 1
        place: Key = ("entries", id_, "answer")
        found = {
            (place if single else (*place, phase.value), said[phase].text, text.text): None
            for phase, text in phases.items()
            if phase in said
        }
        yield from found


def _faults(gate: Gate, key: Key, source: str, target: str, language: str) -> list[Wording]:
    if key[0] == "facts":
        return _name_faults(key, source, target)
    return gate.faults(source, target, language, title=key[-1] == "title")


def _name_faults(key: Key, source: str, target: str) -> list[Wording]:
    name = key[1]
    if not name.endswith(_NAMES) or name in _BY_MEANING or may_be_same(source, target):
        return []
    return [Wording(f"ce n'est pas le nom {shown(source)}", f"it is not the name {shown(source)}")]


def _without(language: Language, keys: set[Key]) -> Language:
    answers = {
        id_: {
            phase: text
            for phase, text in phases.items()
            if not keys & {("entries", id_, "answer"), ("entries", id_, "answer", phase.value)}
        }
        for id_, phases in language.answers.items()
    }
    return replace(
        language,
        facts={name: text for name, text in language.facts.items() if ("facts", name) not in keys},
        interface={name: text for name, text in language.interface.items() if ("interface", name) not in keys},
        titles={id_: text for id_, text in language.titles.items() if ("entries", id_, "title") not in keys},
        answers={id_: phases for id_, phases in answers.items() if phases},
    )
