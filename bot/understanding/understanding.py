"""What a visitor asked: from a message to the entries that answer it, in the language it was asked in."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from bot.guide.entries import EVENT_NAME
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.text import MAX_CHARACTERS, words
from bot.understanding.analysis import Analyser, Analysis
from bot.understanding.decision import MOST_ANSWERS, PART_SCORE, Decision, decide, is_outside, is_practical, is_sure
from bot.understanding.fitted_cache import FittedCache
from bot.understanding.languages import LanguageModel
from bot.understanding.matcher import Example, Match, Matcher
from bot.understanding.names import Kind, Mention
from bot.understanding.segments import joints, sentences, splits

# Questions about a country or a company are one intent each; which entry answers is decided by the name alone.
COUNTRY_INTENT = "country"
COMPANY_INTENT = "company"
_INTENTS = {
    "delegation": COUNTRY_INTENT,
    "country_not_named": COUNTRY_INTENT,
    "exhibitor": COMPANY_INTENT,
    "exhibitor_not_named": COMPANY_INTENT,
}
# "yes or no", "as well", "also": what may stand beside a name in a part that asks the same about it.
_FEW_WORDS = 3
# How many times likelier a first and a second hint make a language: little against a sentence, much beside one word.
_HINTS, _HINTS_OF_FEW_WORDS = (4.0, 2.0), (40.0, 10.0)
# The same for the language of the FAQ, which wins where nothing tells.
_SOURCE, _SOURCE_OF_NAMES = 1.2, 4.0
COURTESY = frozenset({"greeting", "thanks", "goodbye"})
# So many short variants of an entry are also learned with the event's name before them, or that name would stand for
# the question what the event is: "bamex c'est où". Of tests/questions 694 of 746 are right so, and 693 without.
_NAMED_VARIANTS, _MOST_WORDS_NAMED = 2, 4
# The event, its place and its year: alone they set the scene for the question beside them ("The fair, when is it?").
_SCENE = frozenset({"c:fair", "c:bamex", "c:in_place", "@host", "@familiar", "@event_year"})


@dataclass(frozen=True, slots=True)
class Finding:
    """An entry that may answer: its id, the match it rests on, the country or company that was asked about."""

    entry: str
    match: Match
    asked: Mention | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as one language reads it: the analysis and the entries found, best first."""

    language: str
    analysis: Analysis
    findings: tuple[Finding, ...]

    @property
    def score(self) -> float:
        return self.findings[0].match.score if self.findings else 0.0


