"""Filling translations/<language>.yaml with machine translations: what is missing or stale, and nothing else."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from time import monotonic

import yaml
from rapidfuzz import fuzz, process

from bot.guide.originals import Key, Original
from bot.guide.shapes import MAX_TEXT, MAX_TITLE, MAX_WORDS
from bot.text import words
from bot.translation.memory import STATES, Entered, changed, empty, states, write
from bot.translation.prose import is_latin
from bot.translation.spans import Span, read_spans
from bot.translation.translator import Translator

# What is done is written this often, in seconds, so that little is lost when the command is stopped.
_WRITE_EVERY = 5.0
# Two questions this alike would lead to two answers; the FAQ's checks draw the same line.
_NEARLY = 95
MISSING = "missing"
_WANTED = (MISSING, "stale machine")


class BrokenFile(Exception):
    """The translation file cannot be read as YAML; the message says so in one line."""


@dataclass(slots=True)
class Filled:
    """What became of a language: texts written, and the keys of those for which no safe translation was found."""

    written: int = 0
    refused: list[Key] = field(default_factory=list)


# Done, of how many, what is being translated.
Step = Callable[[int, int, str], None]


def counted(path: Path, originals: Mapping[Key, Original]) -> Counter[str]:
    """How many texts of a language are reviewed, drafted, machine, stale and missing. Raises BrokenFile."""
    total: Counter[str] = Counter()
    for state in _states(path, _read(path) or empty(path.stem), originals).values():
        total["stale" if state.startswith("stale") else state] += 1
    return total


def missing_texts(path: Path, originals: Mapping[Key, Original]) -> dict[Key, Original]:
    """The texts that a language's file lacks. Raises BrokenFile."""
    known = _states(path, _read(path), originals)
    return {key: original for key, original in originals.items() if known[key] == MISSING}


def wanted(path: Path, originals: Mapping[Key, Original]) -> list[Key]:
    """The texts that the machine should write: those that are missing, and its own whose French has changed."""
    known = _states(path, _read(path) or empty(path.stem), originals)
    return [key for key in originals if known[key] in _WANTED]


def fill(path: Path, originals: Mapping[Key, Original], translator: Translator, step: Step) -> Filled:
    """Translate what is wanted and write it as it comes, into the file as it is at that moment.

    Raises BrokenFile, and what the engine raises; what was done until then is written.
    """
    filled, waiting = Filled(), dict[Key, Entered]()
    known = _states(path, _read(path) or empty(path.stem), originals)
    keys = [key for key in originals if known[key] in _WANTED]
    questions = _Questions(path, originals)
    done, written_at = 0, monotonic()
    try:
        for _, group in groupby(keys, key=_whole):
            said: dict[Key, Entered] = {}
            for key in group:
                step(done, len(keys), ".".join(key))
                done += 1
                entered = _translated(key, originals[key], path.stem, translator, questions)
                if entered is None:
                    filled.refused.append(key)
                else:
                    said[key] = entered
            if any(
                _whole(key) == _whole(refused) and known[refused] == MISSING
                for key in said
                for refused in filled.refused
            ):
                # An answer needs all its phases: without one of them there is no place for the others.
                filled.refused += [key for key in said if known[key] == MISSING]
                said = {key: entered for key, entered in said.items() if known[key] != MISSING}
            waiting |= said
            filled.written += len(said)
            if monotonic() - written_at > _WRITE_EVERY:
                _save(path, waiting, originals)
                waiting, written_at = {}, monotonic()
        step(len(keys), len(keys), "")
    finally:
        if waiting:
            _save(path, waiting, originals)
    return filled


def _whole(key: Key) -> Key:
    """The answer that a phase belongs to; any other text by itself."""
    return key[:3] if key[2:3] == ("answer",) else key


class _Questions:
    """The questions of a language, so that none leads to two entries."""

    def __init__(self, path: Path, originals: Mapping[Key, Original]) -> None:
        self._entry_of: dict[str, str] = {}
        content = _read(path)
        if content:
            for entry, text in _variants(content):
                self._entry_of[" ".join(words(text))] = entry

    def add(self, entry: str, text: str) -> bool:
        """Whether a question is new, and no other entry has it or nearly it; then it is this entry's."""
        plain = " ".join(words(text))
        if not plain or len(text) > MAX_WORDS or plain in self._entry_of:
            return False
        near = process.extract(plain, self._entry_of.keys(), scorer=fuzz.ratio, score_cutoff=_NEARLY, limit=5)
        if any(self._entry_of[other] != entry for other, _, _ in near):
            return False
        self._entry_of[plain] = entry
        return True


def _translated(
    key: Key, original: Original, language: str, translator: Translator, questions: _Questions
) -> Entered | None:
    match key:
        case ("facts", name) if not name.endswith(".rank"):
            # Names are not translated; where they would be spelled otherwise, French is shown until a person writes it.
            return Entered(original.hash, original.texts, False) if is_latin(language) else None
        case ("vocabulary", _):
            said = [translator.phrase(word, language) for word in original.texts if "*" not in word]
            texts = dict.fromkeys(text.strip(" .!?") for text in said if text and len(text) <= MAX_WORDS)
            texts.pop("", None)
        case ("entries", id_, "variants"):
            asked = (translator.phrase(question, language) for question in original.texts)
            texts = dict.fromkeys(text for text in asked if text and questions.add(id_, text))
        case _:
            longest = MAX_TITLE if key[-1] == "title" else MAX_TEXT
            text = translator.text(original.texts[0], language, longest)
            return None if text is None else Entered(original.hash, (text,), False)
    return Entered(original.hash, tuple(texts), True) if texts else None


def _save(path: Path, entries: Mapping[Key, Entered], originals: Mapping[Key, Original]) -> None:
    """Into the file as it is now, so that what an editor saved meanwhile stays."""
    try:
        write(path, changed(_read(path) or empty(path.stem), entries, originals))
    except (yaml.YAMLError, ValueError) as error:
        raise BrokenFile(_one_line(path, error)) from error


def _states(path: Path, content: str, originals: Mapping[Key, Original]) -> dict[Key, str]:
    try:
        return states(content, originals)
    except (yaml.YAMLError, ValueError) as error:
        raise BrokenFile(_one_line(path, error)) from error


def _read(path: Path) -> str:
    try:
        # Line ends stay as they are.
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise BrokenFile(_one_line(path, error)) from error


def _variants(content: str) -> Iterator[tuple[str, str]]:
    with suppress(yaml.YAMLError, ValueError):
        for id_, entry in read_spans(content).children.get("entries", Span(0, 0)).children.items():
            listed = entry.children.get("variants", Span(0, 0)).children.get("texts", Span(0, 0))
            yield from ((id_, item.text) for item in listed.items if item.text)


def _one_line(path: Path, error: Exception) -> str:
    return f"{path}: {' '.join(str(error).split())}; run `bamex-bot check` and mend it first"


STATUS = (*STATES, "stale", MISSING)
