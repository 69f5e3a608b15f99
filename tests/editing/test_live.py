"""The files change while the bot runs."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any

import pytest
import watchfiles

from bot.editing.edition import Refused
from bot.editing.sources import Change, Part
from bot.live import Accepted, Live, News
from bot.loading import Broken
from tests.conftest import ROOT
from tests.desk import Desk

OVER, CLOSED = "Le salon est terminé.", "Le salon a fermé ses portes."


def dates(live: Live, after: datetime) -> str:
    return live.current().answer("dates", "fr", after).text


@asynccontextmanager
async def watching(live: Live) -> AsyncIterator[list[News]]:
    heard: list[News] = []

    async def tell(news: News) -> None:
        heard.append(news)

    task = asyncio.create_task(live.watch(tell))
    await asyncio.sleep(0.3)
    try:
        yield heard
    finally:
        task.cancel()
        await asyncio.wait([task])


async def until(heard: list[News], count: int, seconds: float = 60) -> News:
    async with asyncio.timeout(seconds):
        while len(heard) < count:
            await asyncio.sleep(0.02)
    return heard[-1]


async def test_a_good_change_is_in_use_without_a_restart(desk: Desk, after: datetime) -> None:
    """A file that is saved and good is answered from; until it is built, the former answer stands."""
    live = desk.live()
    async with watching(live) as heard:
        desk.change("faq/dates.yaml", OVER, CLOSED)
        await asyncio.sleep(0.1)
        assert OVER in dates(live, after)
        assert isinstance(await until(heard, 1), Accepted)
        assert CLOSED in dates(live, after)


async def test_a_change_is_picked_up_within_a_second(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Building begins less than a second after the save."""
    live = desk.live()
    began: list[float] = []
    monkeypatch.setattr(live, "refresh", lambda: began.append(time.monotonic()))
    async with watching(live):
        saved = time.monotonic()
        desk.change("faq/dates.yaml", OVER, CLOSED)
        await asyncio.sleep(1.2)
        assert began
        assert began[0] - saved < 1


async def test_a_broken_file_changes_nothing_and_is_located(desk: Desk, after: datetime) -> None:
    """A file that cannot be read changes no answer; whoever watches gets file and line, once, and then the mending."""
    live = desk.live()
    assistant = live.current()
    async with watching(live) as heard:
        desk.change("faq/dates.yaml", "topic: dates", "topik: dates")
        news = await until(heard, 1)
        assert isinstance(news, Refused)
        assert (news.errors[0].file, news.errors[0].line) == ("faq/dates.yaml", 2)
        assert live.current() is assistant
        (desk.faq / "dates.yaml").touch()
        await asyncio.sleep(1.5)
        assert len(heard) == 1
        desk.change("faq/dates.yaml", "topik: dates", "topic: dates")
        mended = await until(heard, 2)
        assert isinstance(mended, Accepted)
        assert mended.mended
        assert OVER in dates(live, after)


async def test_a_change_that_fails_the_own_tests_is_refused(desk: Desk) -> None:
    """Files of which a question of the FAQ's own tests ends elsewhere than it should are not used."""
    live = desk.live()
    assistant = live.current()
    desk.change("faq/dates.yaml", "date du salon]", "quel est le prix du billet]")
    news = live.refresh()
    assert isinstance(news, Refused)
    assert "dates" in news.errors[0].message.en
    assert live.current() is assistant


async def test_a_change_that_nobody_could_be_told_of_is_not_the_last(desk: Desk, after: datetime) -> None:
    """When telling the organisers fails, the files are watched on."""
    live = desk.live()
    heard: list[News] = []

    async def tell(news: News) -> None:
        heard.append(news)
        raise ConnectionError

    task = asyncio.create_task(live.watch(tell))
    desk.change("faq/dates.yaml", "topic: dates", "topik: dates")
    await until(heard, 1)
    desk.change("faq/dates.yaml", "topik: dates", "topic: dates")
    await until(heard, 2)
    task.cancel()
    await asyncio.wait([task])