class Understanding:
    """Built once for a Guide; what a language needs is built when that language is first met."""

    def __init__(self, guide: Guide, cache: FittedCache | None = None) -> None:
        self.guide = guide
        self._cache = cache
        self._analysers: dict[str, Analyser] = {}
        self._matchers: dict[str, Matcher] = {}
        self._fitting = Lock()
        self._joint: dict[str, re.Pattern[str]] = {}
        event = guide.event
        # The same in every language: who writes "bamex" or "baykar" and nothing else could speak any.
        self._proper = frozenset(word for name in (event.name, *event.exhibitors.values()) for word in words(name))
        self.model = self._language_model()

    def _language_model(self) -> LanguageModel:
        kept = self._cache.load("languages") if self._cache else None
        if kept is not None:
            return LanguageModel(kept)
        model = LanguageModel.fit({code: self._words_of(code) for code in self.guide.languages})
        if self._cache:
            self._cache.save("languages", model.to_arrays())
        return model

    def _words_of(self, language: str) -> Counter[str]:
        spoken = self.guide.languages[language]
        counts = Counter(word for texts in spoken.variants.values() for text in texts for word in words(text))
        for phrases in spoken.vocabulary.values():
            counts.update(word for phrase in phrases for word in words(phrase))
        # What the event is called is no language's own word.
        for word in (word for phrase in spoken.vocabulary.get(EVENT_NAME, ()) for word in words(phrase)):
            del counts[word]
        for names in spoken.countries.values():
            counts.update(word for phrase in (*names.names, *names.people) for word in words(phrase))
        return counts

    def analyser(self, language: str) -> Analyser:
        if language not in self._analysers:
            self._analysers[language] = Analyser(self.guide, language)
        return self._analysers[language]

    def matcher(self, language: str) -> Matcher:
        found = self._matchers.get(language)
        if found is None:
            # A reply and the warming thread may want the same language; fitting it twice would take twice as long.
            with self._fitting:
                found = self._matchers.get(language) or self._kept(language) or self._fitted(language)
                self._matchers[language] = found
        return found

    def warm_up(self) -> None:
        """Build what every language needs, so that no visitor waits for it: seconds, or most of one from a cache."""
        for language in self.guide.languages:
            self.matcher(language)

    def keep_in(self, cache: FittedCache) -> None:
        """Keep all that was fitted, for the next start."""
        cache.save("languages", self.model.to_arrays())
        for language in self.guide.languages:
            cache.save(f"matcher-{language}", self.matcher(language).to_arrays())

    def _kept(self, language: str) -> Matcher | None:
        arrays = self._cache.load(f"matcher-{language}") if self._cache else None
        return Matcher.from_arrays(arrays) if arrays else None

    def _fitted(self, language: str) -> Matcher:
        matcher = Matcher.fit(self.examples(language))
        if self._cache:
            self._cache.save(f"matcher-{language}", matcher.to_arrays())
        return matcher

    def examples(self, language: str) -> list[Example]:
        """The variants of a language as its matcher learns them."""
        return list(self._examples(language))

    def _examples(self, language: str) -> Iterable[Example]:
        analyser = self.analyser(language)
        event = [word for word in words(self.guide.event.name) if not word.isdigit()]
        for template, texts in self.guide.languages[language].variants.items():
            found = [words(text) for text in texts]
            short = [each for each in found if len(each) <= _MOST_WORDS_NAMED and each[:1] != event[:1]]
            if is_outside(template) or is_practical(template) or template in COURTESY:
                short = []
            named = [[*event, *each] for each in short[:_NAMED_VARIANTS]]
            for variant in (*found, *named):
                analysis = analyser.analyse(variant, is_variant=True)
                yield Example(_INTENTS.get(template, template), analysis.text, analysis.terms)

    def read_message(self, text: str, chosen: str | None = None, client: str | None = None) -> Reading:
        """The whole message as the language reads it that explains it best."""
        return self._read(words(text), (chosen, client))

    def read(self, found_words: Sequence[str], language: str, limit: int = 4) -> Reading:
        """The text as `language` reads it."""
        analysis = self.analyser(language).analyse(found_words)
        matches = self.matcher(language).rank(analysis.text, analysis.terms, limit)
        findings: list[Finding] = []
        for match in matches:
            findings.extend(self._resolve(match, analysis))
        return Reading(language, analysis, tuple(findings))

    def _resolve(self, match: Match, analysis: Analysis) -> list[Finding]:
        """The entries behind an intent: one for each name asked about, or the entry itself."""
        if match.label == COUNTRY_INTENT:
            return self._by_name(match, analysis, "delegation", self.guide.event.delegations, "country_not_named")
        if match.label == COMPANY_INTENT:
            companies = {key: key for key in self.guide.event.exhibitors}
            return self._by_name(match, analysis, "exhibitor", companies, "exhibitor_not_named")
        return [Finding(match.label, match)]

    def _by_name(
        self, match: Match, analysis: Analysis, template: str, known: Mapping[str, str], unnamed: str
    ) -> list[Finding]:
        about_companies = match.label == COMPANY_INTENT
        subjects = {key: subject for subject, key in known.items()}
        place = self.guide.event.place.country
        findings: dict[str, Finding] = {}
        for mention in analysis.mentions:
            if (mention.name.kind is Kind.COMPANY) is not about_companies or mention.name.key == place:
                continue
            key = mention.name.key
            if key == self.guide.event.guest_of_honour and not about_companies:
                entry = "guest_of_honour"
            else:
                entry = f"{template}:{subjects[key]}" if key in subjects else unnamed
            findings.setdefault(key, Finding(entry, match, mention))
        found = list(findings.values()) or [Finding(unnamed, match)]
        # Not every event has guests or exhibitors to speak of.
        return [finding for finding in found if finding.entry in self.guide.entries]

    def decide(self, text: str, chosen: str | None = None, client: str | None = None) -> Decision:
        """What to do with any message; `chosen` and `client` (BCP 47) only help to tell its language."""
        text = text[:MAX_CHARACTERS]
        parts = sentences(text)
        whole = self.read_message(text, chosen, client)
        if len(parts) > 1:
            return self._of_parts([self._read(words(part), (whole.language, chosen)) for part in parts], whole)
        return self._split(text, whole) or self._decide(whole)

    def _of_parts(self, readings: Sequence[Reading], whole: Reading) -> Decision:
        """The answers to the sure questions among a message's sentences, else to what is not courtesy."""
        telling = [reading for reading in readings if not self._is_courtesy(reading)]
        if not telling:
            return self._decide(readings[0])
        answers = self._together(telling)
        if answers is not None:
            return answers
        if len(telling) == len(readings):
            return self._decide(whole)
        rest = [word for reading in telling for word in reading.analysis.words]
        return self._decide(self.read(rest, whole.language))

    def _split(self, text: str, whole: Reading) -> Decision | None:
        """The answers to two questions joined in one sentence, or to the one question that courtesy is joined to."""
        answered = len(self._decide(whole).findings)
        if whole.findings and is_outside(whole.findings[0].entry):
            # Half of a message about something else often looks like a question about the event ("..., when is it?").
            answered = 1
        for left, right in splits(text, self._joints(whole.language)):
            readings = [self._read(words(part), (whole.language, whole.language)) for part in (left, right)]
            answers = self._together(readings)
            if answers is not None and (len(answers.findings) > answered or self._is_courtesy(whole)):
                return answers
        return None

    def _together(self, readings: Sequence[Reading]) -> Decision | None:
        """The answers to those readings that are surely questions of their own; None if there is none."""
        sure = [
            reading
            for reading in readings
            if reading.findings
            and is_sure(reading.findings[0], PART_SCORE)
            and not is_outside(reading.findings[0].entry)
            and not self._is_courtesy(reading)
            and not _SCENE.issuperset(reading.analysis.terms)
        ]
        findings = [finding for reading in sure for finding in self._decide(reading).findings]
        findings += (
            finding for reading in readings if reading not in sure for finding in self._likewise(reading, findings)
        )
        different = {(finding.entry, finding.asked and finding.asked.name): finding for finding in findings}
        if not different:
            return None
        answers = tuple(different.values())[:MOST_ANSWERS]
        return Decision(sure[0].language, self.guide.entries[answers[0].entry].outcome, answers)

    def _likewise(self, reading: Reading, findings: Sequence[Finding]) -> list[Finding]:
        """The same question about another name: to a part of the message that is hardly more than that name."""
        if len(reading.analysis.text.split()) > _FEW_WORDS:
            return []
        intents = {finding.match.label: finding.match for finding in findings if finding.asked}
        resolved = (found for match in intents.values() for found in self._resolve(match, reading.analysis))
        return [found for found in resolved if found.asked]

    def _is_courtesy(self, reading: Reading) -> bool:
        return bool(reading.findings) and reading.findings[0].entry in COURTESY and reading.score >= PART_SCORE

    def _joints(self, language: str) -> re.Pattern[str]:
        if language not in self._joint:
            self._joint[language] = joints(self.guide.languages[language].vocabulary.get("and", ()))
        return self._joint[language]

    def _decide(self, reading: Reading) -> Decision:
        outcomes = [self.guide.entries[finding.entry].outcome for finding in reading.findings]
        return decide(reading.language, reading.findings, outcomes)

    def _read(self, found_words: Sequence[str], hints: Sequence[str | None]) -> Reading:
        """The reading in the language that explains the words best, among those the words may be in."""
        telling = [word for word in found_words if word not in self._proper]
        likely = self.model.likelihoods(telling)
        for hint, boost in zip(hints, _HINTS_OF_FEW_WORDS if len(found_words) <= 2 else _HINTS, strict=False):
            if hint in likely:
                likely[hint] *= boost
        likely[SOURCE_LANGUAGE] *= _SOURCE if telling else _SOURCE_OF_NAMES
        best = max(likely.values())
        candidates = sorted(likely, key=lambda code: -likely[code])[:2]
        readings = [self.read(found_words, code) for code in candidates if likely[code] >= 0.05 * best]
        return max(readings, key=lambda reading: (reading.score + 0.05) * likely[reading.language] ** 0.5)
