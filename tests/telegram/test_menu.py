"""The menu: topics and their pages, all in one message."""

import pytest

from bot.assistant import Assistant
from bot.telegram import topics
from bot.telegram.buttons import HOME, TOPICS
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import AFTER_THE_EVENT


@pytest.mark.parametrize(
    ("label", "entry"),
    [
        ("Dates", "dates"),
        ("Lieu", "venue"),
        ("Invités", "delegations"),
        ("Exposants", "exhibitors"),
        ("Programme", "activities"),
        ("À propos", "what_is"),
    ],
)
async def test_a_topic_turns_the_message_into_its_page(
    awa: Stage, assistant: Assistant, label: str, entry: str
) -> None:
    """A tap on a topic turns the greeting into that topic's answer, and Back turns it into the greeting again."""
    menu = await awa.asks("/start")
    topics_there = menu.labels
    assert await awa.notice_of(awa.taps(label)) == ""
    assert menu.text == assistant.answer(entry, "fr", AFTER_THE_EVENT).text
    assert await awa.notice_of(awa.taps("‹ Retour")) == ""
    assert (menu.text, menu.labels) == (assistant.say("welcome", "fr"), topics_there)
    assert awa.room.heard == [menu]


async def test_delegations_are_a_list_to_tap(awa: Stage, assistant: Assistant) -> None:
    """Each delegation that the article names is a button; a tap answers in the same message, the list stays."""
    menu = await awa.asks("/start")
    await awa.notice_of(awa.taps("Invités"))
    titles = [assistant.title(f"delegation:{key}", "fr") for key in assistant.guide.event.delegations]
    assert menu.labels[: len(titles)] == titles
    for title, key in zip(titles, assistant.guide.event.delegations, strict=True):
        await awa.notice_of(awa.taps(title))
        assert menu.text == assistant.answer(f"delegation:{key}", "fr", AFTER_THE_EVENT).text
    assert awa.room.heard == [menu]


async def test_companies_are_a_list_to_tap(awa: Stage, assistant: Assistant) -> None:
    """Each company that the article names is a button that answers in the same message."""
    menu = await awa.asks("/start")
    await awa.notice_of(awa.taps("Exposants"))
    for key, name in assistant.guide.event.exhibitors.items():
        await awa.notice_of(awa.taps(name))
        assert menu.text == assistant.answer(f"exhibitor:{key}", "fr", AFTER_THE_EVENT).text


async def test_the_source_is_a_tap_away(awa: Stage, assistant: Assistant) -> None:
    """On a page of the menu, Source adds where the answer comes from, and Back still goes back."""
    menu = await awa.asks("/start")
    await awa.notice_of(awa.taps("Lieu"))
    await awa.notice_of(awa.taps("Source"))
    assert menu.text.endswith(assistant.source_line("venue", "fr"))
    assert "‹ Retour" in menu.labels
    assert "Source" not in menu.labels


async def test_help_shows_the_topics_in_private(awa: Stage, api: BotApi, assistant: Assistant) -> None:
    """/help has the topics as buttons in a private chat, and none in a group, where it would be everybody's menu."""
    assert "Programme" in (await awa.asks("/help")).labels
    group = Stage.group(api)
    assert (await group.asks("/help@bamex_test_bot")).labels == []


async def test_a_menu_too_old_to_edit_is_sent_again(awa: Stage, assistant: Assistant) -> None:
    """When the message with the menu is gone, the page is sent as a new message."""
    menu = await awa.asks("/start")
    menu.deleted = True
    page = await awa.one_answer(awa.taps("Dates", menu))
    assert page.text == assistant.answer("dates", "fr", AFTER_THE_EVENT).text
    assert "‹ Retour" in page.labels


def test_pages_of_every_language_fit(assistant: Assistant) -> None:
    """No page of the menu has more rows than a phone shows at once, nor a row of more than three."""
    for language in assistant.languages:
        assert len(topics.home(assistant, language).inline_keyboard) == 3
        for topic in TOPICS:
            for entry in topics.entries(assistant, topic):
                answer = assistant.answer(entry.id, language, AFTER_THE_EVENT)
                rows = topics.page(assistant, language, answer).inline_keyboard
                assert len(rows) <= 12
                assert all(1 <= len(row) <= 3 for row in rows)
                assert topics.topic_of(assistant, entry.id) == topic
    assert topics.topic_of(assistant, "greeting") == HOME
