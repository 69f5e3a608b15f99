"""Rights are looked up at each call: who has lost them since the buttons were sent can do nothing with them."""

import pytest

from bot.assistant import Assistant
from tests.botapi.scenes import connects, membership, writes_to_account
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.desk import Desk
from tests.telegram.conftest import Running

FORMER, OTHER = 77, 78
OVER, CLOSED = "Le salon est terminé.", "Le salon a fermé ses portes."


@pytest.fixture
async def former(api: BotApi, running: Running, desk: Desk, assistant: Assistant) -> Stage:
    """Somebody taken out of BOT_ORGANIZERS, with every kind of an organiser's buttons still in her chat."""
    fatou, channel = Stage.private(api, FORMER), Stage.group(api, -1001234567890, "channel")
    channel.room.title = "La chaîne"
    async with running(live=desk.live(), organizers=frozenset({FORMER})):
        await membership(channel, "left", "administrator", can_post_messages=True)
        await connects(fatou)
        await fatou.notice_of(fatou.taps("Activer"))
        await fatou.hands("dates.yaml", desk.changed("faq/dates.yaml", OVER, CLOSED).encode())
        await api.until_acknowledged(120)
        panel = await fatou.asks("/post")
        await fatou.notice_of(fatou.taps("La chaîne", panel))
        await fatou.notice_of(fatou.taps(assistant.title("venue", "fr"), panel))
    labels = [label for note in fatou.room.heard for label in note.labels]
    assert {"Publier", "Publier · La chaîne", "Désactiver"} <= set(labels)
    return fatou


async def test_a_former_organiser_s_buttons_are_dead(
    api: BotApi, running: Running, desk: Desk, former: Stage, assistant: Assistant
) -> None:
    """After a restart without her nothing is published, posted, exported or answered in her name, whatever she taps."""
    buttons = [(note, button["callback_data"]) for note in former.room.heard for row in note.buttons for button in row]
    customer, channel = Stage.private(api, 500), api.rooms[-1001234567890]
    before = (desk.faq / "dates.yaml").read_bytes()
    async with running(live=desk.live(), organizers=frozenset({OTHER})):
        for note, data in buttons:
            await former.notice_of(former.taps_data(data, note))
        for command in ("/export", "/undo", "/unanswered", "/rehearse 2025-11-12", "/post", "/business"):
            assert assistant.say("unknown_command", "fr") in (await former.asks(command)).text
        await writes_to_account(customer, "C'est où ?")
    assert (desk.faq / "dates.yaml").read_bytes() == before
    assert not channel.heard
    assert not customer.room.heard
    assert not api.called("sendDocument")
