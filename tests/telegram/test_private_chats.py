"""What a visitor meets in a private chat."""

import pytest

from bot.assistant import Assistant
from tests.botapi.server import BotApi
from tests.botapi.stage import MEDIA, Stage


async def test_a_question_gets_one_answer_without_a_preview(awa: Stage) -> None:
    """A question is answered by one message, with a source button and without a link preview."""
    answer = await awa.asks("C'est où ?")
    assert "Parc des expositions" in answer.text
    assert answer.labels == ["Source"]
    assert not answer.preview
    assert answer.reply_to is None
