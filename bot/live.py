"""The files change while the bot runs: what it answers from, watched, rebuilt beside it, and swapped in one step."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path

from bot.assistant import Assistant
from bot.editing.edition import Edition, Refused, build, trusted
from bot.editing.history import History, is_published
from bot.editing.sources import Change, Part, Sources, read_sources, write_whole
from bot.editing.threads import in_thread
from bot.guide.cache import is_shipped
from bot.guide.problems import render
from bot.loading import Broken

_LOGGER = logging.getLogger(__name__)

# A save in an editor or a git pull touches files several times; nobody should be told about the state in between.
_SETTLED_SECONDS = 0.2
_LONGEST_UNSETTLED = 0.8
_LOOK_EVERY_MS = 500
# The first visitors after a first start wait for what is fitted for them; the proof would fit it a second time beside.
_PROOF_AFTER = 60.0

Signature = tuple[tuple[str, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The files were changed and are good; `mended` when the state before them was broken."""

    edition: Edition
    mended: bool


News = Accepted | Refused
Tell = Callable[[News], Awaitable[None]]


class Live:
    """The edition of each moment. Reading it is one look-up; what changes it takes a lock, and seconds, in a thread."""

    def __init__(self, faq: Path, translations: Path, cache: Path, history: Path) -> None:
        """Raises Broken when neither the files nor a last good state of them can be answered from."""
        self._folders = {Part.FAQ: faq, Part.TRANSLATIONS: translations}
        self._cache, self._history = cache, History(history)
        self._lock = threading.Lock()
        self._seen = self.signature()
        self._refused = ""
        self._proven = True
        self._edition, self._trouble = self._first()

    def current(self) -> Assistant:
        """The assistant of this moment."""
        return self._edition.assistant

    @property
    def edition(self) -> Edition:
        """The edition of this moment."""
        return self._edition

    def signature(self) -> Signature:
        """Changes when a file of the two folders is written, added or removed; nothing is opened."""
        found = []
        for folder in self._folders.values():
            try:
                paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
                status = [(path.as_posix(), path.stat()) for path in paths]
            except OSError:
                found.append((folder.as_posix(), 0, 0, 0))
                continue
            found += [(name, stat.st_mtime_ns, stat.st_size, stat.st_ino) for name, stat in status]
        return tuple(found)

    def refresh(self) -> News | None:
        """Take the files as they are now; None when there is nothing new in them. Blocks for as long as building takes.

        Broken files change nothing for visitors.
        """
        with self._lock:
            self._seen = self.signature()
            sources = self._on_disk()
            if sources.digest == self._edition.sources.digest and self._proven:
                mended, self._refused = bool(self._refused), ""
                return Accepted(self._edition, True) if mended else None
            if sources.digest == self._refused:
                return None
            built = build(sources, self._cache, self._edition)
            self._proven = True
            if isinstance(built, Refused):
                self._refused = sources.digest if sources.digest != self._edition.sources.digest else ""
                return built
            mended = bool(self._refused)
            self._accept(built)
            return Accepted(built, mended)

    def propose(self, change: Change) -> Edition | Refused:
        """What would become of the files with this change: built and checked, and nothing written."""
        with self._lock:
            return build(self._sources().changed(change), self._cache, self._edition)

    def publish(self, change: Change, proposed: Edition | None = None) -> Edition | Refused:
        """Write the change and answer from it at once. `proposed` is used if it is still what the change leads to.

        The former version is kept first, so that `undo` finds it whenever the process dies. Raises OSError.
        """
        with self._lock:
            return self._publish(change, proposed, keep_former=True)

    def undo(self) -> Edition | Refused | None:
        """Put the last published file's former version back; None if there is none, or its file was changed since.

        Raises OSError.
        """
        with self._lock:
            sources = self._on_disk()
            former = self._history.former(sources)
            if former is None or not is_published(former, sources):
                return None
            done = self._publish(former.change, None, keep_former=False)
            if isinstance(done, Edition):
                self._history.drop(former)
            return done

    async def watch(self, tell: Tell) -> None:
        """Refresh whenever the files change, and tell what came of it, until cancelled."""
        if self._trouble is not None:
            await _told(tell, self._trouble)
        prove_at = time.monotonic() + _PROOF_AFTER
        async for _ in self._stirrings():
            if self.signature() == self._seen and (self._proven or time.monotonic() < prove_at):
                continue
            await self._settled()
            try:
                news = await in_thread(self.refresh)
            except Exception:
                # Whatever it is, the bot answers on, and the next change has its chance.
                _LOGGER.exception("the changed files could not be taken up")
                continue
            if isinstance(news, Refused):
                _LOGGER.warning("the changed files are not used: %s", render(news.errors[0], "en"))
            elif news is not None:
                _LOGGER.info("the changed files are in use")
            if news is not None:
                await _told(tell, news)

    async def _stirrings(self) -> AsyncIterator[None]:
        from watchfiles import awatch

        yield
        while True:
            folders = [folder for folder in self._folders.values() if folder.is_dir()]
            try:
                # A folder that is replaced, or mounted where the kernel reports nothing, is found by looking.
                changes = awatch(
                    *folders, debounce=100, step=50, rust_timeout=_LOOK_EVERY_MS, yield_on_timeout=True, recursive=False
                )
                async with aclosing(changes):
                    async for _ in changes:
                        yield
                        if any(not folder.is_dir() for folder in folders):
                            break
            except (OSError, RuntimeError) as error:
                # The kernel's limit of watches is a RuntimeError of watchfiles' own.
                _LOGGER.warning("the folders cannot be watched for now (%s)", error)
            await asyncio.sleep(_LOOK_EVERY_MS / 1000)
            yield

    async def _settled(self) -> None:
        end = time.monotonic() + _LONGEST_UNSETTLED
        before = self.signature()
        while time.monotonic() < end:
            await asyncio.sleep(_SETTLED_SECONDS)
            now = self.signature()
            if now == before:
                return
            before = now

    def _first(self) -> tuple[Edition, Refused | None]:
        sources = self._on_disk()
        if is_shipped(sources.digest):
            first = trusted(sources, self._cache)
            if isinstance(first, Edition):
                self._keep_sources(sources)
                return first, None
        good = self._history.good(self._folders[Part.FAQ], self._folders[Part.TRANSLATIONS])
        former = trusted(good, self._cache) if good is not None else None
        if not isinstance(former, Edition):
            first = trusted(sources, self._cache)
            if isinstance(first, Refused):
                line = render(first.errors[0], "en")
                raise Broken(f"{line} ({len(first.errors)} in all: run `bamex-bot check` to see them)")
            # Fitting every language takes a while: visitors are answered meanwhile, the rest is checked by `watch`.
            self._proven = False
            self._keep_sources(first.sources)
            return first, None
        if former.sources.digest == sources.digest:
            return former, None
        built = build(sources, self._cache, former)
        if isinstance(built, Refused):
            self._refused = sources.digest
            _LOGGER.warning("the files are broken, the last good state is used: %s", render(built.errors[0], "en"))
            return former, built
        self._keep(built)
        return built, None

    def _on_disk(self) -> Sources:
        return read_sources(self._folders[Part.FAQ], self._folders[Part.TRANSLATIONS])

    def _sources(self) -> Sources:
        """The files to change one of: as they are, unless they are broken; then the last good state."""
        return self._edition.sources if self._refused else self._on_disk()

    def _publish(self, change: Change, proposed: Edition | None, keep_former: bool) -> Edition | Refused:
        before = self._sources()
        wanted = before.changed(change)
        if proposed is None or proposed.sources.digest != wanted.digest:
            built = build(wanted, self._cache, self._edition)
            if isinstance(built, Refused):
                return built
            proposed = built
        if keep_former:
            self._history.note_former(change, self._on_disk().content(change.part, change.name))
        path = self._folders[change.part] / change.name
        if change.content is None:
            path.unlink(missing_ok=True)
        else:
            write_whole(path, change.content)
        self._accept(proposed)
        return proposed

    def _accept(self, edition: Edition) -> None:
        self._edition = edition
        self._refused = ""
        self._keep(edition)

    def _keep(self, edition: Edition) -> None:
        self._keep_sources(edition.sources)
        edition.keep_compiled(self._cache)

    def _keep_sources(self, sources: Sources) -> None:
        try:
            self._history.keep_good(sources)
        except OSError as error:
            _LOGGER.warning("the last good state cannot be kept (%s): check HISTORY_DIR", error.strerror)


async def _told(tell: Tell, news: News) -> None:
    try:
        await tell(news)
    except Exception:
        # Whoever could not be told hears of the next change.
        _LOGGER.exception("nobody could be told about the changed files")
