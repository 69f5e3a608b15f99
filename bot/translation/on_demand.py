"""Texts of a language that the memory lacks: computed when first asked for, off the event loop, once, and kept."""

import asyncio
import json
import logging
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import TypeVar

from bot.guide.entries import Language, State, Text
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.shapes import MAX_TEXT, MAX_TITLE
from bot.guide.sources import source_hash
from bot.translation.argos import Argos, EngineMissing, NoPackage
from bot.translation.memory import write
from bot.translation.translator import Translator

_LOGGER = logging.getLogger(__name__)
# A visitor has gone by then; the text is kept for the next one all the same.
LONGEST_WAIT = 20.0
# Interface texts that a reply may need beside the answer.
_BESIDE_AN_ANSWER = (
    "machine_note",
    "more_than",
    "source_paragraphs",
    "source_none",
    "asked_unknown_country",
    "asked_unknown_company",
)
# More texts of one language than any FAQ has; what comes after them is said, not kept.
_MOST_KEPT = 5_000
K = TypeVar("K")
_LANGUAGE_LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-")


@dataclass(frozen=True, slots=True)
class _Asked:
    language: str
    hash: str


class OnDemand:
    """Translates French texts for a language; what was computed, and what was refused, is kept in `folder`.

    `version` says which gate and packages made them; what another one made is not used. `close` it at the end.
    """

    def __init__(self, translator: Translator, engine: Argos, folder: Path, version: str = "1") -> None:
        self._translator = translator
        self._engine = engine
        self._folder = folder
        self._version = version
        self._kept: dict[str, dict[str, str | None]] = {}
        self._running: dict[_Asked, Future[str | None]] = {}
        self._lock = Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="translation")

    def can(self, language: str) -> bool:
        """Whether packages for the language are installed. Imports nothing."""
        return _is_language(language) and bool(self._engine.route(language))

    def kept(self, source: str, language: str) -> str | None:
        """The translation if it is kept already: a dictionary look-up. None if it is not, or was refused."""
        return self._known(language).get(source_hash(source)) if _is_language(language) else None

    async def get(self, source: str, language: str, longest: int) -> str | None:
        """The translation, computed now if it is not kept; None if it is not safe or takes over LONGEST_WAIT seconds.

        However many ask for it at once, it is computed once; who stops waiting does not stop the others.
        """
        if not _is_language(language):
            return None
        asked = _Asked(language, source_hash(source))
        known = self._known(language)
        if asked.hash in known:
            return known[asked.hash]
        if not self.can(language):
            return None
        with self._lock:
            running = self._running.get(asked)
            if running is None:
                running = self._running[asked] = self._worker.submit(self._compute, asked, source, longest)
        try:
            return await asyncio.wait_for(asyncio.shield(asyncio.wrap_future(running)), LONGEST_WAIT)
        except TimeoutError:
            return None

    async def prepare(self, guide: Guide, language: str, template: str) -> Guide:
        """A Guide that says an entry (its template's id) in a language that no file has, as far as that is safe.

        Everything else of that language which is kept is in it too; a language with a file is left as it is.
        """
        if language in guide.languages or not self.can(language):
            return guide
        french = guide.languages[SOURCE_LANGUAGE]
        wanted = {text.text: MAX_TEXT for text in french.answers.get(template, {}).values()}
        wanted |= {french.interface[key].text: MAX_TEXT for key in _BESIDE_AN_ANSWER if key in french.interface}
        if template in french.titles:
            wanted[french.titles[template].text] = MAX_TITLE
        await asyncio.gather(*(self.get(source, language, longest) for source, longest in wanted.items()))
        return self.extended(guide, language)

    def extended(self, guide: Guide, language: str) -> Guide:
        """The Guide with every text of a language that is kept; the Guide itself if it has the language or none is."""
        if language in guide.languages or not any(self._known(language).values()):
            return guide
        french = guide.languages[SOURCE_LANGUAGE]
        answers = {id_: self._said(phases, language) for id_, phases in french.answers.items()}
        spoken = Language(
            code=language,
            interface=self._said(french.interface, language),
            titles=self._said(french.titles, language),
            answers={id_: phases for id_, phases in answers.items() if phases},
        )
        return replace(guide, languages={**guide.languages, language: spoken})

    def _said(self, texts: Mapping[K, Text], language: str) -> dict[K, Text]:
        found = {key: (self.kept(text.text, language), source_hash(text.text)) for key, text in texts.items()}
        return {key: Text(said, State.MACHINE, hash_) for key, (said, hash_) in found.items() if said is not None}

    def close(self) -> None:
        """End the worker; what waits is not begun any more."""
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _compute(self, asked: _Asked, source: str, longest: int) -> str | None:
        try:
            text = self._translator.text(source, asked.language, longest)
            self._keep(asked, text)
        except (EngineMissing, NoPackage, ValueError, RuntimeError, OSError) as error:
            _LOGGER.warning("no translation into %s: %s", asked.language, error)
            text = None
        except Exception:
            # A broken model raises whatever it likes; the visitor gets the answer in another language.
            _LOGGER.exception("no translation into %s", asked.language)
            text = None
        finally:
            with self._lock:
                self._running.pop(asked, None)
        return text

    def _known(self, language: str) -> dict[str, str | None]:
        known = self._kept.get(language)
        if known is None:
            known = self._kept[language] = self._read(language)
        return known

    def _read(self, language: str) -> dict[str, str | None]:
        try:
            stored = json.loads((self._folder / f"{language}.json").read_bytes())
            texts = stored["texts"] if stored["made_by"] == self._made_by(language) else {}
            return {key: text for key, text in texts.items() if text is None or isinstance(text, str)}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _keep(self, asked: _Asked, text: str | None) -> None:
        known = self._known(asked.language)
        if len(known) >= _MOST_KEPT:
            return
        known[asked.hash] = text
        stored = {"made_by": self._made_by(asked.language), "texts": known}
        # What cannot be kept is computed again after the next start.
        with suppress(OSError):
            write(self._folder / f"{asked.language}.json", json.dumps(stored, ensure_ascii=False))

    def _made_by(self, language: str) -> str:
        packages = ",".join(
            f"{pair.source}_{pair.target} {pair.version} {pair.sha256}" for pair in self._engine.route(language)
        )
        return f"{self._version} {packages}"


def _is_language(code: str) -> bool:
    """Whether a code can be a file's name; it may come from a visitor's client."""
    return 2 <= len(code) <= 12 and _LANGUAGE_LETTERS.issuperset(code)
