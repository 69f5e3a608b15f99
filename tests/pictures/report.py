"""The first screen of `bamex-bot report`, over what the pictured bot keeps."""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape

from bot.insights.report.contents import gathered, kept
from bot.insights.report.page import Page
from bot.live import Live
from bot.settings import Settings

# Figures, outcomes and days; the rest of the page changes with every question that the FAQ learns.
_SECTIONS = 2
_SECTION = '<section aria-labelledby="'
_NOT_SEEN = re.compile(r"<(title|style|details)\b.*?</\1>", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The beginning of a report's page."""

    html: str

    def as_json(self) -> str:
        """The text that is kept: what is read on it, a line each."""
        text = unescape(re.sub(r"<[^>]*>", "\n", _NOT_SEEN.sub("", self.html)))
        lines = [line for line in map(str.strip, text.splitlines()) if line]
        return json.dumps(lines, ensure_ascii=False, indent=1) + "\n"


async def reports(live: Live, settings: Settings, now: datetime, languages: tuple[str, ...]) -> dict[str, Sheet]:
    """The beginning of the report in each language (BCP 47), gathered once."""
    assistant, understanding = live.current(), live.edition.understanding
    contents = gathered(await kept(settings, now), assistant, understanding, settings, now)
    return {
        language: Sheet(_SECTION.join(Page(contents, assistant, language).html().split(_SECTION)[: 1 + _SECTIONS]))
        for language in languages
    }
