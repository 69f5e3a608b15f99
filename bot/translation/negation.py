"""How many times a text denies, as the least and the most that its words allow, sentence by sentence."""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.translation.folding import fold
from bot.translation.negation_words import NEGATION_WORDS

_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|(?<=[!?;])(?=[\u3040-\u9fff\ufffc])|[؟।。؛\n]+\s*")


@dataclass(frozen=True, slots=True)
class _Patterns:
    spared: re.Pattern[str]
    denies: re.Pattern[str]
    agrees: re.Pattern[str]
    joins: re.Pattern[str]
    may_deny: re.Pattern[str]
    far: re.Pattern[str]
    any: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the most denials of a sentence, its "nor", and its "far from"."""

    least: int = 0
    most: int = 0
    joins: int = 0
    far: int = 0


def reads_negation(language: str) -> bool:
    """Whether the gate knows how a language (its code without script or region) denies."""
    return language in NEGATION_WORDS


def denials(folded: str, language: str) -> list[Span]:
    """The denials of each sentence of a folded text. Raises KeyError for a language that `reads_negation` refuses."""
    patterns = _patterns(language)
    return [_span(sentence, patterns) for sentence in _SENTENCE_END.split(folded) if sentence]


def disagree(source: list[Span], target: list[Span]) -> bool:
    """Whether two texts cannot deny the same things: sentence by sentence where they have as many, else as wholes."""
    if len(source) != len(target):
        source, target = [_sum(source)], [_sum(target)]
    return any(_differ(*pair) for pair in zip(source, target, strict=True))


def _differ(source: Span, target: Span) -> bool:
    # "Far from dependence" is "without dependence" elsewhere: what one side has less often, it may deny.
    far = source.far - target.far
    most, said_most = source.most + max(0, far), target.most + max(0, -far)
    # A translation may say "nor" where the source denies anew; the other way round would let an added denial pass.
    return most < target.least or said_most + max(0, target.joins - source.joins) < source.least


def _sum(spans: list[Span]) -> Span:
    return Span(
        sum(span.least for span in spans),
        sum(span.most for span in spans),
        sum(span.joins for span in spans),
        sum(span.far for span in spans),
    )


_NONE = Span()


def _span(sentence: str, patterns: _Patterns) -> Span:
    if not patterns.any.search(sentence):
        return _NONE
    possible = 0

    def spare(match: re.Match[str]) -> str:
        nonlocal possible
        possible += 1
        return " "

    sentence, spared = patterns.spared.subn(" ", sentence)
    sentence = patterns.may_deny.sub(spare, sentence)
    sure = 0

    def deny(match: re.Match[str]) -> str:
        nonlocal sure
        sure += 1
        return " "

    sentence = patterns.denies.sub(deny, sentence)
    least = max(sure, len(patterns.agrees.findall(sentence)))
    # "Nor" alone says nothing; after a denial, each may carry on another.
    joins = len(patterns.joins.findall(sentence)) if least or possible or spared else 0
    return Span(least, least + possible, joins, len(patterns.far.findall(sentence)))


@lru_cache(maxsize=64)
def _patterns(language: str) -> _Patterns:
    words = NEGATION_WORDS[language]
    whole = "|".join(filter(None, (words.denies, words.agrees, words.may_deny, words.far)))
    return _Patterns(
        spared=_compiled(words.spared),
        denies=_compiled(words.denies),
        agrees=_compiled(words.agrees),
        joins=_compiled(words.joins),
        may_deny=_compiled(words.may_deny),
        far=_compiled(words.far),
        any=_compiled(whole),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    # What is never there stands for an empty pattern, which would be everywhere.
    return re.compile(fold(pattern) if pattern else r"(?!)")
