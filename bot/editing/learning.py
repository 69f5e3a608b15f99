"""A question that an organiser says belongs to an entry becomes one of its variants, if no other question suffers."""

import json
from collections.abc import Mapping

from bot.editing.differences import Moved, leads_to, moved
from bot.editing.edition import Edition
from bot.editing.sources import Change, Part, Sources
from bot.guide.composing import compose
from bot.guide.nodes import plain

_FILE = "learned.yaml"
_HEAD = """\
# yaml-language-server: $schema=.schema/learned.schema.json
# Les questions de visiteurs que des organisateurs ont rattachées à une entrée, depuis Telegram (/unanswered).
learned:
"""


def learned(sources: Sources, entry: str, language: str, text: str) -> Change:
    """faq/learned.yaml with one more variant (of a language, BCP 47) of an entry."""
    known = _known(sources)
    of_entry = known.setdefault(entry, {})
    of_entry[language] = list(dict.fromkeys([*of_entry.get(language, ()), text]))
    return Change(Part.FAQ, _FILE, _written(known).encode())


def harmed(before: Edition, after: Edition) -> list[Moved]:
    """The known questions that a new variant draws away from where they were answered, or should be."""
    return [found for found in moved(before, after) if found.is_harm]


def is_taught(after: Edition, entry: str, text: str) -> bool:
    """Whether the question now reaches its entry."""
    return leads_to(after.reached(text), after.guide.entries[entry].template)


def _known(sources: Sources) -> dict[str, dict[str, list[str]]]:
    content = sources.content(Part.FAQ, _FILE)
    tree, _ = compose(content, _FILE) if content is not None else (None, [])
    data = plain(tree) if tree is not None else {}
    entries = data.get("learned", {}) if isinstance(data, dict) else {}
    found: dict[str, dict[str, list[str]]] = {}
    for entry, languages in entries.items() if isinstance(entries, dict) else ():
        for language, texts in languages.items() if isinstance(languages, dict) else ():
            if isinstance(texts, list):
                found.setdefault(entry, {})[language] = [text for text in texts if isinstance(text, str)]
    return found


def _written(known: Mapping[str, Mapping[str, list[str]]]) -> str:
    lines = []
    for entry, languages in sorted(known.items()):
        lines.append(f"  {json.dumps(entry) if ':' in entry else entry}:")
        for language, texts in sorted(languages.items()):
            lines.append(f"    {json.dumps(language) if language in ('no', 'on') else language}:")
            lines += [f"      - {json.dumps(text, ensure_ascii=False)}" for text in texts]
    return _HEAD + "\n".join(lines) + "\n"
