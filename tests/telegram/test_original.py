"""The French original under a translated answer."""

import pytest

from bot.assistant import Assistant
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import AFTER_THE_EVENT


@pytest.fixture
def ayse(api: BotApi, live: None) -> Stage:
    """A visitor whose Telegram is in Turkish."""
    return Stage.private(api, 93, "tr")


async def test_the_original_is_added_in_place(ayse: Stage, assistant: Assistant) -> None:
    """Under a translated answer a button adds what the FAQ says in French, once; the other buttons stay."""
    answer = await ayse.asks("Fuar nerede?")
    translated = assistant.answer("venue", "tr", AFTER_THE_EVENT).text
    assert answer.text == translated
    label = assistant.say("original_button", "tr")
    assert answer.labels[3:] == [label]
    assert await ayse.notice_of(ayse.taps(label)) == ""
    french = assistant.answer("venue", "fr", AFTER_THE_EVENT).text
    assert answer.text == f"{translated}\n\nFrançais : {french}"
    assert answer.labels == ["👍", "👎", "Kaynak"]


async def test_french_answers_have_none(awa: Stage, assistant: Assistant) -> None:
    """Under a French answer there is nothing to compare with."""
    assert assistant.say("original_button", "fr") not in (await awa.asks("C'est où ?")).labels


async def test_where_the_message_is_out_of_reach(ayse: Stage, assistant: Assistant) -> None:
    """Where the message is too old or gone, the French is shown as a notice."""
    answer = await ayse.asks("Fuar nerede?")
    label = assistant.say("original_button", "tr")
    french = assistant.answer("venue", "fr", AFTER_THE_EVENT).text
    assert await ayse.notice_of(ayse.taps(label, inaccessible=True)) == f"Français : {french}"
    answer.deleted = True
    assert await ayse.notice_of(ayse.taps(label, answer)) == f"Français : {french}"


async def test_source_and_original_together(ayse: Stage, assistant: Assistant) -> None:
    """Source and original can both be added to one answer."""
    answer = await ayse.asks("Fuar nerede?")
    await ayse.notice_of(ayse.taps("Kaynak"))
    await ayse.notice_of(ayse.taps(assistant.say("original_button", "tr")))
    assert assistant.source_line("venue", "tr") in answer.text
    assert assistant.answer("venue", "fr", AFTER_THE_EVENT).text in answer.text
    assert answer.labels == ["👍", "👎"]


async def test_answers_have_few_buttons(api: BotApi, live: None, assistant: Assistant) -> None:
    """No answer in any language has more than two rows of buttons, nor a label longer than fits."""
    for number, code in enumerate(assistant.languages, start=200):
        visitor = Stage.private(api, number, code)
        for link in ("dates", "venue", "delegation-niger", "not_in_document-tickets"):
            answer = await visitor.asks(f"/start {link}")
            assert len(answer.buttons) <= 2
            assert all(len(label) <= 22 for label in answer.labels)
