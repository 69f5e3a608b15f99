"""What the bot keeps of the organisers' files: the last good state whole, and each published file's former version."""

import hashlib
import json
import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.editing.sources import Change, Part, Sources, write_whole
from bot.guide.files import Folder, SourceFile

MOST_KEPT = 50
_POINTER = "good"
# What was taken back need not be read by everybody on the machine.
_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class Former:
    """What stood in a file before a publication, and the SHA-256 of what was published (empty: no file)."""

    change: Change
    published: str
    record: Path


class History:
    """A folder that survives being killed at any moment: everything in it appears whole or not at all."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep_good(self, sources: Sources) -> None:
        """Keep this state as the one to start from when the files are broken. Raises OSError."""
        name = f"good-{sources.digest[:16]}"
        if self._pointer() == name:
            return
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = Path(tempfile.mkdtemp(dir=self._folder, prefix=".good-"))
        for part in Part:
            (beside / part.value).mkdir()
            for file in sources.folder(part).files:
                write_whole(beside / part.value / f"{file.stem}.yaml", file.content, _PRIVATE)
        shutil.rmtree(self._folder / name, ignore_errors=True)
        os.rename(beside, self._folder / name)
        write_whole(self._folder / _POINTER, name.encode(), _PRIVATE)
        for former in (*self._folder.glob("good-*"), *self._folder.glob(".good-*")):
            if former.name != name and former.is_dir():
                shutil.rmtree(former, ignore_errors=True)

    def good(self, faq: Path, translations: Path) -> Sources | None:
        """The last good state, its files named as if they lay in the two folders; None if there is none."""
        name = self._pointer()
        if not name:
            return None
        try:
            folders = {
                part: Folder(where.as_posix(), tuple(_kept_files(self._folder / name / part.value, where)))
                for part, where in ((Part.FAQ, faq), (Part.TRANSLATIONS, translations))
            }
        except OSError:
            return None
        return Sources(folders[Part.FAQ], folders[Part.TRANSLATIONS])

    def note_former(self, change: Change, former: bytes | None) -> None:
        """Keep what a file held before `change` is written into it. Raises OSError."""
        folder = self._folder / "former"
        folder.mkdir(parents=True, exist_ok=True)
        records = self._records()
        number = int(records[-1].stem) + 1 if records else 1
        record = {
            "part": change.part.value,
            "name": change.name,
            "former": None if former is None else former.decode("utf-8", "surrogateescape"),
            "published": _sha256(change.content),
        }
        write_whole(folder / f"{number:08}.json", json.dumps(record).encode(), _PRIVATE)
        for old in records[: max(len(records) + 1 - MOST_KEPT, 0)]:
            old.unlink(missing_ok=True)

    def former(self, sources: Sources) -> Former | None:
        """What the last publication replaced; a publication that was cut off before its file was written is dropped."""
        for path in reversed(self._records()):
            try:
                record = json.loads(path.read_bytes())
                before = record["former"]
                content = None if before is None else str(before).encode("utf-8", "surrogateescape")
                change = Change(Part(record["part"]), str(record["name"]), content)
                published = str(record["published"])
            except (OSError, ValueError, KeyError, TypeError):
                self._drop(path)
                continue
            now = sources.content(change.part, change.name)
            if now == change.content and _sha256(now) != published:
                self._drop(path)
                continue
            return Former(change, published, path)
        return None

    def drop(self, former: Former) -> None:
        """Forget a former version that was put back."""
        self._drop(former.record)

    def _records(self) -> list[Path]:
        return sorted(path for path in (self._folder / "former").glob("*.json") if path.stem.isdigit())

    def _drop(self, path: Path) -> None:
        with suppress(OSError):
            path.unlink()

    def _pointer(self) -> str:
        try:
            name = (self._folder / _POINTER).read_text(encoding="ascii")
        except (OSError, ValueError):
            return ""
        return name if name.startswith("good-") and name[5:].isalnum() else ""


def is_published(former: Former, sources: Sources) -> bool:
    """Whether the file still holds what was published, so that nobody's later work is lost by putting it back."""
    return _sha256(sources.content(former.change.part, former.change.name)) == former.published


def _kept_files(folder: Path, where: Path) -> list[SourceFile]:
    paths = sorted(path for path in folder.iterdir() if path.suffix == ".yaml")
    return [SourceFile((where / path.name).as_posix(), path.stem, path.read_bytes()) for path in paths]


def _sha256(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()
