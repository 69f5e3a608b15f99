"""What visitors see in private, in a group and in a channel: the pictures of README.md and docs/groups.md."""

from collections.abc import AsyncIterator
from datetime import datetime

from tests.conftest import BAMAKO
from tests.pictures.studio import Studio
from tests.pictures.transcript import Transcript

AFTER_THE_EVENT = datetime(2026, 2, 1, 9, 40, tzinfo=BAMAKO)
_DURING_THE_EVENT = datetime(2025, 11, 12, 9, 10, tzinfo=BAMAKO)
_QUESTIONS = (
    "slt c kan le bamex et c ou ?",
    "wich turkish compagnies came",
    "من افتتح المعرض؟",
    "C combien l'entrée ?",
)
_GROUP, _CHANNEL, _OWNER = -1001, -1002, 43


async def pictured(studio: Studio) -> AsyncIterator[tuple[str, Transcript]]:
    """The pictures by name, each as soon as it can be taken."""
    studio.now = AFTER_THE_EVENT
    awa = studio.phone(42, "Awa", "fr")
    for question in _QUESTIONS:
        await awa.says(question)
    yield "conversation", awa.shown()

    studio.now = _DURING_THE_EVENT
    group = studio.shared(_GROUP, "supergroup", "Bamako Drone Club")
    group.administrators = {_OWNER: "creator"}
    moussa = studio.phone_in(group, _OWNER, "Moussa", "en")
    aicha = studio.phone_in(group, 44, "Aïcha", "en")
    await aicha.says("Who is coming along on Friday?")
    await aicha.says("@your_bot which companies are there?")
    await moussa.says("Nice, I am in!")
    yield "group-mention", moussa.shown()

    await moussa.says("/settings")
    yield "group-settings", moussa.shown(2)

    channel = studio.shared(_CHANNEL, "channel", "BAMEX'25 News")
    editor = studio.phone_in(channel, _OWNER, "Moussa", "en")
    await editor.says("/faq Where is it?")
    yield "channel-faq", editor.shown()
