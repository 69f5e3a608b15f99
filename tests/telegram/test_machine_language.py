"""A language that no file has, in a private chat, through language packages installed beside the bot."""

from pathlib import Path

import pytest

from tests.botapi.server import BotApi
from tests.botapi.stage import Stage
from tests.telegram.conftest import Running
from tests.translation.argosmodel import build
from tests.translation.conftest import EN_PL, FR_EN, Models


async def test_a_chosen_language_with_packages_is_answered_in_it(
    api: BotApi, running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """/language pl is taken where Polish packages are installed; the answer is in Polish and marked as a machine's."""
    models = Models(
        build(tmp_path / "fr_en.argosmodel", "fr", "en", FR_EN),
        build(tmp_path / "en_pl.argosmodel", "en", "pl", EN_PL),
        tmp_path / "packages",
    )
    models.install(models.fr_en, models.en_pl)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(models.packages))
    async with running(cache_dir=tmp_path / "cache"):
        visitor = Stage.private(api, 4242, "pl")
        await visitor.asks("/language pl")
        answer = await visitor.asks("où se tient le salon ?")
        assert "to tutaj odbyły się BAMEX'25" in answer.text
