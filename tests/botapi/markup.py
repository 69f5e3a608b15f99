"""Telegram's HTML: text with tags → plain text and entities, with Telegram's own words for what is wrong."""

import re
from dataclasses import dataclass

from tests.botapi.errors import bad_request

JSON = dict[str, object]

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
}
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ENTITY = re.compile(r"&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(lt|gt|amp|quot));?")
_TAG = re.compile(r"<(/?)([a-zA-Z-]*)([^<>]*)>")
_BOT_COMMAND = re.compile(r"(?<![\w/<>])/\w{1,64}(?:@\w{3,32})?", re.ASCII)
_MENTION = re.compile(r"(?<![\w@/])@\w{3,32}", re.ASCII)
MOST_ENTITIES = 100


@dataclass(frozen=True, slots=True)
class Parsed:
    """What readers see, and where it is formatted (offsets in UTF-16 code units)."""

    text: str
    entities: tuple[JSON, ...]


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> Parsed:
    """Parse as the Bot API does with parse_mode=HTML. Raises ApiError 400 "can't parse entities"."""
    text, entities = "", []
    opened: list[tuple[str, int]] = []
    position = 0
    while position < len(source):
        letter = source[position]
        if letter == "&" and (entity := _ENTITY.match(source, position)):
            text += _decoded(entity)
            position = entity.end()
        elif letter == "<":
            at = len(source[:position].encode("utf-8", "surrogatepass"))
            tag = _TAG.match(source, position)
            if tag is None:
                raise _unparsable(f"Unclosed start tag at byte offset {at}")
            closing, name = bool(tag.group(1)), tag.group(2).lower()
            if not closing:
                if name not in _KINDS:
                    raise _unparsable(f'Unsupported start tag "{name}" at byte offset {at}')
                opened.append((name, units(text)))
            elif not opened:
                raise _unparsable(f"Unexpected end tag at byte offset {at}")
            else:
                expected, start = opened.pop()
                if name not in ("", expected):
                    raise _unparsable(
                        f'Unmatched end tag at byte offset {at}, expected "</{expected}>", found "</{name}>"'
                    )
                if units(text) > start:
                    entities.append({"type": _KINDS[expected], "offset": start, "length": units(text) - start})
            position = tag.end()
        else:
            text += letter
            position += 1
    if opened:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    entities.sort(key=lambda entity: (entity["offset"], -int(str(entity["length"]))))
    return Parsed(text, tuple(entities[:MOST_ENTITIES]))


def automatic_entities(text: str) -> list[JSON]:
    """The entities that Telegram finds by itself in what people write: commands and mentions."""
    return [
        {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}
        for kind, pattern in (("bot_command", _BOT_COMMAND), ("mention", _MENTION))
        for match in pattern.finditer(text)
    ]


def _decoded(entity: re.Match[str]) -> str:
    decimal, hexadecimal, name = entity.groups()
    if name:
        return _ENTITIES[name]
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if 0 < code < 0x110000 else entity.group()


def _unparsable(what: str) -> Exception:
    return bad_request(f"can't parse entities: {what}")
