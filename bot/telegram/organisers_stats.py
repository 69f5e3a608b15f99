"""How it goes: what was asked, as one picture with its main figures in words."""

import asyncio
import logging
from collections.abc import Mapping
from pathlib import Path

from babel.dates import format_date

from bot.assistant import Assistant
from bot.guide.entries import Outcome
from bot.guide.problems import Wording, agreed
from bot.insights import wording
from bot.insights.charts import Bar, CannotDraw, Chart, Figure, Kind, Panel, drawn
from bot.insights.figures import Figures, Tally, figures
from bot.insights.logbook import Logbook
from bot.store.asked import Asked
from bot.store.store import StoreUnavailable
from bot.telegram import organisers_words as words
from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Conversation, Reader
from bot.telegram.delivery import Delivery

_LOGGER = logging.getLogger(__name__)

MOST_BARS = 6
_MOST_NAMED = 3

NOTHING_ASKED = Wording("Personne n'a encore rien demandé", "Nothing has been asked yet")
TITLE = Wording("Comment ça va", "How it goes")
IN_ALL, TODAY = Wording("questions en tout", "questions in all"), Wording("aujourd'hui", "today")
TOGETHER = Wording("en tout", "in all")
WITH_ANSWER = Wording("avec réponse", "answered")
BY_LANGUAGE, BY_TOPIC = Wording("Par langue", "By language"), Wording("Par sujet", "By topic")
CAPTION = Wording("{today} question(s) aujourd'hui, {all} en tout", "{today} question(s) today, {all} in all")
LISTED = Wording("{title} : {list}", "{title}: {list}")


class StatsDesk:
    """Answers /stats. One picture is drawn at a time."""

    def __init__(
        self, asked: Asked, logbook: Logbook, conversation: Conversation, bot: TelegramBot, cache: Path
    ) -> None:
        self._asked, self._logbook, self._conversation = asked, logbook, conversation
        self._bot, self._delivery, self._cache = bot, Delivery(bot), cache
        self._drawing = asyncio.Lock()

    async def show(self, chat_id: int, language: str) -> None:
        """Send the picture with its caption; the words alone if it cannot be drawn."""
        assistant = self._conversation.assistant
        today = self._conversation.now().astimezone(assistant.guide.event.time_zone).date()
        try:
            await self._logbook.finish()
            found = figures(await self._asked.counts(), today)
        except StoreUnavailable:
            await self._write(chat_id, words.say(words.NOT_NOW, language), language)
            return
        if not found.in_all.total:
            await self._write(chat_id, words.say(NOTHING_ASKED, language), language)
            return
        said = caption(found, assistant, language)
        day = format_date(today, "medium", locale=wording.organisers_language(language))
        try:
            async with self._drawing:
                picture = await drawn(chart(found, assistant, language, day), self._cache)
        except (CannotDraw, OSError) as error:
            _LOGGER.warning("no chart for /stats (%s)", error)
            await self._write(chat_id, said, language)
            return
        await self._bot.send_photo(chat_id, picture, said, filename="stats.png")

    async def _write(self, chat_id: int, text: str, language: str) -> None:
        await self._delivery.post(chat_id, self._conversation.plain(text, Reader(language)))


def caption(found: Figures, assistant: Assistant, language: str) -> str:
    """The main figures in words."""
    today, in_all = (wording.number(tally.total, language) for tally in (found.today, found.in_all))
    outcomes = [
        f"{name.in_language(language)}\N{NO-BREAK SPACE}{_counted(found.in_all, outcome, language)}"
        for outcome, name in wording.OUTCOMES.items()
        if found.in_all.of(outcome)
    ]
    lines = [
        agreed(words.say(CAPTION, language, today=today, all=in_all), language),
        f"{', '.join(outcomes)}.",
    ]
    named = (
        (BY_LANGUAGE, {wording.language_name(code, language): t for code, t in found.by_language.items()}),
        (BY_TOPIC, {wording.topic_name(assistant, topic, language): t for topic, t in found.by_topic.items()}),
    )
    for title, tallies in named:
        if tallies:
            first = [
                f"{name}\N{NO-BREAK SPACE}{wording.number(tally.total, language)}"
                for name, tally in list(tallies.items())[:_MOST_NAMED]
            ]
            rest = ["…"] if len(tallies) > _MOST_NAMED else []
            listed = ", ".join([*first, *rest])
            lines.append(words.say(LISTED, language, title=title.in_language(language), list=listed))
    return "\n".join(lines)


def chart(found: Figures, assistant: Assistant, language: str, day: str) -> Chart:
    """The picture's content; `day` is today as it is written."""
    languages = {wording.language_name(code, language): tally for code, tally in found.by_language.items()}
    topics = {wording.topic_name(assistant, topic, language): tally for topic, tally in found.by_topic.items()}
    answered = wording.percent(found.in_all.share(Outcome.ANSWER), language)
    return Chart(
        f"{TITLE.in_language(language)} · {assistant.guide.event.name}",
        day,
        (
            Figure(wording.number(found.in_all.total, language), IN_ALL.in_language(language)),
            Figure(wording.number(found.today.total, language), TODAY.in_language(language)),
            Figure(answered, WITH_ANSWER.in_language(language)),
        ),
        _parts(found.in_all),
        (TODAY.in_language(language), TOGETHER.in_language(language)),
        tuple(
            Kind(
                name.in_language(language),
                (wording.number(found.today.of(outcome), language), _counted(found.in_all, outcome, language)),
            )
            for outcome, name in wording.OUTCOMES.items()
        ),
        tuple(
            Panel(title.in_language(language), _bars(tallies, language))
            for title, tallies in ((BY_LANGUAGE, languages), (BY_TOPIC, topics))
            if tallies
        ),
    )


def _bars(tallies: Mapping[str, Tally], language: str) -> tuple[Bar, ...]:
    """The largest, and all the others as one."""
    named = list(tallies.items())
    if len(named) > MOST_BARS:
        rest = [tally for _, tally in named[MOST_BARS - 1 :]]
        others = Tally({outcome: sum(tally.of(outcome) for tally in rest) for outcome in wording.OUTCOMES})
        named = [*named[: MOST_BARS - 1], (f"{wording.OTHER.in_language(language)} ({len(rest)})", others)]
    return tuple(Bar(name, _parts(tally), wording.number(tally.total, language)) for name, tally in named)


def _parts(tally: Tally) -> tuple[int, ...]:
    return tuple(tally.of(outcome) for outcome in wording.OUTCOMES)


def _counted(tally: Tally, outcome: Outcome, language: str) -> str:
    return f"{wording.number(tally.of(outcome), language)} ({wording.percent(tally.share(outcome), language)})"
