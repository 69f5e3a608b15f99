"""Files that only their owner may read."""

import os
import tempfile
from contextlib import suppress
from pathlib import Path


def private_file(name: str) -> Path:
    """Make sure that a file exists, in a folder that exists, and that nobody but its owner can read it.

    SQLite gives the files it puts beside a database the database's own permissions. Raises OSError.
    """
    path = Path(name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        os.fchmod(handle, 0o600)
    finally:
        os.close(handle)
    return path


def write_private(path: Path, content: str) -> None:
    """Give a file its content in one step, for its owner alone. Raises OSError and leaves the file as it was."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    # Nobody else may read what mkstemp makes.
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(content)
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise
