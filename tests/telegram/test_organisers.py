"""What organisers do from the phone: files, unanswered questions, rehearsals; through the real bot over HTTP."""

import asyncio
import io
import threading
import zipfile
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from bot.live import Live
from bot.telegram import organisers_unanswered
from bot.telegram.organisers import COMMANDS
from tests.botapi.rooms import Note
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.desk import Desk
from tests.telegram.conftest import Running

ORGANISER = 77
OVER, CLOSED = "Le salon est terminé.", "Le salon a fermé ses portes."
PATIENT = 120.0


@pytest.fixture
def live_guide(desk: Desk) -> Live:
    return desk.live()


@pytest.fixture
async def backstage(api: BotApi, running: Running, live_guide: Live) -> AsyncIterator[None]:
    """The bot is live, over files that may change, with one organiser."""
    async with running(current=live_guide.current, live=live_guide, organizers=frozenset({ORGANISER})):
        yield


@pytest.fixture
def fatou(api: BotApi, backstage: None) -> Stage:
    """The organiser, in her private chat."""
    return Stage.private(api, ORGANISER)


async def answers(stage: Stage, doing: object) -> list[Note]:
    before = len(stage.room.heard)
    await doing  # type: ignore[misc]
    await stage.api.until_acknowledged(PATIENT)
    return stage.room.heard[before:]


async def test_a_file_is_checked_shown_and_published(desk: Desk, fatou: Stage) -> None:
    """A sent file changes nothing until "publish" is tapped; then it answers, and /undo brings the former back."""
    content = desk.changed("faq/dates.yaml", OVER, CLOSED)
    (shown,) = await answers(fatou, fatou.hands("dates (1).yaml", content.encode()))
    assert "faq/dates.yaml" in shown.text
    assert CLOSED in shown.text
    assert OVER in shown.text
    assert shown.labels == ["Publier", "Annuler"]
    assert OVER in (await answers(fatou, fatou.says("C'est quand ?")))[-1].text
    (done,) = await answers(fatou, fatou.taps("Publier", shown))
    assert "publié" in done.text
    assert (desk.faq / "dates.yaml").read_text(encoding="utf-8") == content
    assert CLOSED in (await answers(fatou, fatou.says("C'est quand ?")))[-1].text
    await answers(fatou, fatou.says("/undo"))
    assert OVER in (await answers(fatou, fatou.says("C'est quand ?")))[-1].text
    assert OVER in (desk.faq / "dates.yaml").read_text(encoding="utf-8")


async def test_a_changed_fact_names_the_languages_it_touches(desk: Desk, fatou: Stage) -> None:
    """The difference of a fact says the old, the new, and every language whose answers say it."""
    content = desk.changed("faq/event.yaml", "last_day: 2025-11-14", "last_day: 2025-11-15")
    (shown,) = await answers(fatou, fatou.hands("event.yaml", content.encode()))
    line = next(line for line in shown.text.splitlines() if "last_day" in line)
    assert "2025-11-14" in line
    assert "2025-11-15" in line
    assert "fr" in line.rpartition(":")[2]
    assert "sw" in line.rpartition(":")[2]
    assert " réponses ou textes en 2 langues" in line
    assert "code" in [entity["type"] for entity in shown.json["entities"]]


async def test_cancelled_changes_nothing(desk: Desk, fatou: Stage) -> None:
    """A cancelled draft is gone, its buttons too: a tap on "publish" that was under way finds nothing."""
    content = desk.changed("faq/dates.yaml", OVER, CLOSED)
    (shown,) = await answers(fatou, fatou.hands("dates.yaml", content.encode()))
    publish = shown.buttons[0][0]["callback_data"]
    await answers(fatou, fatou.taps("Annuler", shown))
    assert shown.labels == []
    (gone,) = await answers(fatou, fatou.taps_data(publish, shown))
    assert "brouillon" in gone.text
    assert OVER in (desk.faq / "dates.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "content", "told", "said"),
    [
        ("cv.pdf", b"%PDF", None, ".yaml"),
        ("dates.yaml", b"topic: dates\nentries: {", None, "dates.yaml:"),
        ("dates.yaml", b"a: 1", None, "/export"),
        ("dates.yaml", b"\xff\xfe\x00", None, "dates.yaml:1"),
        ("dates.yaml", b"x" * 1_000_001, None, "1000 Ko"),
        ("dates.yaml", b"x" * 1_000_001, 10, "1000 Ko"),
        ("../../etc/x.yaml", b"topic: x\nentries: []\nfoo: 1", None, "foo"),
    ],
)
async def test_what_is_no_good_file_is_refused(
    desk: Desk, fatou: Stage, name: str, content: bytes, told: int | None, said: str
) -> None:
    """A file of another kind, too large or with errors gets a located reason and no button; nothing is written."""
    before = {path.name: path.read_bytes() for path in desk.faq.iterdir()}
    (refused,) = await answers(fatou, fatou.hands(name, content, told))
    assert said in refused.text
    assert refused.labels == []
    assert {path.name: path.read_bytes() for path in desk.faq.iterdir()} == before


