"""The organisers' files as bytes in memory: read from two folders, changed by one file, written back in one step."""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from bot.guide.files import Folder, SourceFile, digest, read_folder
from bot.guide.problems import Severity


class Part(StrEnum):
    """Which of the two folders."""

    FAQ = "faq"
    TRANSLATIONS = "translations"


@dataclass(frozen=True, slots=True)
class Change:
    """A file's whole new content; None takes the file away. `name` is a plain file name such as dates.yaml."""

    part: Part
    name: str
    content: bytes | None


@dataclass(frozen=True, slots=True)
class Sources:
    """Both folders as they were at one moment."""

    faq: Folder
    translations: Folder

    @property
    def digest(self) -> str:
        """Changes whenever a reading of the files could."""
        return digest((self.faq, self.translations))

    def folder(self, part: Part) -> Folder:
        """One of the two folders."""
        return self.faq if part is Part.FAQ else self.translations

    def content(self, part: Part, name: str) -> bytes | None:
        """A file's bytes; None if there is no such file."""
        stem = Path(name).stem
        return next((file.content for file in self.folder(part).files if file.stem == stem), None)

    def changed(self, change: Change) -> "Sources":
        """The sources with one file changed, as a reading of the folders would then find them."""
        folder = self.folder(change.part)
        stem = Path(change.name).stem
        files = [file for file in folder.files if file.stem != stem]
        if change.content is not None:
            files.append(SourceFile(f"{folder.path}/{change.name}", stem, change.content))
        changed = replace(folder, files=tuple(sorted(files, key=lambda file: Path(file.path))))
        return replace(self, **{change.part.value: changed})


def read_sources(faq: Path, translations: Path) -> Sources:
    """Both folders as they are now."""
    return Sources(read_folder(faq, Severity.ERROR), read_folder(translations, Severity.WARNING))


def write_whole(path: Path, content: bytes, permissions: int = 0o644) -> None:
    """Give a file its content in one step, on the disk when this returns. Raises OSError and leaves the file as it was.

    A new file gets `permissions`, by default those of one that a person makes; one that was there keeps its own.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else permissions
    # A hidden name: no reading of the folder takes the half-written file for one of its own.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
