"""What was fitted to the FAQ, kept on disk, so that a start with an unchanged FAQ fits nothing."""

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.guide.cache import SHIPPED, code_digest

_HERE = Path(__file__).parent
_CODE = (_HERE, _HERE.parent / "text.py")


class FittedCache:
    """A folder of .npz files, one for each fitted thing, for one state of the FAQ (`digest`) and of this code.

    A file that is missing, broken or of another state counts as absent; a folder that cannot be written is left.
    """

    def __init__(self, folder: Path, digest: str) -> None:
        self._folder = folder
        self._key = hashlib.sha256(f"{digest} {code_digest(*_CODE)} {np.__version__}".encode()).hexdigest()[:16]

    def load(self, name: str) -> dict[str, NDArray[Any]] | None:
        """The arrays saved, or shipped, under a name, or None."""
        file = self._path(name)
        return _arrays(file) or _arrays(SHIPPED / file.name)

    def save(self, name: str, arrays: Mapping[str, NDArray[Any]]) -> None:
        """Keep arrays under a name for the next start, in place of those of former states."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.NamedTemporaryFile(dir=self._folder, suffix=".part", delete=False) as file:
                part = Path(file.name)
            try:
                with part.open("wb") as stream:
                    np.savez(stream, **arrays)  # type: ignore[arg-type]  # numpy's stub reads the names as options
                os.replace(part, self._path(name))
            finally:
                # On a full disk every try would leave its part behind.
                part.unlink(missing_ok=True)
            for former in self._folder.glob(f"{name}-*.npz"):
                if former != self._path(name):
                    former.unlink(missing_ok=True)
        except OSError:
            return

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}-{self._key}.npz"


def _arrays(file: Path) -> dict[str, NDArray[Any]] | None:
    try:
        with file.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
            return dict(arrays)
    except Exception:  # noqa: BLE001  # numpy and zipfile raise a dozen kinds of errors for a broken file
        return None
