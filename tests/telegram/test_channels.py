"""Channels: asked in a post, and posted to by organisers."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.assistant import Assistant
from bot.telegram.channels import PROGRAMME, publishable
from bot.telegram.conversation import Conversation
from tests.botapi.scenes import membership
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running

ORGANISER, CHANNEL = 7, -1001234567890
FIRST_DAY = datetime(2025, 11, 11, 9, tzinfo=UTC)


@pytest.fixture
async def organiser(api: BotApi, running: Running) -> AsyncIterator[Stage]:
    """An organiser's private chat with the live bot, on the first day."""
    async with running(organizers=frozenset({ORGANISER}), clock=lambda: FIRST_DAY):
        yield Stage.private(api, ORGANISER)


@pytest.fixture
async def channel(organiser: Stage) -> Stage:
    """A channel that lets the bot post."""
    stage = Stage.group(organiser.api, CHANNEL, "channel")
    stage.room.title = "La chaîne"
    await membership(stage, "left", "administrator", can_post_messages=True)
    await organiser.api.until_acknowledged()
    return stage


async def test_added_to_a_channel_it_says_nothing(channel: Stage) -> None:
    """In a channel the bot posts on request only, and greets nobody."""
    for before, now in (("administrator", "administrator"), ("administrator", "kicked")):
        await membership(channel, before, now, **({"can_post_messages": True} if now == "administrator" else {}))
    await channel.says("Bonjour, c'est où ?")
    await channel.api.until_acknowledged()
    assert channel.room.heard == []


async def test_a_question_in_a_post(channel: Stage, assistant: Assistant) -> None:
    """`/faq <question>` as a channel post is answered below it, an edited one in its answer's place."""
    answer = await channel.asks("/faq C'est où ?")
    assert "Parc des expositions" in answer.text
    assert answer.reply_to == channel.room.notes[-2].id
    await channel.edits(channel.room.notes[-2], "/faq C'est quand ?")
    await channel.api.until_acknowledged()
    assert len(channel.room.heard) == 1
    assert "2025" in channel.room.heard[0].text
    assert (await channel.asks("/faq")).text == assistant.say("faq_usage", "en")


async def test_faq_works_everywhere(api: BotApi, live: None) -> None:
    """/faq is a question in a group and in private too."""
    for stage in (Stage.private(api), Stage.group(api)):
        assert "Parc des expositions" in (await stage.asks("/faq C'est où ?")).text


async def test_an_organiser_publishes_an_entry(organiser: Stage, channel: Stage, assistant: Assistant) -> None:
    """/post offers the channels, the texts and a preview; "publish" posts it once, in the channel's language."""
    await channel.asks("/language tr")
    panel = await organiser.asks("/post")
    assert panel.labels == ["La chaîne"]
    await organiser.notice_of(organiser.taps("La chaîne", panel))
    await organiser.notice_of(organiser.taps(assistant.title("venue", "fr"), panel))
    place = assistant.guide.languages["tr"].facts["place.name"].text
    assert place in panel.text
    assert len(channel.room.heard) == 1
    await organiser.notice_of(organiser.taps("Publier · La chaîne", panel))
    post = channel.room.heard[-1]
    assert place in post.text
    assert "MaliBuzz" in post.text
    assert (post.labels, post.preview, panel.labels) == ([], False, [])
    assert "La chaîne" in panel.text


async def test_the_day_s_programme(organiser: Stage, channel: Stage) -> None:
    """The day's programme is what the article knows of a day: its number, what is done, and that it has no hours."""
    panel = await organiser.asks("/post")
    for label in ("La chaîne", "Programme du jour", "Publier · La chaîne"):
        await organiser.notice_of(organiser.taps(label, panel))
    text = channel.room.heard[-1].text
    assert "1 sur 4" in text
    assert "démonstrations" in text.lower()
    assert text.count("\n\n") == 3


async def test_only_organisers_publish(organiser: Stage, channel: Stage, assistant: Assistant) -> None:
    """To others /post does not exist, and buttons of an organiser do nothing for them."""
    panel = await organiser.asks("/post")
    stranger = Stage(organiser.api, organiser.room, Stage.private(organiser.api, 8).person)
    for data in (f"post:at:{CHANNEL}", f"post:go:{CHANNEL}:venue"):
        await stranger.notice_of(stranger.taps_data(data, panel))
    assert channel.room.heard == []
    assert panel.labels == ["La chaîne"]
    assert assistant.say("unknown_command", "fr") in (await Stage.private(organiser.api, 8).asks("/post")).text


async def test_a_channel_that_no_longer_lets_it_post(organiser: Stage, channel: Stage) -> None:
    """Without the right to post a channel is not offered; a refusal in the last moment is shown to the organiser."""
    panel = await organiser.asks("/post")
    channel.room.muted = True
    notice = await organiser.notice_of(organiser.taps_data(f"post:go:{CHANNEL}:venue", panel))
    assert "not enough rights" in notice.lower()
    await membership(channel, "administrator", "administrator", can_post_messages=False)
    await organiser.api.until_acknowledged()
    assert (await organiser.asks("/post")).labels == []
    await organiser.notice_of(organiser.taps_data(f"post:go:{CHANNEL}:venue", panel))
    assert channel.room.heard == []


def test_every_text_fits_on_a_button(assistant: Assistant) -> None:
    """What can be published fits into the 64 bytes of a button, the longest channel id included."""
    texts = publishable(Conversation(lambda: assistant, lambda: FIRST_DAY))
    assert texts[0] == PROGRAMME
    assert len(texts) > 10
    assert all(len(f"post:see:-100{10**12 - 1}:{what}".encode()) <= 64 for what in texts)
