"""Question → Reply: the only place where what the bot knows, what was asked and the reader's language meet."""

from collections.abc import Iterator
from datetime import datetime
from time import perf_counter

from bot.dialogue import Answer, Question, Reply, Translation
from bot.guide import locales
from bot.guide.entries import Outcome, State
from bot.guide.guide import SOURCE_LANGUAGE, Guide
from bot.guide.placeholders import ASKED
from bot.guide.rendering import Rendered, Renderer
from bot.text import MAX_CHARACTERS, words
from bot.understanding.decision import SUGGEST_SCORE, Decision, is_outside
from bot.understanding.explaining import explain
from bot.understanding.names import Kind, Mention
from bot.understanding.understanding import Finding, Understanding

_PIVOT = "en"
# Unasked, one answer of this score or none: of 865 labelled questions (tests/questions) 228 get one, 2 of them wrong.
SURE_SCORE = 0.95
_TRANSLATIONS = {state: Translation(state.value) for state in State}


class Assistant:
    """Answers questions from one Guide. Pure but for its clock of elapsed time; safe to share between threads."""

    def __init__(self, guide: Guide, understanding: Understanding) -> None:
        self.guide = guide
        self._understanding = understanding
        self._renderer = Renderer(guide)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages (BCP 47) that have a file, French first."""
        return tuple(sorted(self.guide.languages, key=lambda code: code != SOURCE_LANGUAGE))

    def reply(self, question: Question) -> Reply:
        """What to say to any text, in the chosen language or else in the one it was asked in."""
        started = perf_counter()
        decision = self._understanding.decide(question.text, question.chosen_language, question.client_language)
        language = question.chosen_language or decision.language
        answers = tuple(self._answer(finding, language, question.now) for finding in decision.findings)
        return Reply(
            question=question.text,
            language=language,
            outcome=decision.outcome,
            text=self._whole(decision, answers, language),
            answers=answers,
            suggestions=decision.suggestions,
            elapsed_ms=(perf_counter() - started) * 1000,
        )

    def is_sure(self, reply: Reply) -> bool:
        """Whether a reply is good enough for where nobody asked the bot: one answer about the event, beyond doubt."""
        if reply.outcome is not Outcome.ANSWER or len(reply.answers) != 1:
            return False
        (answer,) = reply.answers
        return answer.score >= SURE_SCORE and bool(answer.sources)

    def offers(self, question: Question, limit: int) -> tuple[Answer, ...]:
        """At most `limit` answers to choose from, best first: what the reply gives or suggests, then what comes near.

        Empty when the reply would be that the bot does not know, or does not say.
        """
        reply = self.reply(question)
        offered = {answer.id: answer for answer in reply.answers}
        nearby = self._nearby(question.text, reply.language, limit) if offered or reply.suggestions else ()
        for entry_id in (*reply.suggestions, *nearby):
            if entry_id not in offered:
                offered[entry_id] = self.answer(entry_id, reply.language, question.now)
        return tuple(offered.values())[:limit]

    def warm_up(self) -> None:
        """Build everything that answering needs, for a thread at start: the first question then waits for nothing."""
        self._understanding.warm_up()

    def speaking(self, guide: Guide) -> "Assistant":
        """An assistant that understands as this one does and says what another Guide says: one with more languages."""
        return Assistant(guide, self._understanding)

    def answer(self, entry_id: str, language: str, now: datetime) -> Answer:
        """An entry's answer, asked for by id (a button, a deep link). Raises KeyError for an id that has no answer."""
        rendered = self._renderer.answer(self.guide.entries[entry_id], language, now)
        return self._as_answer(entry_id, rendered, language, score=1.0, matched="")

    def title(self, entry_id: str, language: str) -> str:
        """An entry's short name for a button. Raises KeyError for an unknown id."""
        return self._renderer.title(self.guide.entries[entry_id], language)

    def say(self, key: str, language: str, /, **values: object) -> str:
        """An interface text with its facts filled in. Raises KeyError for an unknown key."""
        return self._renderer.interface(key, language, **values)

    def source_line(self, entry_id: str, language: str) -> str:
        """Where an entry's answer comes from: the article and its paragraphs, or the bot itself."""
        paragraphs = self.guide.entries[entry_id].sources
        if not paragraphs:
            return self.say("source_none", language)
        return self.say("source_paragraphs", language, paragraphs=locales.listing([*map(str, paragraphs)], language))

    def language_name(self, code: str) -> str:
        """A language's own name."""
        return locales.language_name(code)

    def nearest_language(self, code: str | None) -> str:
        """The language with texts that serves a reader of `code` best: itself, its base language, English or French."""
        for candidate in (code, (code or "").split("-")[0], _PIVOT):
            if candidate in self.guide.languages:
                return str(candidate)
        return SOURCE_LANGUAGE

    def explain(self, question: Question) -> list[str]:
        """Why a question gets the reply it gets, in lines of plain English."""
        return explain(self._understanding, question.text, question.chosen_language, question.client_language)

    def _nearby(self, text: str, language: str, limit: int) -> Iterator[str]:
        """The entries whose match is good enough to be suggested, best first."""
        found = words(text[:MAX_CHARACTERS])
        as_written = self._understanding.read_message(text[:MAX_CHARACTERS])
        as_reader = self._understanding.read(found, self.nearest_language(language), limit)
        for finding in (*as_written.findings, *as_reader.findings):
            # An answer that repeats a name needs one.
            if finding.match.score >= SUGGEST_SCORE and not is_outside(finding.entry) and finding.entry not in ASKED:
                yield finding.entry

    def _answer(self, finding: Finding, language: str, now: datetime) -> Answer:
        entry = self.guide.entries[finding.entry]
        asked = self._name(finding.asked, self.nearest_language(language)) if finding.asked else ""
        rendered = self._renderer.answer(entry, language, now, asked)
        return self._as_answer(finding.entry, rendered, language, finding.match.score, finding.match.nearest)

    def _as_answer(self, entry_id: str, rendered: Rendered, language: str, score: float, matched: str) -> Answer:
        text, translation = rendered.text, _TRANSLATIONS[rendered.state]
        if rendered.language != language:
            translation = Translation.FALLBACK
            note = self.say("fallback_note", language, language=locales.language_name(rendered.language))
            text = f"{note}\n{text}"
        sources = self.guide.entries[entry_id].sources
        return Answer(entry_id, text, round(score, 4), matched, sources, translation)

    def _name(self, mention: Mention, language: str) -> str:
        if mention.name.kind is Kind.COMPANY:
            return self.guide.companies[mention.name.key].name
        return locales.country(mention.name.key, language)

    def _whole(self, decision: Decision, answers: tuple[Answer, ...], language: str) -> str:
        match decision.outcome:
            case Outcome.ANSWER | Outcome.NOT_STATED:
                return "\n\n".join(answer.text for answer in answers)
            case Outcome.SUGGEST:
                titles = [self.title(entry_id, language) for entry_id in decision.suggestions]
                return "\n".join([self.say("suggest", language), *(f"• {title}" for title in titles)])
            case Outcome.UNKNOWN | Outcome.DECLINED:
                return self.say(decision.outcome.value, language)
