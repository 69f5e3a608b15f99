"""`@bot venue` in any chat."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.assistant import Assistant
from tests.botapi.rooms import Person
from tests.botapi.scenes import types
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running

AWA = Person(42)


@pytest.mark.parametrize(
    ("language", "typed"), [("fr", "où"), ("en", "venue"), ("tr", "nerede"), ("ar", "أين"), ("fr", "venue")]
)
async def test_titles_in_the_user_s_language(
    api: BotApi, live: None, assistant: Assistant, language: str, typed: str
) -> None:
    """The answer to what is typed in any language is listed, title and text in that of the user's Telegram."""
    offered = await types(api, typed, Person(42, language_code=language))
    assert len(offered["results"]) <= 10
    first = next(result for result in offered["results"] if result["title"] == assistant.title("venue", language))
    assert "BAMEX" in first["input_message_content"]["message_text"]
    assert first["input_message_content"]["link_preview_options"]["is_disabled"] is True
    assert "reply_markup" not in first


async def test_the_chosen_language_counts_more(api: BotApi, live: None, assistant: Assistant) -> None:
    """Who chose a language in private gets it inline too."""
    await Stage.private(api).asks("/language es")
    assert (await types(api, "venue", AWA))["results"][0]["title"] == assistant.title("venue", "es")


async def test_nothing_typed_lists_the_main_topics(api: BotApi, live: None, assistant: Assistant) -> None:
    """An empty query offers ten topics."""
    titles = [result["title"] for result in (await types(api, "", AWA))["results"]]
    assert len(titles) == 10
    assert assistant.title("venue", "fr") in titles


@pytest.mark.parametrize("typed", ["recette de la tarte", "qsdfgh", "acheter des fusils", "🎉"])
async def test_what_the_bot_does_not_know(api: BotApi, live: None, assistant: Assistant, typed: str) -> None:
    """The thresholds are those of a chat: where the bot would not answer it lists nothing, but a way to ask it."""
    offered = await types(api, typed, AWA)
    assert offered["results"] == []
    assert offered["button"] == {"text": assistant.say("inline_ask", "fr"), "start_parameter": "inline"}


async def test_it_may_be_cached_for_this_user_until_midnight(api: BotApi, running: Running) -> None:
    """Telegram may keep the list for its user only, five minutes, and not past midnight in Bamako."""
    now = [datetime(2025, 11, 11, 12, tzinfo=UTC)]
    async with running(clock=lambda: now[0]):
        offered = await types(api, "venue", AWA)
        assert (offered["is_personal"], offered["cache_time"]) == (True, 300)
        now[0] = datetime(2025, 11, 11, 23, 59, 20, tzinfo=UTC)
        assert (await types(api, "dates", AWA))["cache_time"] == 40
        now[0] += timedelta(seconds=39.5)
        assert (await types(api, "dates", AWA))["cache_time"] == 1


async def test_a_late_answer_is_no_trouble(api: BotApi, live: None) -> None:
    """A query that Telegram no longer waits for is let go."""
    await api.give(inline_query={"id": "old", "from": AWA.as_json(), "query": "venue", "offset": ""})
    await api.until_acknowledged()
    assert len(api.called("answerInlineQuery")) == 1
    assert (await types(api, "venue", AWA))["results"]


async def test_what_was_sent_inline_is_not_answered(api: BotApi, live: None) -> None:
    """A message that somebody sent through the bot is no question to it."""
    crowd = Stage.group(api)
    await crowd.says("@bamex_test_bot BAMEX'25", via_bot=api.me)
    await api.until_acknowledged()
    assert crowd.room.heard == []
