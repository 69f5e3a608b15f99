"""A YAML text as a tree that knows where each value begins and ends, so that one can be changed and all else kept."""

from dataclasses import dataclass, field
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Span:
    """A value: [start, end) in characters; its text, its children if it is a mapping, its items if it is a list."""

    start: int
    end: int
    text: str | None = None
    flow: bool = False
    column: int = 0
    children: dict[str, "Span"] = field(default_factory=dict)
    items: list["Span"] = field(default_factory=list)


def read_spans(content: str) -> Span:
    """The root mapping of a YAML document. Raises yaml.YAMLError, and ValueError if it is no mapping."""
    events: Any = yaml.parse(content, Loader=_LOADER)
    for event in events:
        if isinstance(event, yaml.MappingStartEvent):
            return _mapping(event, events)
        if isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent):
            break
    raise ValueError("the document is no mapping")


def _mapping(start: Any, events: Any) -> Span:
    span = Span(
        start.start_mark.index, start.end_mark.index, flow=bool(start.flow_style), column=start.start_mark.column
    )
    for key in events:
        if isinstance(key, yaml.MappingEndEvent):
            if span.flow:
                span.end = _index(key.end_mark)
            return span
        value = _value(next(events), events)
        span.children[getattr(key, "value", "")] = value
        span.end = max(span.end, value.end)
    raise ValueError("the mapping does not end")


def _value(event: Any, events: Any) -> Span:
    start, end = _index(event.start_mark), _index(event.end_mark)
    if isinstance(event, yaml.MappingStartEvent):
        return _mapping(event, events)
    if isinstance(event, yaml.SequenceStartEvent):
        span = Span(start, end, flow=bool(event.flow_style))
        for item in events:
            if isinstance(item, yaml.SequenceEndEvent):
                if span.flow:
                    span.end = _index(item.end_mark)
                return span
            span.items.append(_value(item, events))
            span.end = max(span.end, span.items[-1].end)
    return Span(start, end, text=getattr(event, "value", None))


def _index(mark: Any) -> int:
    position: int = mark.index
    return position
