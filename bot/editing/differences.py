"""What changes for visitors between two editions, in words an organiser reads: French and English."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass

from bot.editing.edition import Edition, Reached
from bot.guide.entries import Language, Phase, Text
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.placeholders import facts_behind, placeholders_in
from bot.guide.problems import Wording, agreed, shown


@dataclass(frozen=True, slots=True)
class Moved:
    """A question that ends elsewhere than before; `owner` is the template id it stands under in the files."""

    question: str
    owner: str
    before: Reached
    after: Reached

    @property
    def is_harm(self) -> bool:
        """Whether it now leads astray: neither where it led before nor to its own entry."""
        return not leads_to(self.after, self.owner)


def leads_to(reached: Reached, template: str) -> bool:
    """Whether an entry made from the template is among the answers; entries without an answer end in their outcome."""
    if not reached.entries and template.startswith(("outside:", "declined:")):
        return reached.outcome in ("unknown", "declined")
    return any(entry == template or entry.split(":")[0] == template for entry in reached.entries)


def moved(before: Edition, after: Edition) -> list[Moved]:
    """Every question that both editions hold and that ends elsewhere: tens of seconds when their vocabulary differs."""
    if _understood_alike(before.guide, after.guide):
        return []
    found: dict[str, Moved] = {}
    held = {question for question, _ in after.questions()}
    for question, owner in before.questions():
        if question in found or question not in held:
            continue
        then, now = before.reached(question), after.reached(question)
        if (then.entries, then.outcome) != (now.entries, now.outcome):
            found[question] = Moved(question, owner, then, now)
    return list(found.values())


def differences(before: Edition, after: Edition) -> list[Wording]:
    """The differences, a line each: entries, answers, facts with the languages they touch, questions."""
    old, new = before.guide, after.guide
    lines = [*_entries(old, new), *_texts(old, new), *_facts(old, new), *_variants(old, new)]
    return [*lines, *map(_moved_line, moved(before, after))]


def _understood_alike(old: Guide, new: Guide) -> bool:
    def understood(language: Language) -> tuple[object, ...]:
        return language.variants, language.vocabulary, language.companies, language.countries

    def known(guide: Guide) -> tuple[object, ...]:
        outcomes = {id_: entry.outcome for id_, entry in guide.entries.items()}
        languages = {code: understood(language) for code, language in guide.languages.items()}
        return guide.event, guide.companies, outcomes, languages

    return known(old) == known(new)


def _entries(old: Guide, new: Guide) -> Iterator[Wording]:
    for id_ in sorted(new.entries.keys() - old.entries.keys()):
        yield Wording(f"Nouvelle entrée : {shown(id_)}", f"New entry: {shown(id_)}")
    for id_ in sorted(old.entries.keys() - new.entries.keys()):
        yield Wording(f"Entrée supprimée : {shown(id_)}", f"Entry removed: {shown(id_)}")
    for id_ in sorted(old.entries.keys() & new.entries.keys()):
        was, now = old.entries[id_].sources, new.entries[id_].sources
        if was != now:
            change = f"{_numbers(was)} → {_numbers(now)}"
            yield _about(Wording("Sources de", "Sources of"), shown(id_), Wording(f" {change}", f" {change}"))
    for code in sorted(new.languages.keys() ^ old.languages.keys()):
        gone = code in old.languages
        yield Wording(
            f"Langue {'supprimée' if gone else 'nouvelle'} : {code}", f"Language {'removed' if gone else 'new'}: {code}"
        )


def _texts(old: Guide, new: Guide) -> Iterator[Wording]:
    for code in sorted(old.languages.keys() & new.languages.keys(), key=lambda code: (code != SOURCE_LANGUAGE, code)):
        was, now = old.languages[code], new.languages[code]
        yield from _changed(was.titles, now.titles, code, Wording("Titre", "Title"))
        yield from _changed(was.interface, now.interface, code, Wording("Texte du robot", "Text of the bot"))
        if code != SOURCE_LANGUAGE:
            yield from _changed(was.facts, now.facts, code, Wording("Fait traduit", "Translated fact"))
        for template in sorted(was.answers.keys() & now.answers.keys()):
            yield from _answer(was.answers[template], now.answers[template], template, code)


def _changed(was: Mapping[str, Text], now: Mapping[str, Text], code: str, what: Wording) -> Iterator[Wording]:
    for key in sorted(was.keys() & now.keys()):
        if was[key].text != now[key].text:
            yield _about(what, f"{shown(key)} [{code}]", _from_to(was[key].text, now[key].text, "\n"))


def _answer(was: Mapping[Phase, Text], now: Mapping[Phase, Text], template: str, code: str) -> Iterator[Wording]:
    told = set()
    for phase in Phase:
        if phase not in was or phase not in now:
            continue
        change = (was[phase].text, now[phase].text)
        if change[0] == change[1] or change in told:
            continue
        told.add(change)
        yield _about(Wording("Réponse", "Answer"), f"{shown(template)} [{code}]", _from_to(*change, "\n"))


def _facts(old: Guide, new: Guide) -> Iterator[Wording]:
    was, now = dict(_flat(old.event)), dict(_flat(new.event))
    for key in sorted(was.keys() | now.keys()):
        if was.get(key) == now.get(key):
            continue
        change = _about(Wording("Fait", "Fact"), shown(key), _from_to(was.get(key, "—"), now.get(key, "—"), " "))
        touched = _touched(new, key)
        if not touched:
            yield change
            continue
        answers, languages = sum(touched.values()), len(touched)
        french = agreed(f"{answers} réponse(s) ou texte(s) en {languages} langue(s)", "fr")
        english = agreed(f"{answers} answer(s) or text(s) in {languages} language(s)", "en")
        where = ", ".join(touched)
        touches = Wording(f"Touche {french}\N{NO-BREAK SPACE}: {where}", f"Touches {english}: {where}")
        yield Wording(f"{change.fr}. {touches.fr}", f"{change.en}. {touches.en}")


def _touched(guide: Guide, key: str) -> dict[str, int]:
    """Language → how many of its answers and texts say this fact of event.yaml."""
    behind = facts_behind(guide.event.people, guide.event.counts)
    names = {name for name, facts in behind.items() if any(_is_within(key, fact) for fact in facts)}
    found = {}
    for code, language in guide.languages.items():
        texts = [*language.interface.values()]
        texts += [text for phases in language.answers.values() for text in dict.fromkeys(phases.values())]
        count = sum(bool(names.intersection(placeholders_in(text.text))) for text in texts)
        if count:
            found[code] = count
    return found


def _is_within(key: str, fact: str) -> bool:
    return key == fact or key.startswith(f"{fact}.")


def _flat(value: object, path: str = "") -> Iterator[tuple[str, str]]:
    if is_dataclass(value):
        for part in fields(value):
            yield from _flat(getattr(value, part.name), f"{path}.{part.name}" if path else part.name)
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{path}.{key}")
    elif value is not None:
        yield path, str(value)


def _variants(old: Guide, new: Guide) -> Iterator[Wording]:
    for code in sorted(old.languages.keys() & new.languages.keys(), key=lambda code: (code != SOURCE_LANGUAGE, code)):
        was, now = old.languages[code].variants, new.languages[code].variants
        for template in sorted(was.keys() & now.keys()):
            added = [text for text in now[template] if text not in was[template]]
            taken = [text for text in was[template] if text not in now[template]]
            if not added and not taken:
                continue
            parts = [f"+{len(added)} ({shown(added[0])})"] if added else []
            parts += [f"−{len(taken)} ({shown(taken[0])})"] if taken else []
            said = f" {', '.join(parts)}"
            what = Wording("Façons de demander", "Ways to ask")
            yield _about(what, f"{shown(template)} [{code}]", Wording(said, said))


def _moved_line(found: Moved) -> Wording:
    question = _quoted(found.question)
    say: Callable[[Reached, str], str] = _reached_in_words
    sign = "⚠️ " if found.is_harm else ""
    return Wording(
        f"{sign}Question {question.fr} : {say(found.before, 'fr')} → {say(found.after, 'fr')}",
        f"{sign}Question {question.en}: {say(found.before, 'en')} → {say(found.after, 'en')}",
    )


_OUTCOMES: Mapping[str, Wording] = {
    "suggest": Wording("propose un choix", "offers a choice"),
    "unknown": Wording("ne sait pas", "does not know"),
    "declined": Wording("reste neutre", "stays neutral"),
}


def _reached_in_words(reached: Reached, language: str) -> str:
    if reached.entries:
        return ", ".join(map(shown, reached.entries))
    wording = _OUTCOMES.get(reached.outcome)
    return wording.in_language(language) if wording else reached.outcome


def _about(what: Wording, subject: str, change: Wording) -> Wording:
    return Wording(f"{what.fr} {subject}\N{NO-BREAK SPACE}:{change.fr}", f"{what.en} {subject}:{change.en}")


def _from_to(was: str, now: str, gap: str) -> Wording:
    old, new = _quoted(was), _quoted(now)
    return Wording(f"{gap}{old.fr}{gap}→ {new.fr}", f"{gap}{old.en}{gap}→ {new.en}")


def _quoted(text: str) -> Wording:
    line = " ".join(text.split())
    return Wording(f"«\N{NO-BREAK SPACE}{line}\N{NO-BREAK SPACE}»", f"“{line}”")


def _numbers(sources: tuple[int, ...]) -> str:
    return ", ".join(f"[{number}]" for number in sources) or "—"
