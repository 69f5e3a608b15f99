"""Takes the pictures of the docs anew where they no longer show what the bot says: `python -m tests.pictures`."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.loading import load_assistant
from tests.browser import Browser
from tests.conftest import FAQ, FITTED, TRANSLATIONS
from tests.pictures.album import FOLDER, Taken, digest, html, of_organisers, of_visitors, picture_files, transcript_file
from tests.pictures.camera import MISSING, is_ready, keep, made_from, picture
from tests.pictures.phone import WIDTH


async def _taken(folder: Path) -> dict[str, Taken]:
    assistant = load_assistant(FAQ, TRANSLATIONS, FITTED)
    assistant.warm_up()
    visitors, organisers = folder / "visitors", folder / "organisers"
    visitors.mkdir()
    organisers.mkdir()
    return {**await of_visitors(assistant, visitors), **await of_organisers(organisers)}


async def _take(folder: Path) -> None:
    transcripts = await _taken(folder)
    FOLDER.mkdir(exist_ok=True)
    kept = {path for name in transcripts for path in (transcript_file(name), *picture_files(name))}
    for path in set(FOLDER.iterdir()) - kept:
        path.unlink()
    async with Browser.running(folder / "profile") as browser:
        for name, taken in transcripts.items():
            transcript_file(name).write_text(taken.as_json(), encoding="utf-8")
            for path, theme in picture_files(name).items():
                wanted = digest(taken, theme)
                if path.exists() and made_from(path.read_bytes()) == wanted:
                    continue
                keep(await picture(browser, html(taken, theme), WIDTH, folder / "page.html"), path, wanted)
                print(f"{path.name}: {path.stat().st_size // 1000} KB")


if __name__ == "__main__":
    if not is_ready():
        sys.exit(f"chromium or pngquant is not installed (Debian: {MISSING})")
    with TemporaryDirectory(prefix="pictures-", ignore_cleanup_errors=True) as working:
        asyncio.run(_take(Path(working)))
