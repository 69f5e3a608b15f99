"""What administrators set in a group, and that nobody else can."""

from datetime import UTC, datetime
from typing import Any

import pytest

from bot.assistant import Assistant
from bot.telegram.rendering import directed
from tests.botapi.rooms import Person
from tests.botapi.scenes import anonymous
from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running

OWNER, ADMINISTRATOR, MEMBER = 43, 44, 45
CALL = "@bamex_test_bot c'est où le salon ?"
SURE = "Combien de pays étaient au salon ?"


@pytest.fixture
def crowd(api: BotApi, live: None) -> Stage:
    """A group with an owner, an administrator and others; the stage speaks for the owner."""
    return _crowd(api)


def _crowd(api: BotApi) -> Stage:
    stage = Stage.group(api)
    stage.room.administrators = {OWNER: "creator", ADMINISTRATOR: "administrator"}
    return stage


def _as(stage: Stage, user_id: int, language: str | None = "fr") -> Stage:
    return _sharing(stage, Person(user_id, language_code=language))


def _sharing(stage: Stage, person: Person) -> Stage:
    return Stage(stage.api, stage.room, person)


async def _set(stage: Stage, *labels: str) -> None:
    """Open the settings and tap one button after another."""
    panel = await stage.asks("/settings")
    for label in labels:
        assert await stage.notice_of(stage.taps(label, panel)) == ""


async def test_the_owner_sees_all_settings(crowd: Stage) -> None:
    """/settings shows an administrator what is set, with a button for each setting."""
    panel = await crowd.asks("/settings")
    assert panel.labels == ["Langue du groupe", "Quand je réponds", "Heures calmes", "Qui peut régler", "OK"]
    assert "Si on m'appelle" in panel.text
    await crowd.notice_of(crowd.taps("OK", panel))
    assert panel.labels == []


@pytest.mark.parametrize("language", ["fr", "en", "ar", "zh", "sw"])
async def test_others_get_a_polite_no(crowd: Stage, assistant: Assistant, language: str) -> None:
    """Who is no administrator is told so in their language, and a tap on the buttons of others changes nothing."""
    panel = await crowd.asks("/settings")
    stranger = _as(crowd, MEMBER, language)
    refusal = assistant.say("settings_refused", language)
    said = (await stranger.asks("/settings")).text
    assert said == directed(refusal, language)
    before = panel.text
    assert await stranger.notice_of(stranger.taps_data("group:mode:off:6", panel)) == refusal[:200]
    assert panel.text == before
    assert (await stranger.asks(CALL)).text


async def test_an_anonymous_administrator_may_change_settings(crowd: Stage) -> None:
    """Who writes in the group's name is an administrator; who writes in a channel's name is not."""
    assert "When I answer" in (await crowd.asks("/settings", **anonymous(crowd))).labels
    channel = {"id": -1007, "type": "channel", "title": "Une chaîne"}
    as_channel: dict[str, Any] = anonymous(crowd) | {"sender_chat": channel}
    assert (await crowd.asks("/settings", **as_channel)).labels == []


async def test_only_the_owner_may_change(crowd: Stage) -> None:
    """Once the owner alone may change settings, administrators get the polite no, anonymous ones too."""
    await _set(crowd, "Qui peut régler", "Seulement le propriétaire")
    assert (await _as(crowd, ADMINISTRATOR).asks("/settings")).labels == []
    assert (await crowd.asks("/settings", **anonymous(crowd))).labels == []
    assert (await crowd.asks("/settings")).labels != []


async def test_a_dismissed_administrator_may_no_longer(crowd: Stage) -> None:
    """Who may change settings is looked up at each tap, not remembered."""
    administrator = _as(crowd, ADMINISTRATOR)
    panel = await administrator.asks("/settings")
    del crowd.room.administrators[ADMINISTRATOR]
    assert await administrator.notice_of(administrator.taps("Quand je réponds", panel))


async def test_off_is_silence(crowd: Stage) -> None:
    """In mode off nothing is answered, not even a polite no; an administrator can still switch the bot on."""
    await _set(crowd, "Quand je réponds", "Éteint")
    said = len(crowd.room.heard)
    member = _as(crowd, MEMBER)
    for text in (CALL, "/help", "/settings", SURE):
        await member.says(text)
    await crowd.api.until_acknowledged()
    assert len(crowd.room.heard) == said
    await _set(crowd, "Quand je réponds", "✓ Éteint", "Quand je réponds", "Si on m'appelle")
    assert "Parc" in (await member.asks(CALL)).text


async def test_a_tap_in_a_silent_group_is_only_told_so(crowd: Stage, assistant: Assistant) -> None:
    """Buttons left from before do nothing in a group where the bot is off, and say why."""
    answer = await crowd.asks(CALL)
    await _set(crowd, "Quand je réponds", "Éteint")
    said = len(crowd.room.heard)
    assert await crowd.notice_of(crowd.taps_data("a:fr:dates", answer)) == assistant.say("quiet_now", "fr")
    assert len(crowd.room.heard) == said


