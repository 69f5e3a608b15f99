"""What nobody could answer, in clusters, each with what an organiser can do about it."""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MaybeInaccessibleMessage

from bot.editing.edition import Edition, Refused
from bot.editing.learning import harmed, is_taught, learned
from bot.editing.sources import Change
from bot.editing.threads import in_thread
from bot.guide.problems import Wording, agreed, shown
from bot.insights import wording
from bot.insights.clusters import Cluster, clusters
from bot.insights.logbook import Logbook
from bot.insights.masking import without_marks
from bot.insights.new_entry import new_entry
from bot.live import Live
from bot.store.asked import Asked, Unanswered
from bot.store.store import StoreUnavailable
from bot.telegram import organisers_words as words
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation, Reader
from bot.telegram.delivery import Delivery
from bot.understanding.decision import is_outside
from bot.understanding.understanding import Understanding

PAGE = 5
MOST_LIKELY = 3
_EXAMPLES = 4
# Tens of seconds on two slow cores: every question of the files is asked before and after.
_PROOF_SECONDS = 300.0


class UnansweredDesk:
    """Shows the clusters and does what their buttons say."""

    def __init__(
        self, live: Live, asked: Asked, logbook: Logbook, conversation: Conversation, bot: TelegramBot
    ) -> None:
        self._live, self._asked, self._logbook = live, asked, logbook
        self._conversation, self._bot, self._delivery = conversation, bot, Delivery(bot)

    async def show(self, chat_id: int, language: str, start: int = 0) -> None:
        """Send a page of clusters, a message each, the most asked first."""
        try:
            found = await self._clusters()
        except StoreUnavailable:
            await self._send(chat_id, words.say(words.NOT_NOW, language), language)
            return
        if not found:
            await self._send(chat_id, words.say(words.NO_UNANSWERED, language), language)
            return
        if start == 0:
            count = sum(len(cluster.rows) for cluster in found)
            heading = words.say(words.UNANSWERED, language, count=count, clusters=len(found))
            await self._send(chat_id, heading, language)
        page = found[start : start + PAGE]
        for place, cluster in enumerate(page, start=start + 1):
            keyboard = await self._buttons(cluster, language)
            if place == start + len(page) and place < len(found):
                keyboard.append([_button(words.NEXT, language, f"o:m:{place}")])
            await self._send(chat_id, _described(cluster, language), language, keyboard)

    async def tapped(self, kind: str, rest: str, message: MaybeInaccessibleMessage, language: str) -> None:
        """Do what a tap under a cluster asks for."""
        chat_id = message.chat.id
        if kind == "m" and rest.isdigit():
            await self.show(chat_id, language, int(rest))
            return
        key, _, entry = rest.partition(":")
        try:
            cluster = next((cluster for cluster in await self._clusters() if cluster.key == key), None)
            if cluster is None:
                text = words.say(words.DEALT_WITH, language)
            elif kind == "i":
                await self._asked.settle([row.id for row in cluster.rows])
                text = words.say(words.IGNORED, language, text=shown(cluster.text))
            elif kind == "n":
                await self._send_new_entry(chat_id, cluster, language)
                return
            else:
                text = await self._teach(cluster, entry, language)
        except StoreUnavailable:
            text = words.say(words.NOT_NOW, language)
        outgoing = words.set_apart(self._conversation.plain(text, Reader(language)))
        if not await self._delivery.edit(chat_id, message.message_id, outgoing.parts[0], None):
            await self._delivery.follow(message, outgoing)

    async def _clusters(self) -> list[Cluster]:
        # What was asked a moment ago is on its way to the database.
        await self._logbook.finish()
        rows = await self._asked.unanswered(self._logbook.since)
        understanding = self._live.edition.understanding
        return await in_thread(lambda: clusters(rows, understanding))

    async def _teach(self, cluster: Cluster, digest: str, language: str) -> str:
        guide, text = self._live.edition.guide, without_marks(cluster.text)
        entry = next((id_ for id_ in guide.entries if _digest(id_) == digest), None)
        if entry is None or not text:
            return words.say(words.DEALT_WITH, language)
        spoken = cluster.language if cluster.language in guide.languages else "fr"
        try:
            async with asyncio.timeout(_PROOF_SECONDS):
                proven = await in_thread(lambda: self._proven(entry, spoken, text, language))
            if isinstance(proven, str):
                return proven
            # Only now, so that a proof that was given up cannot end in a publication.
            change, after = proven
            done = await in_thread(lambda: self._live.publish(change, after))
        except TimeoutError:
            return words.say(words.TOO_LONG, language, seconds=int(_PROOF_SECONDS))
        except OSError as error:
            return words.say(words.CANNOT_WRITE, language, why=error.strerror or type(error).__name__)
        if isinstance(done, Refused):
            return words.refusal(done, words.REFUSED, language)
        await self._asked.settle(await in_thread(lambda: _answered(cluster.rows, done, entry)))
        title = self._conversation.assistant.title(entry, language)
        return words.say(words.LEARNED, language, text=shown(text), entry=title)

    def _proven(self, entry: str, spoken: str, text: str, language: str) -> tuple[Change, Edition] | str:
        """The change that adds the variant, and the edition that it leads to; or why there is none."""
        before = self._live.edition
        change = learned(before.sources, entry, spoken, text)
        after = self._live.propose(change)
        if isinstance(after, Refused):
            return words.refusal(after, words.REFUSED, language)
        if not is_taught(after, entry, text):
            title = self._conversation.assistant.title(entry, language)
            return words.say(words.NOT_TAUGHT, language, text=shown(text), entry=title)
        astray = harmed(before, after)
        if astray:
            lines = [f"• {shown(found.question)}" for found in astray]
            heading = words.say(words.HARMS, language, text=shown(text), count=len(astray))
            return "\n".join([heading, *words.listed(lines, language)])
        return change, after

    async def _send_new_entry(self, chat_id: int, cluster: Cluster, language: str) -> None:
        await self._bot.send_document(
            chat_id, new_entry(cluster).encode(), words.say(words.NEW_ENTRY_SENT, language), filename="nouvelle.yaml"
        )

    async def _buttons(self, cluster: Cluster, language: str) -> list[list[InlineKeyboardButton]]:
        assistant, understanding = self._conversation.assistant, self._live.edition.understanding
        rows = [
            [
                _button(
                    words.BELONGS,
                    language,
                    f"o:b:{cluster.key}:{_digest(entry)}",
                    title=assistant.title(entry, language),
                )
            ]
            for entry in await in_thread(lambda: likeliest(cluster, understanding))
        ]
        rows.append(
            [
                _button(words.NEW_ENTRY, language, f"o:n:{cluster.key}"),
                _button(words.IGNORE, language, f"o:i:{cluster.key}"),
            ]
        )
        return rows

    async def _send(
        self, chat_id: int, text: str, language: str, keyboard: list[list[InlineKeyboardButton]] | None = None
    ) -> None:
        outgoing = words.set_apart(self._conversation.plain(text, Reader(language)))
        markup = InlineKeyboardMarkup(keyboard) if keyboard else None
        await self._delivery.post(chat_id, replace(outgoing, keyboard=markup))


