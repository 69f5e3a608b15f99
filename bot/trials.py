"""The FAQ's own tests: questions that each entry must answer, and questions that it must leave to others."""

from collections.abc import Iterator, Mapping

from bot.guide.entries import Entry
from bot.guide.guide import Guide
from bot.guide.problems import Problem, Wording, shown
from bot.understanding.understanding import Understanding

Places = Mapping[tuple[str, str], tuple[str, int, int]]


def trials(guide: Guide, understanding: Understanding, places: Places) -> Iterator[Problem]:
    """Ask every question of the entries' tests and give a problem for each that ends elsewhere than it should.

    `places` says where each test stands: (template id, question) → file, line, column.
    """
    done: set[str] = set()
    for entry in guide.entries.values():
        if entry.template in done:
            continue
        done.add(entry.template)
        for question in (*entry.ask, *entry.not_):
            reached = [finding.entry for finding in understanding.decide(question).findings]
            if (question in entry.ask) != _reaches(entry, reached):
                yield _problem(places, entry, question, reached)


def _reaches(entry: Entry, reached: list[str]) -> bool:
    return any(entry_id == entry.id or entry_id.split(":")[0] == entry.template for entry_id in reached)


def _problem(places: Places, entry: Entry, question: str, reached: list[str]) -> Problem:
    place = places[entry.template, question]
    got = ", ".join(map(shown, reached))
    if question in entry.ask:
        other = Wording(f"; c'est {got} qui répond" if got else "", f"; {got} answers instead" if got else "")
        return Problem(
            *place,
            Wording(
                f"{shown(entry.template)} ne répond pas à {shown(question)}{other.fr}",
                f"{shown(entry.template)} does not answer {shown(question)}{other.en}",
            ),
            Wording(
                "Ajoutez une question proche à ses `variants`, ou retirez celle qui l'attire ailleurs",
                "Add a similar question to its `variants`, or take out the one that draws it elsewhere",
            ),
        )
    return Problem(
        *place,
        Wording(
            f"{shown(entry.template)} répond à {shown(question)}, et ne le doit pas",
            f"{shown(entry.template)} answers {shown(question)}, and must not",
        ),
        Wording(
            "Ajoutez cette question aux `variants` de l'entrée qui doit y répondre",
            "Add this question to the `variants` of the entry that should answer it",
        ),
    )