async def test_sure_questions_up_to_the_stated_limit(crowd: Stage) -> None:
    """In mode sure the bot also answers sure questions that nobody put to it, no more an hour than stated."""
    await _set(crowd, "Quand je réponds", "Aussi aux questions dont je suis sûr, 3 par heure au plus")
    member = _as(crowd, MEMBER)
    first = await member.asks(SURE)
    assert "30" in first.text
    assert first.reply_to == crowd.room.notes[-2].id
    await member.asks(SURE)
    await member.asks(SURE)
    said = len(crowd.room.heard)
    await member.says(SURE)
    await crowd.api.until_acknowledged()
    assert len(crowd.room.heard) == said
    assert (await member.asks(f"@bamex_test_bot {SURE}")).text


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("On mange quoi ce soir ?", {}),
        ("Bonjour ?", {}),
        ("Combien de pays étaient au salon", {}),
        (SURE, {"forward_origin": {"type": "hidden_user", "sender_user_name": "X", "date": 1}}),
        (SURE, {"from": {"id": 9, "is_bot": True, "first_name": "B", "username": "other_bot"}}),
        (f"@moussa {SURE}", {}),
    ],
    ids=["outside", "small talk", "no question", "forwarded", "a bot's", "to somebody else"],
)
async def test_unasked_only_where_it_is_sure(crowd: Stage, text: str, fields: dict[str, Any]) -> None:
    """Even in mode sure the bot leaves alone what is no open question about the event."""
    await _set(crowd, "Quand je réponds", "Aussi aux questions dont je suis sûr, 12 par heure au plus")
    said = len(crowd.room.heard)
    await _as(crowd, MEMBER).says(text, **fields)
    await crowd.api.until_acknowledged()
    assert len(crowd.room.heard) == said


async def test_quiet_hours(api: BotApi, running: Running) -> None:
    """In the quiet hours, in Bamako's time, the bot says nothing in the group; outside of them it answers."""
    now = [datetime(2026, 2, 1, 12, tzinfo=UTC)]
    async with running(clock=lambda: now[0]):
        crowd = _crowd(api)
        await _set(crowd, "Heures calmes", "22:00", "06:00")
        assert "22:00–06:00" in (await crowd.asks("/settings")).text
        for hour, answers in ((21, 1), (22, 0), (23, 0), (3, 0), (5, 0), (6, 1)):
            now[0] = datetime(2026, 2, 2, hour, 30, tzinfo=UTC)
            said = len(crowd.room.heard)
            await crowd.says(CALL)
            await api.until_acknowledged()
            assert len(crowd.room.heard) == said + answers, hour
        await _set(crowd, "Heures calmes", "Aucune")
        assert "22:00" not in (await crowd.asks("/settings")).text


async def test_the_group_s_language_is_for_who_has_none(crowd: Stage) -> None:
    """The group's language is used where the asker's is not known: no choice, no Telegram language that has texts."""
    await _set(crowd, "Langue du groupe", "Türkçe")
    assert "komut" in (await _as(crowd, MEMBER, None).asks("@bamex_test_bot")).text.lower()
    assert "komut" in (await _as(crowd, MEMBER, "bm").asks("@bamex_test_bot")).text.lower()
    assert "Baykar" in (await _as(crowd, MEMBER, "bm").asks("@bamex_test_bot Baykar ?")).text
    assert "Parc des" in (await _as(crowd, MEMBER, "fr").asks("@bamex_test_bot c'est où le salon ?")).text
    await _as(crowd, MEMBER).asks("/language es")
    assert "Parque" in (await _as(crowd, MEMBER).asks("@bamex_test_bot ¿dónde es?")).text
    await _set(crowd, "Langue du groupe", "Automatique : la langue de votre message")
    assert "komut" not in (await _as(crowd, 46, None).asks("@bamex_test_bot")).text.lower()


async def test_in_the_group_s_name_its_own_language_is_changed(crowd: Stage, assistant: Assistant) -> None:
    """An anonymous administrator's /language is the group's, so it needs the right to change settings."""
    await crowd.asks("/language tr", **anonymous(crowd))
    assert "komut" in (await _as(crowd, MEMBER, None).asks("@bamex_test_bot")).text.lower()
    await _set(crowd, "Qui peut régler", "Seulement le propriétaire")
    refusal = await crowd.asks("/language fr", **anonymous(crowd))
    assert refusal.text == assistant.say("settings_refused", "tr")


async def test_strange_taps_change_nothing(crowd: Stage) -> None:
    """A button that this bot never wrote changes no setting."""
    panel = await crowd.asks("/settings")
    before = panel.text
    for data in (
        "mode:sure:9999",
        "mode:x:6",
        "quiet:25:1",
        "quiet:3:3",
        "quiet:a:b",
        "who:me",
        "language:xx",
        "",
        "x",
    ):
        assert await crowd.notice_of(crowd.taps_data(f"group:{data}", panel))
    assert panel.text == before


async def test_settings_in_a_private_chat(api: BotApi, live: None, assistant: Assistant) -> None:
    """Outside groups /settings says where it is of use."""
    assert (await Stage.private(api).asks("/settings")).text == assistant.say("settings_groups_only", "fr")
