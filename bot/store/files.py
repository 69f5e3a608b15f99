"""Files that only their owner may read."""

import os
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