async def test_watching_that_fails_is_begun_again(desk: Desk, after: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the kernel gives no more watches, the files are looked at until it does, and changes are taken up."""
    real, failed = watchfiles.awatch, 0

    def awatch(*folders: Any, **options: Any) -> Any:
        nonlocal failed
        failed += 1
        if failed < 3:
            raise RuntimeError("OS file watch limit reached.")
        return real(*folders, **options)

    monkeypatch.setattr(watchfiles, "awatch", awatch)
    live = desk.live()
    async with watching(live) as heard:
        desk.change("faq/dates.yaml", OVER, CLOSED)
        await until(heard, 1)
        assert CLOSED in dates(live, after)
    assert failed


async def test_a_folder_that_is_replaced_is_still_watched(desk: Desk, after: datetime) -> None:
    """A folder that was swapped for another one of the same name (a deployment, a git checkout) is taken up."""
    live = desk.live()
    async with watching(live) as heard:
        shutil.copytree(desk.faq, "beside")
        desk.faq.rename("old")
        desk.root.joinpath("beside").rename(desk.faq)
        await asyncio.sleep(1.5)
        heard.clear()
        desk.change("faq/dates.yaml", OVER, CLOSED)
        await until(heard, 1)
        assert CLOSED in dates(live, after)


def test_a_start_on_broken_files_is_on_the_last_good_state(desk: Desk, after: datetime) -> None:
    """Files that were broken while the bot was off: it answers as before, and the trouble is told."""
    desk.change("faq/dates.yaml", OVER, CLOSED)
    assert CLOSED in dates(desk.live(), after)
    desk.change("faq/dates.yaml", "topic: dates", "topik: dates")
    live = desk.live()
    assert CLOSED in dates(live, after)
    heard: list[News] = []

    async def first_news() -> None:
        async def tell(news: News) -> None:
            heard.append(news)

        task = asyncio.create_task(live.watch(tell))
        await until(heard, 1)
        task.cancel()
        await asyncio.wait([task])

    asyncio.run(first_news())
    assert isinstance(heard[0], Refused)


def test_files_changed_while_it_was_off_are_in_use_from_the_start(desk: Desk, after: datetime) -> None:
    """A start reads the files as they are, not as they were when it last ran."""
    desk.change("faq/dates.yaml", OVER, CLOSED)
    assert CLOSED in dates(desk.live(), after)


def test_a_first_start_on_broken_files_says_where(desk: Desk) -> None:
    """Without a last good state broken files are an error with the place and what to run."""
    shutil.rmtree(desk.history)
    desk.change("faq/dates.yaml", "topic: dates", "topik: dates")
    with pytest.raises(Broken, match=r"faq/dates\.yaml:2:1"):
        desk.live()


def test_a_cut_off_or_foreign_history_is_as_good_as_none(desk: Desk, after: datetime) -> None:
    """Rubbish where the last good state should be does not keep good files from being used."""
    (desk.history / "good").write_bytes(b"good-\xff../../etc")
    assert OVER in dates(desk.live(), after)


_PUBLISHER = """
import sys
from pathlib import Path
from bot.editing.sources import Change, Part
from bot.live import Live
live = Live(Path("faq"), Path("translations"), Path("cache"), Path("history"))
texts = [Path("faq/dates.yaml").read_text().replace("Le salon est terminé.", f"Le salon est fini {n}.") for n in (1, 2)]
editions = [live.propose(Change(Part.FAQ, "dates.yaml", text.encode())) for text in texts]
print("ready", flush=True)
while True:
    for text, edition in zip(texts, editions):
        live.publish(Change(Part.FAQ, "dates.yaml", text.encode()), edition)
"""


@pytest.mark.parametrize("pause", [0.0, 0.013, 0.037, 0.111, 0.29])
def test_killed_at_any_moment_it_restarts_on_a_whole_state(desk: Desk, after: datetime, pause: float) -> None:
    """A process killed while it publishes leaves whole files, and a start finds one of the states it published."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen([sys.executable, "-c", _PUBLISHER], stdout=subprocess.PIPE, env=environment)
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"
    time.sleep(pause)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    live = desk.live()
    assert any(text in dates(live, after) for text in (OVER, "Le salon est fini 1.", "Le salon est fini 2."))
    assert live.refresh() is None
    assert not [path for path in desk.faq.iterdir() if not path.name.endswith(".yaml") and path.name[0] != "."]


def test_publishing_and_undoing(desk: Desk, after: datetime) -> None:
    """What is published is answered at once and written to the file; undo brings the former bytes back."""
    live = desk.live()
    before = (desk.faq / "dates.yaml").read_bytes()
    content = desk.changed("faq/dates.yaml", OVER, CLOSED).encode()
    change = Change(Part.FAQ, "dates.yaml", content)
    proposed = live.propose(change)
    assert not isinstance(proposed, Refused)
    assert OVER in dates(live, after)
    assert (desk.faq / "dates.yaml").read_bytes() == before
    live.publish(change, proposed)
    assert CLOSED in dates(live, after)
    assert (desk.faq / "dates.yaml").read_bytes() == content
    assert live.refresh() is None
    live.undo()
    assert OVER in dates(live, after)
    assert (desk.faq / "dates.yaml").read_bytes() == before
    assert live.undo() is None


def test_undoing_takes_a_new_file_away(desk: Desk) -> None:
    """A file that did not exist before it was published is gone after undo."""
    live = desk.live()
    topic = (
        b"topic: weather\nentries:\n  - {id: weather, title: M, sources: [1], answer: Beau., variants: [il pleut la]}"
    )
    change = Change(Part.FAQ, "weather.yaml", topic)
    proposed = live.propose(change)
    assert not isinstance(proposed, Refused), proposed.errors
    live.publish(change, proposed)
    assert "weather" in live.current().guide.entries
    live.undo()
    assert "weather" not in live.current().guide.entries
    assert not (desk.faq / "weather.yaml").exists()


def test_undo_does_not_destroy_later_work(desk: Desk) -> None:
    """A file that somebody changed after it was published is left alone."""
    live = desk.live()
    change = Change(Part.FAQ, "dates.yaml", desk.changed("faq/dates.yaml", OVER, CLOSED).encode())
    proposed = live.propose(change)
    assert not isinstance(proposed, Refused)
    live.publish(change, proposed)
    desk.change("faq/dates.yaml", CLOSED, "Fini !")
    assert live.undo() is None
    assert "Fini !" in (desk.faq / "dates.yaml").read_text(encoding="utf-8")


def test_what_was_proposed_is_checked_again_if_the_files_changed(desk: Desk, after: datetime) -> None:
    """A change is published into the files as they are then, not as they were when it was proposed."""
    live = desk.live()
    change = Change(Part.FAQ, "dates.yaml", desk.changed("faq/dates.yaml", OVER, CLOSED).encode())
    proposed = live.propose(change)
    assert not isinstance(proposed, Refused)
    desk.change("faq/venue.yaml", "a eu lieu", "s'est tenu")
    live.publish(change, proposed)
    assert CLOSED in dates(live, after)
    assert live.refresh() is None
    assert "Dans quelle ville s'est tenu BAMEX ?" in live.current().guide.languages["fr"].variants["venue"]