async def test_anyone_else_learns_nothing(api: BotApi, desk: Desk, fatou: Stage) -> None:
    """To others the commands are unknown, files are what any file is, and an organiser's buttons do nothing."""
    moussa = Stage.private(api, 43)
    (unknown,) = await answers(moussa, moussa.says("/nonsense"))
    for command in ("/undo", "/export", "/unanswered", "/rehearse 2025-11-12"):
        (reply,) = await answers(moussa, moussa.says(command))
        assert reply.text == unknown.text
    content = desk.changed("faq/dates.yaml", OVER, CLOSED).encode()
    (file,) = await answers(moussa, moussa.hands("dates.yaml", content))
    (photo,) = await answers(moussa, moussa.sends("voice"))
    assert file.text == photo.text
    (shown,) = await answers(fatou, fatou.hands("dates.yaml", content))
    data = shown.buttons[0][0]["callback_data"]
    await answers(moussa, moussa.taps_data(data, file))
    assert OVER in (desk.faq / "dates.yaml").read_text(encoding="utf-8")
    group = Stage.group(api)
    group.person = fatou.person
    assert await answers(group, group.says("/export")) == []


async def test_export_is_the_files_as_they_are(api: BotApi, desk: Desk, fatou: Stage) -> None:
    """/export sends a zip of both folders, byte for byte."""
    (note,) = await answers(fatou, fatou.says("/export"))
    upload = api.uploads[note.json["document"]["file_id"]]
    with zipfile.ZipFile(io.BytesIO(upload.content)) as archive:
        names = sorted(archive.namelist())
        assert names == sorted(
            path.as_posix() for folder in (desk.faq, desk.translations) for path in folder.glob("*.yaml")
        )
        assert archive.read("faq/dates.yaml") == (desk.faq / "dates.yaml").read_bytes()


async def test_organisers_hear_of_broken_files(api: BotApi, desk: Desk, fatou: Stage) -> None:
    """A file broken on the laptop is told to the organisers with its place; visitors notice nothing."""
    desk.change("faq/dates.yaml", "topic: dates", "topik: dates")
    await api.until(lambda: any("faq/dates.yaml:2:1" in note.text for note in fatou.room.heard), 60)
    assert OVER in (await answers(fatou, fatou.says("C'est quand ?")))[-1].text
    desk.change("faq/dates.yaml", "topik: dates", "topic: dates")
    await api.until(lambda: any("de nouveau bons" in note.text for note in fatou.room.heard), 60)


async def test_organisers_hear_of_broken_files_in_their_language(api: BotApi, desk: Desk, backstage: None) -> None:
    """Who has chosen no language is told in the one that the bot last spoke with them."""
    amina = Stage.private(api, ORGANISER, language_code="sw")
    await answers(amina, amina.says("/help"))
    desk.change("faq/dates.yaml", "topic: dates", "topik: dates")
    await api.until(lambda: any("Did you mean" in note.text for note in amina.room.heard), 60)


async def test_unanswered_questions_stand_together(api: BotApi, desk: Desk, fatou: Stage) -> None:
    """Alike questions stand together, with counts, without personal data, and with at most three likely entries."""
    awa = Stage.private(api)
    for text in (
        "xylophones saxophones trombones",
        "xylophones saxophones trombone",
        "je m'appelle Awa, zwiebelkuchen 76123456",
    ):
        await answers(awa, awa.says(text))
    found = await answers(fatou, fatou.says("/unanswered"))
    for _ in range(20):
        if len(found) == 3:
            break
        await asyncio.sleep(0.2)
        found = await answers(fatou, fatou.says("/unanswered"))
    cluster = next(note for note in found if "xylophones" in note.text)
    assert cluster.text.startswith("2 questions · ")
    everything = "\n".join(note.text for note in found)
    assert "76123456" not in everything
    assert "Awa" not in everything
    assert cluster.labels[-2:] == ["Nouvelle entrée", "Ignorer"]
    assert len(cluster.labels) <= 5


async def test_a_tap_teaches_a_question(api: BotApi, desk: Desk, fatou: Stage) -> None:
    """A question that "belongs to" an entry is answered by it from then on, stands in learned.yaml, and is settled."""
    awa = Stage.private(api)
    await answers(awa, awa.says("xylophones saxophones trombones"))
    taught = ""
    # Where an entry would draw a known question away it is refused, rightly, and nothing is settled.
    for place in range(3):
        cluster = await _last_cluster(fatou)
        labels = [label for label in cluster.labels if label.startswith("→")]
        await answers(fatou, fatou.taps(labels[place], cluster))
        taught = cluster.text
        if not taught.startswith("Non"):
            break
    assert taught.startswith("Appris"), taught
    assert "xylophones saxophones trombones" in (desk.faq / "learned.yaml").read_text(encoding="utf-8")
    (again,) = await answers(awa, awa.says("xylophones saxophones trombones"))
    assert "👍" in again.labels or again.labels
    (none,) = await answers(fatou, fatou.says("/unanswered"))
    assert "Aucune" in none.text


async def _last_cluster(fatou: Stage) -> Note:
    found: list[Note] = []
    for _ in range(20):
        found = await answers(fatou, fatou.says("/unanswered"))
        if len(found) > 1:
            break
        await asyncio.sleep(0.2)
    return found[-1]


