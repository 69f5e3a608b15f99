"""The command line. Each command imports what it needs when it runs, so that `ask` starts at once."""

import argparse
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot import __version__
from bot.editing.new_event.commands import add_parsers as new_event_commands
from bot.insights.report.command import add_parsers as report_command
from bot.operations.commands import add_parsers as operations_commands
from bot.starting import Refused, assistant_or_refused, chosen_clock, chosen_language, settings_or_refused
from bot.telegram.post_command import add_parsers as post_command
from bot.telegram.posters import add_parsers as poster_commands
from bot.translation.commands import add_parsers as translation_commands

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.dialogue import Question, Reply
    from bot.settings import Settings

OK, PROBLEMS, WRONG_USE = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 success, 1 it found problems, 2 wrong use."""
    options = command_line().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = options.run
    try:
        status = run(options)
        # What a closed pipe does not take is noticed here, and not by Python at its very end.
        sys.stdout.flush()
        return status
    except Refused as refusal:
        print(f"bamex-bot: {refusal}", file=sys.stderr)
        return WRONG_USE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def command_line() -> argparse.ArgumentParser:
    """The commands with their options."""
    parser = argparse.ArgumentParser(prog="bamex-bot", description="Answers visitors' questions about an event.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    spoken = argparse.ArgumentParser(add_help=False)
    spoken.add_argument("--lang", metavar="CODE", help="language of the replies (default: that of the question)")
    spoken.add_argument("--now", metavar="TIME", help="pretend it is this time, such as 2025-11-12T09:30 (there)")

    run = commands.add_parser("run", help="the live bot; without a token, a chat in this terminal", parents=[spoken])
    run.set_defaults(run=_run)
    chat = commands.add_parser("chat", help="talk to the bot in this terminal", parents=[spoken])
    chat.set_defaults(run=_chat)
    ask = commands.add_parser("ask", help="answer one question", parents=[spoken])
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--json", nargs="?", const="", metavar="-", help="print JSON; with - read a question a line")
    ask.add_argument("--explain", action="store_true", help="say why this answer and not the next")
    ask.set_defaults(run=_ask)
    check = commands.add_parser("check", help="print every problem of faq/ and translations/", parents=[spoken])
    check.set_defaults(run=_check)
    evaluate = commands.add_parser("evaluate", help="measure the answers to labelled questions", parents=[spoken])
    evaluate.add_argument("file", type=Path, metavar="FILE.jsonl")
    evaluate.set_defaults(run=_evaluate)
    prepare = commands.add_parser("prepare", help="build every language now, so that the next start is quick")
    prepare.add_argument("--ship", action="store_true", help="check too, and keep it beside the program: for an image")
    prepare.set_defaults(run=_prepare)
    schema = commands.add_parser("schema", help="write the JSON Schemas of the YAML files, for editors")
    schema.set_defaults(run=_schema)
    translation_commands(commands)
    post_command(commands, spoken)
    poster_commands(commands)
    operations_commands(commands)
    new_event_commands(commands)
    report_command(commands)
    return parser


def _run(options: argparse.Namespace) -> int:
    settings = settings_or_refused()
    if settings.token is None:
        print(
            "No TELEGRAM_BOT_TOKEN: write to @BotFather in Telegram, send /newbot, then put the token it gives you\n"
            "into a file named .env, on a line TELEGRAM_BOT_TOKEN=... Until then, here is the bot in this terminal.\n"
        )
        return _chat(options)
    # As a container's first process it has no default for SIGTERM, and would be deaf to it until it is live.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(OK))
    from bot.live import Live
    from bot.loading import Broken
    from bot.telegram.application import serve

    try:
        live = Live(settings.faq_dir, settings.translations_dir, settings.cache_dir, settings.history_dir)
    except Broken as error:
        raise Refused(str(error)) from error
    return serve(settings, live, chosen_clock(options, settings))


def _chat(options: argparse.Namespace) -> int:
    from bot.terminal import converse

    settings = settings_or_refused()
    assistant = assistant_or_refused(settings)
    language = chosen_language(options, assistant)
    converse(assistant, _answering(assistant, language, settings), chosen_clock(options, settings), language)
    return OK


def _answering(assistant: "Assistant", language: str | None, settings: "Settings") -> "Callable[[Question], Reply]":
    """How to answer: through the language packages where the chosen language has those and no file."""
    if language is None or language in assistant.languages:
        return assistant.reply
    from bot.translating import Interpreter

    interpreter = Interpreter(assistant, settings.cache_dir / "translations")
    if not interpreter.can(language):
        return assistant.reply
    return lambda question: interpreter.reply_now(assistant, question)


def _ask(options: argparse.Namespace) -> int:
    from bot.dialogue import Question

    if options.json not in (None, "", "-"):
        # argparse hands the first word of the question to --json when it stands before the question.
        options.question.insert(0, options.json)
    # With an option between the two, argparse takes the lone dash for the question.
    many = options.json == "-" or (options.json == "" and options.question == ["-"])
    if many:
        options.question = []
    if not many and not options.question:
        raise Refused("ask needs a question, or --json - to read questions from standard input")
    settings = settings_or_refused()
    assistant = assistant_or_refused(settings)
    clock, language = chosen_clock(options, settings), chosen_language(options, assistant)
    answer = _answering(assistant, language, settings)
    for text in _lines() if many else [" ".join(options.question)]:
        question = Question(text, clock(), chosen_language=language)
        reply = answer(question)
        if options.json is None:
            print(reply.text)
        else:
            print(json.dumps(as_json(reply), ensure_ascii=False), flush=many and sys.stdin.isatty())
        if options.explain:
            print("\n".join(["", *assistant.explain(question)]), file=sys.stderr if options.json is not None else None)
    return OK


def _lines() -> Iterator[str]:
    for line in sys.stdin.buffer:
        yield line.decode("utf-8", "replace").rstrip("\r\n")


def as_json(reply: "Reply") -> dict[str, object]:
    """A reply as `ask --json` prints it; `text` is the whole message that a visitor would see."""
    return {
        "question": reply.question,
        "language": reply.language,
        "outcome": reply.outcome.value,
        "text": reply.text,
        "answers": [
            {
                "id": answer.id,
                "text": answer.text,
                "score": answer.score,
                "matched": answer.matched,
                "sources": list(answer.sources),
                "translation": answer.translation.value,
            }
            for answer in reply.answers
        ],
        "suggestions": list(reply.suggestions),
        "elapsed_ms": round(reply.elapsed_ms, 3),
    }


def _check(options: argparse.Namespace) -> int:
    from bot.loading import problems

    settings = settings_or_refused()
    language = (
        options.lang or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en"
    )
    lines, broken = problems(settings.faq_dir, settings.translations_dir, language.split("_")[0], settings.cache_dir)
    for line in lines:
        print(line)
    if not lines:
        print("OK")
    return PROBLEMS if broken else OK


def _evaluate(options: argparse.Namespace) -> int:
    from bot.dialogue import Question, Reply
    from bot.evaluation import BadLine, Labelled, evaluate, labelled, report

    settings = settings_or_refused()
    assistant = assistant_or_refused(settings)
    clock, language = chosen_clock(options, settings), chosen_language(options, assistant)
    try:
        questions = labelled(options.file)
    except (OSError, BadLine) as error:
        raise Refused(str(error)) from error

    def ask(question: Labelled) -> Reply:
        return assistant.reply(Question(question.text, clock(), chosen_language=language))

    verdicts = evaluate(questions, ask)
    print(report(verdicts))
    return OK


def _prepare(options: argparse.Namespace) -> int:
    settings = settings_or_refused()
    if not options.ship:
        assistant_or_refused(settings).warm_up()
        return OK
    from bot.editing.shipping import ship
    from bot.guide.problems import render

    try:
        refused = ship(settings.faq_dir, settings.translations_dir)
    except OSError as error:
        raise Refused(f"the program's own folder cannot be written ({error.strerror})") from error
    for problem in refused.errors if refused else ():
        print(render(problem, "en"))
    return PROBLEMS if refused else OK


def _schema(options: argparse.Namespace) -> int:
    from bot.guide.schema import write_schemas

    settings = settings_or_refused()
    for path in write_schemas(settings.faq_dir, settings.translations_dir):
        print(path)
    return OK


if __name__ == "__main__":
    sys.exit(main())
