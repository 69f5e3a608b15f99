"""Replies in a language that no file has, through the language packages installed here: computed once, then kept."""

import asyncio
from pathlib import Path

from bot.assistant import Assistant
from bot.dialogue import Question, Reply
from bot.editing.threads import in_thread
from bot.translation.argos import Argos, packages_folder
from bot.translation.gate import Gate
from bot.translation.on_demand import OnDemand
from bot.translation.translator import Translator


class Interpreter:
    """Answers as an assistant does, and translates on demand where the reader's language has packages but no file.

    `folder` keeps what was computed. The assistant may be another one at each call: the FAQ may change.
    """

    def __init__(self, assistant: Assistant, folder: Path) -> None:
        engine = Argos(packages_folder())
        guide = assistant.guide
        names = [guide.event.name, *guide.event.exhibitors.values()]
        self._on_demand = OnDemand(Translator(engine, Gate(guide), names), engine, folder)

    def can(self, language: str | None) -> bool:
        """Whether texts of the language (BCP 47) can be computed. Imports nothing."""
        return language is not None and self._on_demand.can(language)

    async def reply(self, assistant: Assistant, question: Question) -> Reply:
        """The assistant's reply, in the chosen language if that is safe, else with a line that says so."""
        return (await self.speaker(assistant, question)).reply(question)

    async def speaker(self, assistant: Assistant, question: Question) -> Assistant:
        """An assistant that has the texts it needs to answer the question in its chosen language, as far as is safe."""
        language = question.chosen_language
        if language is None or language in assistant.languages or not self.can(language):
            return assistant
        # In a thread: the assistant may have to build a language first.
        for answer in (await in_thread(lambda: assistant.reply(question))).answers:
            await self._on_demand.prepare(assistant.guide, language, assistant.guide.entries[answer.id].template)
        return assistant.speaking(self._on_demand.extended(assistant.guide, language))

    def reply_now(self, assistant: Assistant, question: Question) -> Reply:
        """The same for a caller without an event loop."""
        return asyncio.run(self.reply(assistant, question))

    def close(self) -> None:
        """End the thread that translates."""
        self._on_demand.close()
