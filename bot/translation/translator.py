"""French texts into a language by machine, each kept only if the gate finds every fact in its place."""

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from bot.translation.gate import Gate
from bot.translation.masking import CARRIERS, mask, unmask
from bot.translation.sentences import sentences

# Best beams: 76 % of sentences passed the gate with the best one, 87 % with the best of eight.
HYPOTHESES = 8
# "{guest} : c'est ..." and "Dates : {dates}.": a fact that stands apart stays apart.
_LABEL_BEFORE = re.compile(r"^((?:\{\w+\}(?: \(\{\w+\}\))?,? ?)+):\s+(?=\S)")
_LABEL_AFTER = re.compile(r"\s?:\s((?:\{\w+\},? ?)+\.?)$")
_QUESTION = re.compile("[?؟？]")
# Greek ends a question with what is elsewhere a semicolon; Thai with nothing.
_NO_QUESTION_MARK = frozenset({"el", "th"})
_LETTER = re.compile(r"[^\W\d_]")
_PLACEHOLDER = re.compile(r"\{\w+\}")


class Engine(Protocol):
    """What computes translations of a French sentence."""

    def sentences(self, sentence: str, language: str, count: int = 1) -> list[str]:
        """Up to `count` translations of one sentence, the best first."""
        ...


class Translator:
    """Translates with one engine and refuses what its gate refuses."""

    def __init__(self, engine: Engine, gate: Gate, names: Sequence[str] = ()) -> None:
        self._engine = engine
        self._gate = gate
        self._names = tuple(names)

    def text(self, source: str, language: str, longest: int) -> str | None:
        """A text with placeholders in the language (BCP 47), at most `longest` characters; None if none is safe.

        Raises what the engine raises when it cannot work at all.
        """
        if not _LETTER.search(_PLACEHOLDER.sub("", source)):
            return source
        if not self._gate.can_verify(source, language):
            return None
        pieces: list[str] = []
        for sentence, gap in sentences(source):
            said = self._sentence(sentence, language)
            if said is None:
                return None
            pieces += [said, gap]
        whole = "".join(pieces)
        return whole if len(whole) <= longest and self._is_safe(source, whole, language) else None

    def phrase(self, source: str, language: str) -> str | None:
        """A question or a word that people write, or None; nothing is promised by it, so its best beam will do."""
        masked = mask(source, CARRIERS[0])
        if masked is None or not _LETTER.search(masked.text):
            return None
        found = self._engine.sentences(masked.text, language)
        said = unmask(masked, found[0]) if found else None
        return said if said and _LETTER.search(said) else None

    def _sentence(self, sentence: str, language: str) -> str | None:
        if not _LETTER.search(_PLACEHOLDER.sub("", sentence)):
            return sentence
        return next(
            (said for said in self._candidates(sentence, language) if self._is_safe(sentence, said, language)), None
        )

    def _candidates(self, sentence: str, language: str) -> Iterator[str]:
        """Ways to say a sentence, the most natural first; each is computed when those before it were refused."""
        yield from self._masked(sentence, language, CARRIERS[0], (), 1)
        yield from self._masked(sentence, language, CARRIERS[0], (), HYPOTHESES)
        yield from self._masked(sentence, language, CARRIERS[1], self._names, HYPOTHESES)
        yield from self._around(sentence, language)

    def _masked(
        self, sentence: str, language: str, carriers: Sequence[str], names: Sequence[str], count: int
    ) -> Iterator[str]:
        masked = mask(sentence, carriers, names)
        if masked is not None:
            for translated in self._engine.sentences(masked.text, language, count):
                said = unmask(masked, translated)
                if said is not None:
                    yield said

    def _around(self, sentence: str, language: str) -> Iterator[str]:
        """The sentence without the facts that stand apart at its ends, then the facts at its ends again."""
        before, after = _LABEL_BEFORE.search(sentence), _LABEL_AFTER.search(sentence)
        start, end = before.end() if before else 0, after.start() if after else len(sentence)
        if (start, end) == (0, len(sentence)) or start >= end:
            return
        for said in self._masked(sentence[start:end], language, CARRIERS[0], (), HYPOTHESES):
            yield (f"{before.group(1).rstrip()}: " if before else "") + said + (f": {after.group(1)}" if after else "")

    def _is_safe(self, source: str, target: str, language: str) -> bool:
        # The gate leaves people free to turn a question into a prompt; a machine that does so has missed the sense.
        if language not in _NO_QUESTION_MARK and bool(_QUESTION.search(source)) != bool(_QUESTION.search(target)):
            return False
        return not self._gate.faults(source, target, language)
