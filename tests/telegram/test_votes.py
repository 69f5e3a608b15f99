"""👍 and 👎 under an answer: one vote a person, counted without who it was."""

import sqlite3
from contextlib import closing
from pathlib import Path

from bot.store.votes import DAY
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage

WHERE = "C'est où ?"


def _counts(tmp_path: Path) -> list[tuple[str, str, str, int]]:
    with closing(sqlite3.connect(tmp_path / "data" / "bot.db")) as database:
        return list(database.execute("SELECT entry, language, vote, count FROM votes ORDER BY entry, language, vote"))


async def test_a_vote_is_counted_and_its_buttons_go(awa: Stage, tmp_path: Path) -> None:
    """A vote is thanked for and counted by entry and language; the two buttons go, the others stay."""
    answer = await awa.asks(WHERE)
    text = answer.text
    assert await awa.notice_of(awa.taps("👍")) == "Merci, votre avis est compté."
    assert answer.labels == ["Source"]
    assert answer.text == text
    assert _counts(tmp_path) == [("venue", "fr", "up", 1)]


async def test_a_second_vote_is_refused(awa: Stage, tmp_path: Path) -> None:
    """Who taps twice, or changes their mind, is told that their vote is counted already."""
    answer = await awa.asks(WHERE)
    up, down = (button["callback_data"] for button in answer.buttons[0][:2])
    await awa.notice_of(awa.taps_data(up, answer))
    for data in (up, down):
        notice = await awa.notice_of(awa.taps_data(data, answer))
        assert notice == "Votre avis sur cette réponse est déjà compté."
    assert _counts(tmp_path) == [("venue", "fr", "up", 1)]


async def test_in_a_group_each_has_a_vote(api: BotApi, awa: Stage, tmp_path: Path) -> None:
    """In a group the buttons stay for the others, and each person is counted once."""
    group = Stage.group(api)
    answer = await group.asks(f"@bamex_test_bot {WHERE}")
    other = Stage(api, group.room, awa.person)
    await group.notice_of(group.taps("👎", answer))
    await other.notice_of(other.taps("👎", answer))
    await other.notice_of(other.taps("👎", answer))
    assert answer.labels == ["👍", "👎", "Source"]
    assert _counts(tmp_path) == [("venue", "fr", "down", 2)]


async def test_an_old_answer_takes_no_vote(awa: Stage, tmp_path: Path) -> None:
    """After a day nobody knows any more who voted, so that no vote is taken."""
    answer = await awa.asks(WHERE)
    answer.json["date"] -= int(DAY) + 60
    assert "plus d'un jour" in await awa.notice_of(awa.taps("👍", answer))
    assert _counts(tmp_path) == []
    again = await awa.asks(WHERE)
    assert "plus d'un jour" in await awa.notice_of(awa.taps("👍", again, inaccessible=True))


async def test_who_voted_is_not_in_the_database(awa: Stage, tmp_path: Path) -> None:
    """The database holds no id of who voted, of the chat or of the message."""
    answer = await awa.asks(WHERE)
    await awa.notice_of(awa.taps("👍"))
    with closing(sqlite3.connect(tmp_path / "data" / "bot.db")) as database:
        ((mark, _),) = database.execute("SELECT mark, at FROM voters")
    assert len(mark) == 64
    assert str(awa.person.id) not in (mark, str(answer.id))


async def test_small_talk_is_not_voted_on(awa: Stage) -> None:
    """Under "you're welcome" there is nothing to vote on."""
    assert (await awa.asks("Merci")).labels == []


async def test_privacy_tells_about_votes(awa: Stage) -> None:
    """/privacy says how votes are counted."""
    assert "👍" in (await awa.asks("/privacy")).text
