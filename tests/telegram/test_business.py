"""The bot on an organiser's own account."""

from collections.abc import AsyncIterator

import pytest

from bot.assistant import Assistant
from tests.botapi.scenes import connects, writes_to_account
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running

ORGANISER, STRANGER = 7, 8
SURE = "Combien de pays étaient au salon ?"


@pytest.fixture
async def owner(api: BotApi, running: Running) -> AsyncIterator[Stage]:
    """An organiser's private chat with the live bot."""
    async with running(organizers=frozenset({ORGANISER})):
        yield Stage.private(api, ORGANISER)


@pytest.fixture
def customer(owner: Stage) -> Stage:
    """Somebody who writes to the organiser's account."""
    return Stage.private(owner.api, 99)


async def _switch(owner: Stage, label: str = "Activer") -> None:
    panel = await owner.asks("/business")
    await owner.notice_of(owner.taps(label, panel))


async def test_silent_until_the_owner_switches_it_on(owner: Stage, customer: Stage) -> None:
    """A connected account is told so once; nothing is answered there before its owner says so, nor after a no."""
    await connects(owner)
    assert owner.room.heard[-1].labels == ["Activer"]
    await writes_to_account(customer, SURE)
    assert customer.room.heard == []
    await _switch(owner)
    question = await writes_to_account(customer, SURE)
    (answer,) = customer.room.heard
    assert "30" in answer.text
    assert answer.json["business_connection_id"] == "account1"
    assert answer.reply_to == question.id
    await _switch(owner, "Désactiver")
    await writes_to_account(customer, SURE)
    assert len(customer.room.heard) == 1


async def test_it_says_that_it_was_not_the_owner(owner: Stage, customer: Stage, assistant: Assistant) -> None:
    """The answer names its source and says that a bot gave it."""
    await connects(owner)
    await _switch(owner)
    await writes_to_account(customer, SURE)
    assert customer.room.heard[0].text.endswith(assistant.say("business_note", "fr"))
    assert "MaliBuzz" in customer.room.heard[0].text


@pytest.mark.parametrize("text", ["Bonjour !", "On se voit demain ?", "Le prix du billet ?", "/start", "venue ou pas"])
async def test_only_what_it_is_sure_of(owner: Stage, customer: Stage, text: str) -> None:
    """Everything else is the owner's: small talk, the unsure, what the article leaves open."""
    await connects(owner)
    await _switch(owner)
    await writes_to_account(customer, text)
    assert customer.room.heard == []


async def test_what_the_owner_writes_is_not_answered(owner: Stage, customer: Stage) -> None:
    """The owner's own messages, and those of their bots, are no questions."""
    await connects(owner)
    await _switch(owner)
    await writes_to_account(customer, SURE, fields={"from": owner.person.as_json()})
    await writes_to_account(customer, SURE, fields={"sender_business_bot": owner.api.me})
    assert customer.room.heard == []


async def test_without_the_right_to_reply(owner: Stage, customer: Stage) -> None:
    """Without the right to reply, which the owner gives in Telegram, the bot does not try."""
    await connects(owner, can_reply=False)
    await _switch(owner)
    await writes_to_account(customer, SURE)
    assert len(owner.api.called("sendMessage")) == len(owner.room.heard)


async def test_disconnecting_deletes_the_switch(owner: Stage, customer: Stage) -> None:
    """Disconnected and connected again, the account begins switched off."""
    await connects(owner)
    await _switch(owner)
    await connects(owner, is_enabled=False)
    assert (await owner.asks("/business")).labels == []
    await connects(owner)
    await writes_to_account(customer, SURE)
    assert customer.room.heard == []


async def test_forget_deletes_the_switch(owner: Stage, customer: Stage) -> None:
    """/forget deletes that too."""
    await connects(owner)
    await _switch(owner)
    await owner.asks("/forget")
    await writes_to_account(customer, SURE)
    assert customer.room.heard == []


async def test_only_for_organisers(owner: Stage, customer: Stage, assistant: Assistant) -> None:
    """Who is no organiser can connect the bot, is told that it answers for organisers only, and it does not."""
    stranger = Stage.private(owner.api, STRANGER)
    await connects(stranger, "account2")
    assert "organisateurs" in stranger.room.heard[0].text
    await stranger.notice_of(stranger.taps_data("account:on", stranger.room.heard[0]))
    await writes_to_account(customer, SURE, "account2")
    assert customer.room.heard == []
    assert assistant.say("unknown_command", "fr") in (await stranger.asks("/business")).text


async def test_the_connection_is_looked_up(owner: Stage, customer: Stage) -> None:
    """A bot that was not running when the account was connected asks Telegram whose it is."""
    await connects(owner)
    await _switch(owner)
    connection = owner.api.methods.connections.pop("account1")
    owner.api.methods.connections["account9"] = connection | {"id": "account9"}
    await writes_to_account(customer, SURE, "account9")
    assert len(customer.room.heard) == 1
