"""A visitor who reads from right to left."""

import pytest

from bot.assistant import Assistant
from bot.telegram.rendering import directed
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import AFTER_THE_EVENT


async def test_answers_in_arabic_keep_their_direction(api: BotApi, live: None, assistant: Assistant) -> None:
    """Greeting, buttons and answers in Arabic arrive with the marks that keep them readable."""
    if "ar" not in assistant.languages:
        pytest.skip("there is no Arabic yet")
    visitor = Stage.private(api, 90, "ar")
    greeting = await visitor.asks("/start")
    assert greeting.text == directed(assistant.say("welcome", "ar"), "ar")
    assert greeting.labels[0] == assistant.say("menu_dates", "ar")
    answer = await visitor.asks("/start dates")
    assert answer.text == directed(assistant.answer("dates", "ar", AFTER_THE_EVENT).text, "ar")
    await visitor.notice_of(visitor.taps(assistant.say("source_button", "ar")))
    assert answer.text.endswith(directed(assistant.source_line("dates", "ar"), "ar"))
