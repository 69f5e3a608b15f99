"""Fitted matchers kept on disk, so that a start with an unchanged FAQ fits nothing."""

import hashlib
import os
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from bot.understanding.matcher import Matcher

_HERE = Path(__file__).parent


class MatcherCache:
    """A folder of .npz files, one a language, for one state of the FAQ (`digest`) and of this code.

    A file that is missing, broken or of another state counts as absent; a folder that cannot be written is left.
    """

    def __init__(self, folder: Path, digest: str) -> None:
        self._folder = folder
        self._key = hashlib.sha256(f"{digest} {_code_digest()} {np.__version__}".encode()).hexdigest()[:16]

    def load(self, language: str) -> Matcher | None:
        """The language's matcher as it was saved, or None."""
        try:
            with np.load(self._path(language), allow_pickle=False) as arrays:
                return Matcher.from_arrays(dict(arrays))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None

    def save(self, language: str, matcher: Matcher) -> None:
        """Keep the matcher for the next start, in place of those of former states."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as file:
                np.savez(file, **matcher.to_arrays())  # type: ignore[arg-type]  # numpy's stub takes only one positional
            os.replace(file.name, self._path(language))
            for former in self._folder.glob(f"matcher-{language}-*.npz"):
                if former != self._path(language):
                    former.unlink(missing_ok=True)
        except OSError:
            return

    def _path(self, language: str) -> Path:
        return self._folder / f"matcher-{language}-{self._key}.npz"


def _code_digest() -> str:
    """The SHA-256 of the code that a fitted matcher depends on: a new version never reads an old version's arrays."""
    digest = hashlib.sha256()
    for path in sorted(_HERE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
