"""Argos Translate behind one narrow door: real argostranslate 1.11, imported when a text is really translated.

Upstream's `sbd` module imports stanza (and so torch), spacy and minisbd only to split sentences. We split them
ourselves, so stand-ins take their places during that one import: 0.15 s and 26 MB instead of 4.4 s and 321 MB.
"""

import importlib
import logging
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import metadata
from pathlib import Path
from threading import Lock
from types import ModuleType, SimpleNamespace
from typing import Any

from bot.translation.packages import Pair, installed_pairs

SERIES = "1.11."
INSTALL = "pip install 'bamex-bot[argos]' && pip install --no-deps 'argostranslate==1.11.*'"
PIVOT = "en"
SOURCE = "fr"
# Argos has no code for a script or a region; these are the two it writes otherwise.
_CODES = {"zh-Hant": "zt", "zh-TW": "zt", "zh-HK": "zt", "pt-BR": "pb"}
# A sentence of the FAQ has 150 letters; the time grows with the square of the length.
LONGEST_SENTENCE = 1_000
# A hypothesis a hundred times less likely than the best (log-probability) is no longer about the same sentence.
_FARTHEST = 5.0


class EngineMissing(Exception):
    """argostranslate, or what it needs, is not installed in the right version; the message says what to run."""


class NoPackage(Exception):
    """No installed package leads from French to the language; the message says what to run."""


class Argos:
    """French into another language with the packages of one folder. Safe to share; computes one text at a time."""

    def __init__(self, packages: Path) -> None:
        self._packages = packages
        self._lock = Lock()
        self._routes: dict[str, list[Any]] = {}
        self._seen: tuple[Pair, ...] = ()

    def route(self, language: str) -> tuple[Pair, ...]:
        """The packages that lead from French to a language (BCP 47), one or two; empty if there are none."""
        pairs = {(pair.source, pair.target): pair for pair in installed_pairs(self._packages)}
        wanted = argos_code(language)
        direct = pairs.get((SOURCE, wanted))
        if direct is not None:
            return (direct,)
        first, second = pairs.get((SOURCE, PIVOT)), pairs.get((PIVOT, wanted))
        return (first, second) if first and second else ()

    def check_route(self, language: str) -> tuple[Pair, ...]:
        """The route to a language. Raises NoPackage if there is none."""
        route = self.route(language)
        if not route:
            raise NoPackage(
                f"no Argos package leads from French to {language!r}; run `bamex-bot models install {language}`"
            )
        return route

    def sentences(self, sentence: str, language: str, count: int = 1) -> list[str]:
        """Up to `count` translations of one French sentence, the best first.

        Raises NoPackage, EngineMissing, and ValueError for a sentence of more than LONGEST_SENTENCE characters.
        """
        if len(sentence) > LONGEST_SENTENCE:
            raise ValueError(f"a sentence of {len(sentence)} characters is too long to translate")
        with self._lock:
            candidates = [sentence]
            for step in self._translations(language):
                # Each candidate of the first step is worth only its own best one in the second.
                each = count if len(candidates) == 1 else 1
                candidates = [found for text in candidates for found in _hypotheses(step, text, each)]
            return list(dict.fromkeys(candidates))[:count]

    def _translations(self, language: str) -> list[Any]:
        route = self.check_route(language)
        pairs = installed_pairs(self._packages)
        if pairs != self._seen:
            # A package was installed or removed since: what is in memory is of the old one.
            self._routes.clear()
            self._seen = pairs
        if language not in self._routes:
            self._routes[language] = [load(pair.folder, self._packages) for pair in route]
        return self._routes[language]


class WholeSentence:
    """Upstream's interface for splitting; the text it gets is a sentence already."""

    def split_sentences(self, text: str) -> list[str]:
        """The text, as one sentence."""
        return [text]


def packages_folder() -> Path:
    """Where packages are kept: ARGOS_PACKAGES_DIR, by default data/argos/packages."""
    return Path(os.environ.get("ARGOS_PACKAGES_DIR", "").strip() or "data/argos/packages")


