"""A visitor's own language: chosen, remembered, forgotten."""

from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running

WHERE = "C'est où ?"


async def test_languages_are_offered_by_their_own_names(awa: Stage) -> None:
    """/language offers each language by its own name, and the automatic choice last."""
    offer = await awa.asks("/language")
    assert "Français" in offer.labels
    assert "English" in offer.labels
    assert offer.labels[-1] == "Automatique : la langue de votre message"


async def test_a_choice_is_confirmed_and_outlives_a_restart(api: BotApi, running: Running) -> None:
    """A chosen language is confirmed in that language, holds for every reply, and is there after a restart."""
    awa = Stage.private(api)
    async with running():
        offer = await awa.asks("/language")
        await awa.taps("English")
        await api.until_acknowledged()
        assert awa.room.heard == [offer]
        assert "English" in offer.text
        assert offer.labels == []
        assert "Exhibition" in (await awa.asks(WHERE)).text
    async with running():
        assert "Exhibition" in (await awa.asks(WHERE)).text
        assert "Hello" in (await awa.asks("/start")).text


async def test_automatic_follows_each_message(awa: Stage, api: BotApi) -> None:
    """The automatic choice answers each message in its own language again."""
    await awa.asks("/language en")
    await awa.asks("/language")
    await awa.taps("Automatic: the language of your message", awa.room.heard[-1])
    await api.until_acknowledged()
    assert "Parc des expositions" in (await awa.asks(WHERE)).text


async def test_forget_deletes_and_counts(awa: Stage) -> None:
    """/forget deletes what is kept and says how much it was; the second time there is nothing left."""
    await awa.asks("/language en")
    assert "1" in (await awa.asks("/forget")).text
    assert (await awa.asks("/forget")).text == "Rien n'était gardé pour cette discussion."
    assert "Parc des expositions" in (await awa.asks(WHERE)).text


async def test_privacy_says_what_is_kept_and_how_to_delete_it(awa: Stage) -> None:
    """/privacy answers and names /forget."""
    assert "/forget" in (await awa.asks("/privacy")).text


async def test_one_visitor_s_choice_is_not_another_s(awa: Stage, api: BotApi) -> None:
    """A choice counts for who made it."""
    await awa.asks("/language en")
    assert "Parc des expositions" in (await Stage.private(api, 77).asks(WHERE)).text


async def test_an_unknown_language_opens_the_list(awa: Stage) -> None:
    """/language with a code that has no texts shows the list."""
    assert "English" in (await awa.asks("/language klingon")).labels
