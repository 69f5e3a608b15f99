"""The question behind an answer is remembered, in memory, for the day in which the answer can be voted on."""

from datetime import UTC, datetime

from telegram import Chat, Message

from bot.telegram.connection import TelegramBot
from bot.telegram.conversation import Outgoing
from bot.telegram.delivery import Delivery
from bot.telegram.pacing import Pacing
from tests.botapi.server import TOKEN, BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import UNLIMITED

DAY = 24 * 3600.0


def _asked(number: int) -> Message:
    return Message(number, datetime(2026, 2, 1, tzinfo=UTC), Chat(42, "private"), text=f"question {number}")


async def test_a_question_is_forgotten_after_a_day(api: BotApi) -> None:
    """A question is known for a day, not longer; at most as many as said are known; /forget drops a chat's."""
    awa, now = Stage.private(api), [1_000.0]
    bot = TelegramBot(TOKEN, api.root, Pacing(UNLIMITED))
    async with bot:
        delivery = Delivery(bot, remembered=2, now=lambda: now[0])

        async def answers(number: int) -> int:
            await delivery.answer(_asked(number), Outgoing(("oui",)))
            return awa.room.heard[-1].id

        first = await answers(1)
        now[0] += DAY - 1
        assert delivery.question_of(42, first) == "question 1"
        second = await answers(2)
        now[0] += 1
        assert delivery.question_of(42, first) == ""
        third, fourth = await answers(3), await answers(4)
        assert [delivery.question_of(42, id_) for id_ in (second, third, fourth)] == ["", "question 3", "question 4"]
        delivery.forget(42)
        assert delivery.question_of(42, fourth) == ""