async def test_visitors_do_not_wait_while_an_organiser_teaches(
    api: BotApi, desk: Desk, fatou: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What asks the assistant many questions for an organiser is done beside the event loop."""
    threads: set[str] = set()

    def noted(work: Callable[..., Any]) -> Callable[..., Any]:
        def wrapper(*given: Any) -> Any:
            threads.add(threading.current_thread().name)
            return work(*given)

        return wrapper

    # Whether another question of the FAQ suffers is not the matter here.
    monkeypatch.setattr(organisers_unanswered, "harmed", lambda *_: [])
    for name in ("clusters", "likeliest", "harmed", "_answered"):
        monkeypatch.setattr(organisers_unanswered, name, noted(getattr(organisers_unanswered, name)))
    awa = Stage.private(api)
    await answers(awa, awa.says("xylophones saxophones trombones"))
    await asyncio.sleep(0.5)
    cluster = (await answers(fatou, fatou.says("/unanswered")))[-1]
    await answers(fatou, fatou.taps(next(label for label in cluster.labels if label.startswith("→")), cluster))
    assert cluster.text.startswith("Appris"), cluster.text
    assert threads
    assert threading.main_thread().name not in threads


async def test_a_proof_that_is_given_up_is_not_published(
    api: BotApi, desk: Desk, fatou: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An organiser who was told that the check took too long, and nothing has changed, can rely on it."""
    monkeypatch.setattr(organisers_unanswered, "_PROOF_SECONDS", 0.01)
    awa = Stage.private(api)
    await answers(awa, awa.says("xylophones saxophones trombones"))
    await asyncio.sleep(0.5)
    cluster = (await answers(fatou, fatou.says("/unanswered")))[-1]
    before = sorted((path.name, path.read_bytes()) for path in desk.faq.glob("*.yaml"))
    await answers(fatou, fatou.taps(next(label for label in cluster.labels if label.startswith("→")), cluster))
    assert "abandonnée" in cluster.text
    await api.until(lambda: not any(thread.name.startswith("beside-") for thread in threading.enumerate()), PATIENT)
    assert sorted((path.name, path.read_bytes()) for path in desk.faq.glob("*.yaml")) == before


async def test_a_badly_rated_answer_leaves_its_question(api: BotApi, fatou: Stage) -> None:
    """A question whose answer got a thumb down is listed like one that nobody could answer."""
    awa = Stage.private(api)
    (answer,) = await answers(awa, awa.says("C'est quand le salon ?"))
    await answers(awa, awa.taps("👎", answer))
    assert "C'est quand le salon ?" in (await _last_cluster(fatou)).text


async def test_a_cluster_can_be_ignored_or_become_an_entry(api: BotApi, fatou: Stage) -> None:
    """ "New entry" sends a file to complete; "ignore" deletes the questions."""
    awa = Stage.private(api)
    await answers(awa, awa.says("zwiebelkuchen xylophon"))
    found: list[Note] = []
    for _ in range(20):
        found = await answers(fatou, fatou.says("/unanswered"))
        if len(found) > 1:
            break
        await asyncio.sleep(0.2)
    (file,) = await answers(fatou, fatou.taps("Nouvelle entrée", found[-1]))
    upload = api.uploads[file.json["document"]["file_id"]]
    assert b"zwiebelkuchen xylophon" in upload.content
    await answers(fatou, fatou.taps("Ignorer", found[-1]))
    (none,) = await answers(fatou, fatou.says("/unanswered"))
    assert "Aucune" in none.text


async def test_a_rehearsal_is_of_that_day_and_of_one_organiser(api: BotApi, fatou: Stage) -> None:
    """After /rehearse the organiser is answered as of that time, and nobody else; without a date it ends."""
    await answers(fatou, fatou.says("/rehearse 2025-11-12 09:00"))
    assert "en ce moment" in (await answers(fatou, fatou.says("C'est quand ?")))[-1].text
    awa = Stage.private(api)
    assert OVER in (await answers(awa, awa.says("C'est quand ?")))[-1].text
    await answers(fatou, fatou.says("/rehearse"))
    assert OVER in (await answers(fatou, fatou.says("C'est quand ?")))[-1].text
    (wrong,) = await answers(fatou, fatou.says("/rehearse demain"))
    assert "/rehearse" in wrong.text


async def test_in_a_rehearsal_the_other_commands_still_work(fatou: Stage) -> None:
    """Who rehearses can still post in channels and switch the answers on their own account."""
    await answers(fatou, fatou.says("/rehearse 2025-11-12 09:00"))
    (post,) = await answers(fatou, fatou.says("/post"))
    assert "canal" in post.text
    (account,) = await answers(fatou, fatou.says("/business"))
    assert "compte" in account.text


async def test_help_names_every_command_of_organisers(fatou: Stage) -> None:
    """An organiser's /help names whatever visitors do not have."""
    (shown,) = await answers(fatou, fatou.says("/help"))
    for command in (*COMMANDS, "post", "business"):
        assert f"/{command}" in shown.text
