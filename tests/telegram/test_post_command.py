"""`bamex-bot post CHANNEL ENTRY`."""

import argparse
from dataclasses import replace

import pytest

from bot.assistant import Assistant
from bot.settings import Secret, Settings
from bot.store.store import Store
from bot.telegram.post_command import PROBLEMS, WRONG_USE, Refused, add_parsers, publish
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import AFTER_THE_EVENT

CHANNEL = -1001234567890


@pytest.fixture
def channel(api: BotApi) -> Stage:
    """A channel of which the bot is an administrator."""
    stage = Stage.group(api, CHANNEL, "channel")
    stage.room.username = "la_chaine"
    return stage


async def _post(
    settings: Settings, assistant: Assistant, channel: str, entry: str, language: str | None = None
) -> None:
    await publish(settings, assistant, lambda: AFTER_THE_EVENT, channel, entry, language)


@pytest.mark.parametrize("name", ["@la_chaine", str(CHANNEL)])
async def test_an_entry_is_posted_once(channel: Stage, settings: Settings, assistant: Assistant, name: str) -> None:
    """The entry's answer with its source becomes one post, in French where the channel has no language."""
    await _post(settings, assistant, name, "venue")
    (post,) = channel.room.heard
    assert "Parc des expositions" in post.text
    assert "MaliBuzz" in post.text


async def test_in_the_channel_s_language(channel: Stage, settings: Settings, assistant: Assistant) -> None:
    """The language set in the channel counts, and --lang more."""
    async with Store.opened(settings.database_url.reveal()) as store:
        await store.choose_language(CHANNEL, "tr")
    await _post(settings, assistant, "@la_chaine", "venue")
    await _post(settings, assistant, "@la_chaine", "programme", "es")
    places = [assistant.guide.languages[code].facts["place.name"].text for code in ("tr",)]
    assert places[0] in channel.room.heard[0].text
    assert "noviembre" in channel.room.heard[1].text


@pytest.mark.parametrize(
    ("name", "entry", "status", "said"),
    [
        ("@la_chaine", "venu", WRONG_USE, "venue"),
        ("la chaine", "venue", WRONG_USE, "channel"),
        ("@another_one", "venue", PROBLEMS, "administrator"),
    ],
)
async def test_refusals_say_what_to_do(
    channel: Stage, settings: Settings, assistant: Assistant, name: str, entry: str, status: int, said: str
) -> None:
    """A wrong entry or channel is said in one line with the next step, and nothing is posted."""
    with pytest.raises(Refused, match=said) as refusal:
        await _post(settings, assistant, name, entry)
    assert refusal.value.status == status
    assert "\n" not in str(refusal.value)
    assert channel.room.heard == []


async def test_without_a_token(settings: Settings, assistant: Assistant) -> None:
    """Without a token the command says which variable it needs."""
    with pytest.raises(Refused, match="TELEGRAM_BOT_TOKEN"):
        await _post(replace(settings, token=None), assistant, "@la_chaine", "venue")


async def test_a_refused_token_is_not_shown(channel: Stage, settings: Settings, assistant: Assistant) -> None:
    """When Telegram does not know the token, the line names the variable and not what stands in it."""
    wrong = "123456:ABC-a-token-that-nobody-has-been-given-yet"
    with pytest.raises(Refused, match="TELEGRAM_BOT_TOKEN") as refusal:
        await _post(replace(settings, token=Secret(wrong)), assistant, "@la_chaine", "venue")
    assert wrong not in str(refusal.value)


def test_a_channel_s_id_is_no_option() -> None:
    """An id with its minus sign is taken as the channel."""
    parser = argparse.ArgumentParser()
    add_parsers(parser.add_subparsers(), argparse.ArgumentParser(add_help=False))
    options = parser.parse_args(["post", str(CHANNEL), "dates"])
    assert (options.channel, options.entry) == (str(CHANNEL), "dates")
