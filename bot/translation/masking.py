"""What a machine must not touch is taken out of a text before it, and put back after: facts, quotes, emoji, bullets."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.translation.marks import spans
from bot.translation.spellings import may_be_same

# Common names that translation models carry over as they are; measured: 95 % of them arrive, of `{0}` none.
CARRIERS: tuple[tuple[str, ...], ...] = (
    ("Martin", "Sophie", "Thomas", "Laura", "Daniel", "Julia", "Victor", "Emma"),
    ("Berlin", "Madrid", "Tokyo", "Oslo", "Vienna", "Lima", "Quito", "Havana"),
)
# Emoji and bullets at the ends; quotes and brackets there belong to the sentence.
_EDGES = re.compile(r"^([^\w{«\"“„'(/@+¿¡]*)(.*?)([^\w})?!.…:;,»”\"']*)$", re.DOTALL)
_QUOTES = re.compile(r"«\s*|\s*»|[“”„]")
_TAG = re.compile(r"<[^<>]{1,40}>")


@dataclass(frozen=True, slots=True)
class Masked:
    """A text fit for a machine, what stands for what in it, and what belongs before and after it."""

    text: str
    carriers: tuple[tuple[str, str], ...] = ()
    before: str = ""
    after: str = ""
    quoted: bool = False


def mask(text: str, carriers: Sequence[str], names: Sequence[str] = ()) -> Masked | None:
    """The text with a carrier name for each mark and for each of `names`; None if there are more than carriers."""
    parts = _EDGES.match(_TAG.sub("", text))
    before, body, after = parts.groups() if parts else ("", text, "")
    places = [*spans(body)]
    for name in names:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", body):
            if not any(start < match.end() and match.start() < end for start, end in places):
                places.append(match.span())
    if len(places) > len(carriers):
        return None
    used: list[tuple[str, str]] = []
    pieces: list[str] = []
    position = 0
    for carrier, (start, end) in zip(carriers, sorted(places), strict=False):
        pieces += [body[position:start], carrier]
        used.append((carrier, body[start:end]))
        position = end
    masked = "".join([*pieces, body[position:]])
    plain = _QUOTES.sub('"', masked)
    return Masked(plain, tuple(used), before, after, plain != masked)


def unmask(masked: Masked, translated: str) -> str | None:
    """The translation with everything back in its place; None if a carrier did not arrive, or more than once."""
    for carrier, original in masked.carriers:
        place = _find(carrier, translated)
        if place is None:
            return None
        translated = translated[: place[0]] + original + translated[place[1] :]
    if masked.quoted:
        translated = _requoted(translated)
    return masked.before + translated + masked.after


def _find(carrier: str, text: str) -> tuple[int, int] | None:
    """Where a carrier stands, as it is or as the language's script spells it, with an ending or without."""
    exact = [match.span() for match in re.finditer(re.escape(carrier), text, re.IGNORECASE)]
    if exact:
        return exact[0] if len(exact) == 1 else None
    # A placeholder that is back already must not be taken for a name.
    words = [match for match in re.finditer(r"\{\w+\}|[^\W\d_]+", text) if not match.group().startswith("{")]
    alike = [
        word.span() for word in words if not word.group().isascii() and may_be_same(carrier, word.group(), sure=True)
    ]
    return alike[0] if len(alike) == 1 else None


def _requoted(text: str) -> str:
    pieces = text.split('"')
    if len(pieces) % 2 == 0:
        return text
    return "".join(piece + ("" if index == len(pieces) - 1 else "“”"[index % 2]) for index, piece in enumerate(pieces))
