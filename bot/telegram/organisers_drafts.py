"""Files that organisers send: checked, shown as a difference, and published or dropped by a tap."""

import asyncio
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from telegram import Document, InlineKeyboardButton, InlineKeyboardMarkup

from bot.editing.differences import differences
from bot.editing.edition import Edition, Refused
from bot.editing.sent import recognised
from bot.editing.sources import Change, Sources
from bot.editing.threads import in_thread
from bot.guide.files import MAX_BYTES
from bot.guide.problems import Wording
from bot.live import Live
from bot.telegram import organisers_words as words
from bot.telegram.connection import TelegramBot

_DOWNLOAD_SECONDS = 60.0
# A day moved in event.yaml touches all twelve languages: 122 s to build and 216 s to ask every question before and
# after, on two cores that were busy with other things.
_CHECK_SECONDS = 900.0
_MOST_DRAFTS = 10


@dataclass(frozen=True, slots=True)
class _Checked:
    change: Change
    edition: Edition
    differences: tuple[Wording, ...]


class Drafts:
    """Drafts that wait for a tap; a restart forgets them.

    Only the newest keeps what was built for it, which takes hundreds of megabytes; an older one is built again.
    """

    def __init__(self, live: Live) -> None:
        self._live = live
        self._waiting: OrderedDict[str, Change] = OrderedDict()
        self._newest: tuple[str, Edition] | None = None

    async def check(
        self, document: Document, bot: TelegramBot, language: str
    ) -> tuple[str, InlineKeyboardMarkup | None]:
        """What to say to a file that was sent, with the buttons if it may be published."""
        name = Path(document.file_name or "").name
        if Path(name).suffix.lower() not in (".yaml", ".yml"):
            return words.say(words.NOT_YAML, language), None
        if (document.file_size or 0) > MAX_BYTES:
            return words.say(words.TOO_LARGE, language, most=MAX_BYTES // 1000), None
        try:
            async with asyncio.timeout(_DOWNLOAD_SECONDS):
                content = bytes(await (await bot.get_file(document.file_id)).download_as_bytearray())
            if len(content) > MAX_BYTES:
                return words.say(words.TOO_LARGE, language, most=MAX_BYTES // 1000), None
            async with asyncio.timeout(_CHECK_SECONDS):
                checked = await in_thread(lambda: self._checked(name, content))
        except TimeoutError:
            return words.say(words.TOO_LONG, language, seconds=int(_CHECK_SECONDS)), None
        if isinstance(checked, Refused):
            return words.refusal(checked, words.REFUSED, language), None
        if checked is None:
            return words.say(words.NO_DIFFERENCE, language), None
        return self._shown(checked, language)

    async def publish(self, key: str, language: str) -> str:
        """Publish a draft; what to say about it."""
        change, edition = self._taken(key)
        if change is None:
            return words.say(words.DRAFT_GONE, language)
        try:
            done = await in_thread(lambda: self._live.publish(change, edition))
        except OSError as error:
            return words.say(words.CANNOT_WRITE, language, why=error.strerror or type(error).__name__)
        if isinstance(done, Refused):
            return words.refusal(done, words.REFUSED, language)
        return words.say(words.PUBLISHED, language)

    async def cancel(self, key: str, language: str) -> str:
        """Drop a draft; what to say about it."""
        change, _ = self._taken(key)
        return words.say(words.CANCELLED if change else words.DRAFT_GONE, language)

    def _taken(self, key: str) -> tuple[Change | None, Edition | None]:
        built = self._newest[1] if self._newest and self._newest[0] == key else None
        if built is not None:
            self._newest = None
        return self._waiting.pop(key, None), built

    def _checked(self, name: str, content: bytes) -> _Checked | Refused | None:
        now = self._live.edition
        sources = now.sources
        change = recognised(name, content, sources)
        if isinstance(change, list):
            return Refused(sources, tuple(change))
        if _is_there(change, sources):
            return None
        edition = self._live.propose(change)
        if isinstance(edition, Refused):
            return edition
        return _Checked(change, edition, tuple(differences(now, edition)))

    def _shown(self, checked: _Checked, language: str) -> tuple[str, InlineKeyboardMarkup]:
        key = secrets.token_hex(6)
        self._waiting[key] = checked.change
        self._newest = key, checked.edition
        while len(self._waiting) > _MOST_DRAFTS:
            self._waiting.popitem(last=False)
        file = f"{checked.change.part.value}/{checked.change.name}"
        lines = words.difference_lines(checked.differences, language)
        text = "\n".join(
            [words.say(words.CHECKED, language, file=file), *(lines or [words.ONLY_FORM.in_language(language)])]
        )
        buttons = [
            InlineKeyboardButton(words.PUBLISH.in_language(language), callback_data=f"o:p:{key}"),
            InlineKeyboardButton(words.CANCEL.in_language(language), callback_data=f"o:x:{key}"),
        ]
        return text, InlineKeyboardMarkup([buttons])


def _is_there(change: Change, sources: Sources) -> bool:
    return sources.content(change.part, change.name) == change.content