def likeliest(cluster: Cluster, understanding: Understanding) -> list[str]:
    """The entries that a cluster's questions come nearest to, at most three, those with an answer of their own."""
    scores: dict[str, float] = {}
    for row in cluster.rows[:20]:
        reading = understanding.read_message(row.text, row.language)
        for finding in reading.findings:
            if not is_outside(finding.entry):
                scores[finding.entry] = scores.get(finding.entry, 0.0) + finding.match.score
    return sorted(scores, key=lambda entry: -scores[entry])[:MOST_LIKELY]


def _answered(rows: Sequence[Unanswered], edition: Edition, entry: str) -> list[int]:
    """The questions of a cluster that the entry now answers."""
    template = edition.guide.entries[entry].template
    return [
        row.id
        for row in rows
        if any(edition.guide.entries[found].template == template for found in edition.reached(row.text).entries)
    ]


def _described(cluster: Cluster, language: str) -> str:
    several = len(cluster.languages) > 1
    languages = ", ".join(
        f"{wording.language_name(code, language)} {count}" if several else wording.language_name(code, language)
        for code, count in cluster.languages
    )
    texts = list(dict.fromkeys([cluster.text, *(row.text for row in cluster.rows)]))
    count = len(cluster.rows)
    heading = agreed(words.ASKED.in_language(language).format(count=count, languages=languages), language)
    lines = [heading, *(f"• {text}" for text in texts[:_EXAMPLES])]
    return "\n".join(lines + (["…"] if len(texts) > _EXAMPLES else []))


def _button(wording: Wording, language: str, data: str, **values: str) -> InlineKeyboardButton:
    text = wording.in_language(language)
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return InlineKeyboardButton(text, callback_data=data)


def _digest(entry: str) -> str:
    return hashlib.blake2b(entry.encode(), digest_size=8).hexdigest()
