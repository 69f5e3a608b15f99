"""Files from the web, with limits: of time, of size, of redirects; half a download is continued, not begun again."""

import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import httpx

MAX_INDEX = 5_000_000
MAX_PACKAGE = 1_500_000_000
_STALL, _IN_ALL = 30.0, 3_600.0
_TRIES = 3
_BLOCK = 1 << 16

# Bytes so far, and of how many (0: unknown).
Progress = Callable[[int, int], None]


class Failed(Exception):
    """What was asked for could not be had; the message says why."""


def fetch(url: str, limit: int = MAX_INDEX) -> bytes:
    """A small file. Raises Failed."""
    _check(url)
    try:
        with _client() as client, client.stream("GET", url) as response:
            response.raise_for_status()
            content = bytearray()
            for block in response.iter_bytes(_BLOCK):
                content += block
                if len(content) > limit:
                    raise Failed(f"{url}: more than {limit // 1_000_000} MB")
            return bytes(content)
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise Failed(f"{url}: {_why(error)}") from error


def download(url: str, place: Path, progress: Progress, limit: int = MAX_PACKAGE) -> str:
    """Download a file to `place` and return its SHA-256 in hex; what came of an earlier try is continued.

    `place` appears only when all of it is there. Raises Failed, and then keeps the part for the next try.
    """
    _check(url)
    part, note = place.with_name(place.name + ".part"), place.with_name(place.name + ".part.json")
    place.parent.mkdir(parents=True, exist_ok=True)
    end = time.monotonic() + _IN_ALL
    last: Exception | None = None
    for _ in range(_TRIES):
        try:
            _continue(url, part, note, progress, limit, end)
            break
        except (httpx.TransportError, _CutOffError) as error:
            last = error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Failed(f"{url}: {_why(error)}") from error
    else:
        raise Failed(f"{url}: {_why(last)}; run the command again to continue") from last
    with part.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    os.replace(part, place)
    note.unlink(missing_ok=True)
    return digest


class _CutOffError(Exception):
    """The connection ended before the file did."""


def _continue(url: str, part: Path, note: Path, progress: Progress, limit: int, end: float) -> None:
    start, tag = _begun(url, part, note)
    headers = {"Range": f"bytes={start}-", "If-Range": tag} if start else {}
    # Compressed on the way, a range would be one of other bytes.
    with _client() as client, client.stream("GET", url, headers={**headers, "Accept-Encoding": "identity"}) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            part.unlink(missing_ok=True)
            raise _CutOffError("what was there of it is of another file")
        response.raise_for_status()
        if response.status_code != httpx.codes.PARTIAL_CONTENT or not _continues(response.headers, start):
            start = 0
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise Failed(f"{url}: the server compresses it, though it was asked not to")
        total = start + int(response.headers.get("Content-Length", 0) or 0)
        if total > limit:
            raise Failed(f"{url}: {total // 1_000_000} MB, more than {limit // 1_000_000}")
        tag = response.headers.get("ETag", "")
        note.write_text(json.dumps({"url": url, "etag": "" if tag.startswith("W/") else tag}), encoding="utf-8")
        done = start
        with part.open("ab" if start else "wb") as out:
            # As it arrives: a larger buffer would lose its content when the connection breaks off.
            for block in response.iter_raw():
                out.write(block)
                done += len(block)
                progress(done, total)
                if done > limit:
                    raise Failed(f"{url}: more than {limit // 1_000_000} MB")
                if time.monotonic() > end:
                    raise Failed(
                        f"{url}: not done within {int(_IN_ALL // 60)} minutes; run the command again to continue"
                    )
    if "Content-Length" in response.headers and done < total:
        raise _CutOffError(f"it broke off after {done} of {total} bytes")


def _begun(url: str, part: Path, note: Path) -> tuple[int, str]:
    """How much of the file is there, and the tag that says which file it is; nothing without a tag."""
    with suppress(OSError, ValueError, KeyError, TypeError, AttributeError):
        described: Mapping[str, str] = json.loads(note.read_bytes())
        if described["url"] == url and described["etag"]:
            return part.stat().st_size, described["etag"]
    return 0, ""


def _continues(headers: httpx.Headers, start: int) -> bool:
    return start > 0 and headers.get("Content-Range", "").startswith(f"bytes {start}-")


def _client() -> httpx.Client:
    return httpx.Client(follow_redirects=True, max_redirects=5, timeout=_STALL, headers={"User-Agent": "bamex-bot"})


def _check(url: str) -> None:
    if urlsplit(url).scheme not in ("http", "https"):
        raise Failed(f"{url}: only http and https can be downloaded")


def _why(error: Exception | None) -> str:
    if isinstance(error, httpx.HTTPStatusError):
        return f"the server answers {error.response.status_code}"
    if isinstance(error, httpx.TimeoutException):
        return f"no answer within {int(_STALL)} seconds"
    return str(error) or type(error).__name__
