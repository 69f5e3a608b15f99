"""The same conversation as in Telegram, in a terminal."""

import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from bot.assistant import Assistant
from bot.dialogue import Question, Reply

_LEAVING = frozenset({"exit", "quit", ":q"})


def converse(
    assistant: Assistant, answer: Callable[[Question], Reply], clock: Callable[[], datetime], language: str | None
) -> None:
    """Read questions from standard input until it ends, and print the replies of `answer`.

    `assistant` says the rest; `language` (BCP 47) fixes that of the replies.
    """
    interactive = sys.stdin.isatty()
    spoken = language or assistant.languages[0]
    if interactive:
        # Arrow keys and history at the prompt, where the platform has them.
        with suppress(ImportError):
            import readline  # noqa: F401  # importing it is what switches it on
    print(assistant.say("welcome", spoken))
    print(assistant.say("chat_hint", spoken))
    offered: tuple[str, ...] = ()
    while True:
        try:
            line = input("\n> " if interactive else "").strip()
        except EOFError:
            return
        if line.casefold() in _LEAVING:
            return
        if not line:
            continue
        if line.casefold().startswith("/faq "):
            line = line[5:].strip()
        elif line.startswith("/"):
            chosen = _command(assistant, line, spoken)
            if chosen is not None:
                language = spoken = chosen
            continue
        if line.isdecimal() and len(line) == 1 and 1 <= int(line) <= len(offered):
            print(assistant.answer(offered[int(line) - 1], spoken, clock()).text)
            offered = ()
            continue
        reply = answer(Question(line, clock(), chosen_language=language, client_language=spoken))
        spoken, offered = reply.language, reply.suggestions
        if offered:
            print(assistant.say("suggest", spoken))
            for number, entry_id in enumerate(offered, start=1):
                print(f"  {number}. {assistant.title(entry_id, spoken)}")
        else:
            print(reply.text)


def _command(assistant: Assistant, line: str, language: str) -> str | None:
    """Answer a slash command; the language (BCP 47) it chose, if it was /language with a known code."""
    name, _, argument = line[1:].partition(" ")
    match name.casefold():
        case "start":
            print(assistant.say("welcome", language))
        case "help":
            print(assistant.say("help", language))
        case "faq":
            print(assistant.say("faq_usage", language))
        case "privacy":
            print(assistant.say("privacy", language))
        case "forget":
            print(assistant.say("nothing_stored", language))
        case "language" if argument.strip() in assistant.languages:
            code = argument.strip()
            print(assistant.say("language_set", code, language=assistant.language_name(code)))
            return code
        case "language":
            print(assistant.say("choose_language", language))
            for code in assistant.languages:
                print(f"  /language {code}  {assistant.language_name(code)}")
        case _:
            print(assistant.say("unknown_command", language))
            print(assistant.say("help", language))
    return None
