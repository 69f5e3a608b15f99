"""Replies while the assistant is not warm: off the event loop, with "typing" only where one takes long."""

import threading
import time

from bot.assistant import Assistant
from bot.dialogue import Question, Reply
from bot.settings import Settings
from bot.store.chats import Chats, GroupSettings, Mode
from bot.store.store import Store
from bot.telegram.replying import LONG
from tests.botapi.faults import Answers
from tests.botapi.rooms import Person
from tests.botapi.scenes import calls, connects, types, writes_to_account
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running

WHERE = "C'est où ?"


class Cold(Assistant):
    """An assistant that never gets warm while a test runs, and takes its time for each reply."""

    def __init__(self, warm: Assistant, seconds: float) -> None:
        super().__init__(warm.guide, warm._understanding)
        self.seconds = seconds
        self.go = threading.Event()
        self.threads: set[str] = set()

    def warm_up(self) -> None:
        self.go.wait(20)

    def reply(self, question: Question) -> Reply:
        self.threads.add(threading.current_thread().name)
        time.sleep(self.seconds)
        return super().reply(question)


async def test_typing_shows_when_a_reply_takes_long(api: BotApi, running: Running, assistant: Assistant) -> None:
    """Whoever waits for more than a second sees the bot typing, then gets the answer."""
    cold = Cold(assistant, LONG + 0.6)
    async with running(current=lambda: cold):
        awa = Stage.private(api)
        assert "Parc" in (await awa.asks(WHERE)).text
        cold.go.set()
    assert [call["action"] for call in api.called("sendChatAction")] == ["typing"]


async def test_a_quick_reply_shows_no_typing(awa: Stage, api: BotApi) -> None:
    """An answer that is there at once comes without typing."""
    await awa.asks(WHERE)
    assert not api.called("sendChatAction")


async def test_typing_that_fails_stops_no_answer(api: BotApi, running: Running, assistant: Assistant) -> None:
    """When Telegram refuses to show it, the answer still comes."""
    api.fails("sendChatAction", Answers(400, '{"ok":false,"error_code":400,"description":"Bad Request: x"}'))
    cold = Cold(assistant, LONG + 0.3)
    async with running(current=lambda: cold):
        assert "Parc" in (await Stage.private(api).asks(WHERE)).text
        cold.go.set()


async def test_others_are_served_meanwhile(api: BotApi, running: Running, assistant: Assistant) -> None:
    """While one visitor waits for a slow reply, the menu of another works: the event loop is free."""
    cold = Cold(assistant, 1.5)
    async with running(current=lambda: cold):
        slow, quick = Stage.private(api, 94), Stage.private(api, 95)
        await slow.says(WHERE)
        began = time.monotonic()
        await quick.says("/start")
        await api.until(lambda: len(quick.room.heard) == 1)
        assert time.monotonic() - began < 1.2
        await api.until(lambda: len(slow.room.heard) == 1)
        cold.go.set()
    assert threading.main_thread().name not in cold.threads


async def test_wherever_the_bot_is_asked_others_are_served_meanwhile(
    api: BotApi, running: Running, assistant: Assistant, settings: Settings
) -> None:
    """Inline, as a guest, on an account and unasked in a group, too, no reply is worked out on a cold event loop."""
    cold = Cold(assistant, 0)
    sure = "Combien de pays étaient au salon ?"
    group = Stage.group(api, -1005)
    async with Store.opened(settings.database_url.reveal()) as store:
        await Chats(store).change(group.room.id, GroupSettings(mode=Mode.SURE))
        await Chats(store).connect(7)
        await Chats(store).answer_for(7, True)
    async with running(current=lambda: cold, organizers=frozenset({7})):
        assert (await types(api, WHERE, Person(42)))["results"]
        await calls(api, f"@bamex_test_bot {WHERE}", Person(42))
        await connects(Stage.private(api, 7))
        customer = Stage.private(api, 99)
        await writes_to_account(customer, sure)
        await group.says(sure)
        await api.until(lambda: bool(group.room.heard and customer.room.heard))
        cold.go.set()
    assert cold.threads
    assert threading.main_thread().name not in cold.threads


async def test_once_warm_replies_take_no_thread(api: BotApi, running: Running, assistant: Assistant) -> None:
    """When everything is built, replies are given at once; a new edition of the FAQ begins cold and gets warm again."""
    first, second = Cold(assistant, 0), Cold(assistant, 0)
    current = first
    async with running(current=lambda: current):
        awa = Stage.private(api)
        for edition in (first, second):
            current = edition
            await awa.asks(WHERE)
            assert threading.main_thread().name not in edition.threads
            edition.go.set()
            await api.until_acknowledged()
            for _ in range(50):
                await awa.asks(WHERE)
                if threading.main_thread().name in edition.threads:
                    break
            assert threading.main_thread().name in edition.threads
