"""What was fitted to the FAQ, kept on disk, so that a start with an unchanged FAQ fits nothing."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_HERE = Path(__file__).parent


class FittedCache:
    """A folder of .npz files, one for each fitted thing, for one state of the FAQ (`digest`) and of this code.

    A file that is missing, broken or of another state counts as absent; a folder that cannot be written is left.
    """

    def __init__(self, folder: Path, digest: str) -> None:
        self._folder = folder
        self._key = hashlib.sha256(f"{digest} {_code_digest()} {np.__version__}".encode()).hexdigest()[:16]

    def load(self, name: str) -> dict[str, NDArray[Any]] | None:
        """The arrays saved under a name, or None."""
        try:
            with np.load(self._path(name), allow_pickle=False) as arrays:
                return dict(arrays)
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return None

    def save(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays under a name for the next start, in place of those of former states."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as file:
                np.savez(file, **arrays)  # type: ignore[arg-type]  # numpy's stub reads the names as its own options
            os.replace(file.name, self._path(name))
            for former in self._folder.glob(f"{name}-*.npz"):
                if former != self._path(name):
                    former.unlink(missing_ok=True)
        except OSError:
            return

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}-{self._key}.npz"


def _code_digest() -> str:
    """The SHA-256 of the code that fits: a new version never reads an old version's arrays."""
    digest = hashlib.sha256()
    for path in sorted(_HERE.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
