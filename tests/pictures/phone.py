"""A transcript → the page of a phone that shows it."""

import base64
from collections.abc import Iterator
from html import escape
from pathlib import Path

from tests.botapi.markup import automatic_entities, units
from tests.pictures.transcript import Bubble, Transcript

WIDTH = 400  # CSS pixels, as chat.css has it
_STYLE = (Path(__file__).parent / "chat.css").read_text(encoding="utf-8")
_LINKS = ("bot_command", "mention", "text_link", "url")


def page(transcript: Transcript, theme: str) -> str:
    """The HTML page of a transcript; `theme` is "light" or "dark"."""
    below = f'<div class="below">{escape(transcript.below)}</div>' if transcript.below else ""
    turns = "".join(_turn(bubble, transcript.title) for bubble in transcript.bubbles)
    return (
        f'<!doctype html><html data-theme="{theme}"><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style><body>'
        f'<div class="phone"><div class="bar"><div class="face">{escape(transcript.title[:1])}</div>'
        f'<div><div class="title">{escape(transcript.title)}</div>{below}</div></div>'
        f'<div class="chat">{turns}</div></div></body></html>'
    )


def _turn(bubble: Bubble, title: str) -> str:
    classes = "turn" + (" keyed" if bubble.buttons or bubble.photo else "") + ("" if bubble.sender else " mine")
    sender = f'<div class="sender">{escape(bubble.sender)}</div>' if bubble.sender not in ("", title) else ""
    keys = f'<div class="keys">{"".join(map(_row, bubble.buttons))}</div>' if bubble.buttons else ""
    return f'<div class="{classes}"><div class="bubble">{sender}{_quote(bubble)}{_body(bubble)}</div>{keys}</div>'


def _quote(bubble: Bubble) -> str:
    if not bubble.asked_by:
        return ""
    return f'<div class="quote"><b>{escape(bubble.asked_by)}</b><span>{escape(bubble.answers)}</span></div>'


def _body(bubble: Bubble) -> str:
    when = f'<span class="when">{"✎ " if bubble.edited else ""}{bubble.time}</span>'
    if bubble.file:
        kind = Path(bubble.file).suffix.removeprefix(".").upper()
        return f'<div class="file"><div class="sheet">{escape(kind)}</div>{escape(bubble.file)}{when}</div>'
    photo = ""
    if bubble.photo:
        photo = f'<img class="photo" src="data:image/png;base64,{base64.b64encode(bubble.photo).decode()}">'
    return f'{photo}<div class="text" dir="auto">{"".join(_marked_up(bubble))}{when}</div>'


def _row(labels: tuple[str, ...]) -> str:
    keys = "".join(f'<div class="key" dir="auto">{escape(label)}</div>' for label in labels)
    return f'<div class="row">{keys}</div>'


def _marked_up(bubble: Bubble) -> Iterator[str]:
    """The text in runs of one format each; phones find commands and mentions by themselves."""
    entities = [*bubble.entities, *automatic_entities(bubble.text)]
    spans = [
        (start, start + int(entity["length"]), entity["type"])
        for entity in entities
        for start in (int(entity["offset"]),)
    ]
    edges = {edge for start, end, _ in spans for edge in (start, end)}
    run, before, at = "", 0, 0
    for letter in bubble.text:
        if at in edges and run:
            yield _run(run, {kind for start, end, kind in spans if start <= before < end})
            run, before = "", at
        run += letter
        at += units(letter)
    yield _run(run, {kind for start, end, kind in spans if start <= before < end})


def _run(text: str, kinds: set[str]) -> str:
    classes = sorted({"link" if kind in _LINKS else kind for kind in kinds})
    return f'<span class="{" ".join(classes)}">{escape(text)}</span>' if classes else escape(text)