def load(folder: Path, packages: Path) -> Any:
    """The upstream PackageTranslation of an unpacked package, with our splitter. Raises EngineMissing."""
    upstream = _upstream(packages)
    package = upstream.package.Package(folder)
    spoken = upstream.translate.Language
    translation = upstream.translate.PackageTranslation(
        spoken(package.from_code, package.from_name), spoken(package.to_code, package.to_name), package
    )
    translation.sentencizer = WholeSentence()
    return translation


def forget_loaded(packages: Path) -> None:
    """Empty the lists that upstream keeps, so that an upgraded package is read anew."""
    if "argostranslate.translate" in sys.modules:
        upstream = _upstream(packages)
        upstream.translate.installed_translates.clear()
        upstream.translate.get_installed_languages.cache_clear()


def argos_code(language: str) -> str:
    """The code that Argos packages have for a language (BCP 47)."""
    return _CODES.get(language, language.split("-")[0])


def missing() -> str:
    """What to install before anything can be translated, as one line; empty if all is there."""
    try:
        version = metadata.version("argostranslate")
        for name in ("ctranslate2", "sentencepiece", "packaging"):
            metadata.version(name)
    except metadata.PackageNotFoundError as error:
        return f"{error.name} is not installed; run: {INSTALL}"
    return "" if version.startswith(SERIES) else f"argostranslate {version} is not {SERIES}x; run: {INSTALL}"


_import_lock = Lock()


def _upstream(packages: Path) -> SimpleNamespace:
    with _import_lock:
        if "argostranslate.translate" not in sys.modules:
            lack = missing()
            if lack:
                raise EngineMissing(lack)
            with _settings(packages), _stand_ins():
                try:
                    importlib.import_module("argostranslate.translate")
                except ImportError as error:
                    raise EngineMissing(f"{error}; run: {INSTALL}") from error
            # Upstream logs every text it translates at INFO; what visitors wrote is nobody's to read.
            logging.getLogger("argostranslate.utils").setLevel(logging.WARNING)
        return SimpleNamespace(
            package=sys.modules["argostranslate.package"], translate=sys.modules["argostranslate.translate"]
        )


@contextmanager
def _settings(packages: Path) -> Iterator[None]:
    """Upstream reads its settings once, at import; the environment is ours during it and as it was afterwards."""
    home = str(packages.parent)
    wanted = {
        "ARGOS_PACKAGES_DIR": str(packages),
        "XDG_DATA_HOME": home,
        "XDG_CONFIG_HOME": home,
        "XDG_CACHE_HOME": home,
        # Its default, 0, lets every core fight over one sentence and takes four times as long.
        "ARGOS_INTRA_THREADS": "1",
        "ARGOS_INTER_THREADS": "1",
        "ARGOS_COMPUTE_TYPE": "default",
        # Beam 4 with upstream's length penalty cuts texts short (length ratio 0.53 on news, 0.87 with 1).
        "ARGOS_BEAM_SIZE": "1",
        "ARGOS_CHUNK_TYPE": "MINISBD",
        "ARGOS_MODEL_PROVIDER": "OPENNMT",
        "ARGOS_DEVICE_TYPE": "cpu",
        "ARGOS_DEBUG": "0",
    }
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


@contextmanager
def _stand_ins() -> Iterator[None]:
    before = {name: sys.modules.get(name) for name in ("stanza", "spacy", "minisbd")}
    for name in before:
        sys.modules[name] = _stand_in(name)
    try:
        yield
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module


def _stand_in(name: str) -> ModuleType:
    module = ModuleType(name, "Stands in while argostranslate is imported; nothing of it is ever called.")
    module.SBDetect = object  # type: ignore[attr-defined]
    module.models = SimpleNamespace(list_models=_EveryLanguage)  # type: ignore[attr-defined]
    return module


class _EveryLanguage:
    """MiniSBD's list of languages: with any it would lack, upstream would warn on standard error."""

    def __contains__(self, language: str) -> bool:
        return True


def _hypotheses(translation: Any, text: str, count: int) -> list[str]:
    if not text.strip():
        return [text]
    try:
        found = translation.hypotheses(text, count)
    except IndexError:
        # The decoder ended with fewer candidates than asked for.
        found = translation.hypotheses(text, 1) if count > 1 else []
    best = max((hypothesis.score for hypothesis in found), default=0.0)
    return [hypothesis.value.strip() for hypothesis in found if hypothesis.score >= best - _FARTHEST]
