"""The compiled Guide: one JSON file that is as good as reading and checking the YAML again, and much faster.

First a line with the format, the digest of the files it was made from and the SHA-256 of the rest; then the Guide. A
file that fails any of these, is not this user's own or does not decode is no cache.
"""

import hashlib
import json
import os
import tempfile
from contextlib import suppress
from dataclasses import astuple
from functools import cache
from pathlib import Path
from typing import Any

from bot import __version__
from bot.guide.decoding import decode_guide, encode_guide
from bot.guide.guide import Guide
from bot.guide.problems import Problem, Severity, Wording

_BOT = Path(__file__).parent.parent
_CODE = (_BOT / "guide", _BOT / "translation", _BOT / "reading.py", _BOT / "text.py")
_MAX_BYTES = 64_000_000
# What an image brings along (`bamex-bot prepare --ship`); never written by a bot that runs.
SHIPPED = _BOT / "content" / "cache"


def load(path: Path, digest: str) -> tuple[Guide, tuple[Problem, ...]] | None:
    """The Guide and the problems stored, or shipped, for the files with this digest, or None. Never raises."""
    return _load(path, digest) or _load(SHIPPED / path.name, digest)


def is_shipped(digest: str) -> bool:
    """Whether the files with this digest are those that the image was built with, which had passed every check."""
    return _load(SHIPPED / "guide.json", digest) is not None


def _load(path: Path, digest: str) -> tuple[Guide, tuple[Problem, ...]] | None:
    try:
        with path.open("rb") as stream:
            if not _ours(stream.fileno()):
                return None
            header, _, body = stream.read(_MAX_BYTES).partition(b"\n")
        if json.loads(header) != _header(digest, body):
            return None
        stored = json.loads(body)
        problems = tuple(_problem(values) for values in stored["problems"])
        return decode_guide(stored["guide"], digest), problems
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None


def store(path: Path, guide: Guide, problems: tuple[Problem, ...]) -> None:
    """Write the cache in one step, readable by this user alone; where it cannot be written, nothing happens."""
    stored = {"guide": encode_guide(guide), "problems": [astuple(problem) for problem in problems]}
    body = json.dumps(stored, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    header = json.dumps(_header(guide.digest, body)).encode()
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes the file with mode 0600.
        descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.write(header + b"\n" + body)
            os.replace(temporary, path)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise


def code_digest(*places: Path) -> str:
    """The SHA-256 of the Python files in these places: what other code made is not to be read."""
    digest = hashlib.sha256()
    for place in places:
        for path in sorted(place.glob("*.py")) if place.is_dir() else [place]:
            digest.update(path.read_bytes())
    return digest.hexdigest()


@cache
def _format() -> str:
    return f"bamex-bot guide {__version__} {code_digest(*_CODE)}"


def _header(digest: str, body: bytes) -> dict[str, str]:
    return {"format": _format(), "digest": digest, "body": hashlib.sha256(body).hexdigest()}


def _ours(descriptor: int) -> bool:
    """Whether nobody else could have put words into the bot's mouth here; Windows keeps no such record."""
    if not hasattr(os, "geteuid"):
        return True
    status = os.fstat(descriptor)
    # Root could change the program itself.
    return status.st_uid in (os.geteuid(), 0) and not status.st_mode & 0o022


def _problem(values: list[Any]) -> Problem:
    file, line, column, message, mend, severity = values
    return Problem(file, line, column, Wording(*message), Wording(*mend), Severity(severity))
