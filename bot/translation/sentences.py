"""A French text in sentences, without a model and without a network."""

import re

# A full stop after these ends no sentence.
_SHORTENED = re.compile(
    r"(?:^|[\s(«\"])(?:M|MM|Mme|Mlle|Dr|Pr|Gal|Col|S\.E|art|av|env|etc|ex|fig|max|min|n|no|p|pp|vol|[A-Z])\.$"
)
_GAP = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][»\"”)])|(?<=[.!?…] »))\s+(?=[«\"“(/]*\s?[A-ZÀ-ÖØ-Þ0-9{/])|\n+")


def sentences(text: str) -> list[tuple[str, str]]:
    """The sentences of a text, each with the white space that follows it; joined, they are the text again."""
    found: list[tuple[str, str]] = []
    start = 0
    for gap in _GAP.finditer(text):
        sentence = text[start : gap.start()]
        if sentence.strip() and ("\n" in gap.group() or not _SHORTENED.search(sentence)):
            found.append((sentence, gap.group()))
            start = gap.end()
    if start < len(text):
        found.append((text[start:], ""))
    return found
