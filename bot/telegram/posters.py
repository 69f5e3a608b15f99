"""`qr`: the code for a poster, which opens the bot with an entry's answer."""

import argparse
import re
import sys
from pathlib import Path

from bot.settings import BadSettings, Settings, read_settings

OK, PROBLEMS, WRONG_USE = 0, 1, 2
MOST_PAYLOAD = 64  # letters that Telegram lets a link carry
_PAYLOAD = re.compile(rf"[A-Za-z0-9_-]{{1,{MOST_PAYLOAD}}}")
_NAME = re.compile(r"@?([A-Za-z][A-Za-z0-9_]{3,31})")
# A fourth of the code may be torn off or dirty; the margin of four modules is the standard's.
_ERROR_CORRECTION, _MARGIN = "q", 4
_PIXELS = 20  # of a module: 17 cm at 150 dots an inch
_KINDS = (".png", ".svg")


class Refused(Exception):
    """No code can be made; the message is one line that says what to do."""


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `qr` to the command line; it sets `run`, which returns the exit status."""
    qr = commands.add_parser("qr", help="the QR code of a poster that opens the bot with an answer")
    qr.add_argument("entry", metavar="ENTRY", help="an entry's id, such as venue or delegation:niger")
    qr.add_argument("--bot", metavar="NAME", help="the bot's @name (default: asked of Telegram, with the token)")
    qr.add_argument("--out", metavar="FILE", type=Path, help="a .png or .svg file (default: shown in this terminal)")
    qr.set_defaults(run=run_qr)


def run_qr(options: argparse.Namespace) -> int:
    """`qr`: 0 when the code is made, 1 if the file cannot be written, 2 if there is nothing to make a code of."""
    import segno

    try:
        settings = read_settings()
        link = link_to(options.entry, options.bot or _own_name(settings), settings)
        if options.out is not None and options.out.suffix.lower() not in _KINDS:
            raise Refused(f"--out: {options.out.name!r} must end in {' or '.join(_KINDS)}")
    except (BadSettings, Refused) as refusal:
        print(f"bamex-bot: {refusal}", file=sys.stderr)
        return WRONG_USE
    code = segno.make(link, error=_ERROR_CORRECTION, micro=False)
    if options.out is None:
        code.terminal(border=_MARGIN)
        print(link)
        return OK
    try:
        code.save(str(options.out), scale=_PIXELS, border=_MARGIN)
    except OSError as error:
        print(f"bamex-bot: --out: {options.out} cannot be written ({error.strerror})", file=sys.stderr)
        return PROBLEMS
    print(f"{options.out}: {link}")
    return OK


def link_to(entry: str, bot_name: str, settings: Settings) -> str:
    """The link that opens a bot with an entry's answer. Raises Refused for a name or an entry that cannot be linked."""
    from bot.guide.guide import SOURCE_LANGUAGE
    from bot.reading import load_guide
    from bot.telegram.conversation import payload

    name = _NAME.fullmatch(bot_name)
    if name is None:
        raise Refused(f"--bot: {bot_name!r} is no bot's name; write one such as @bamex_bot")
    guide = load_guide(settings.faq_dir, settings.translations_dir, settings.cache_dir / "guide.json").guide
    if guide is None:
        raise Refused("the files of FAQ_DIR or TRANSLATIONS_DIR hold an error: run `bamex-bot check`")
    found = guide.entries.get(entry)
    if found is None or found.template not in guide.languages[SOURCE_LANGUAGE].answers:
        raise Refused(f"ENTRY: {entry!r} has no answer; write an id of faq/, such as venue or delegation:niger")
    if not _PAYLOAD.fullmatch(payload(entry)):
        raise Refused(f"ENTRY: {entry!r} does not fit into a link: at most {MOST_PAYLOAD} of A-Z a-z 0-9 _ : -")
    return f"https://t.me/{name[1]}?start={payload(entry)}"


def _own_name(settings: Settings) -> str:
    if settings.token is None:
        raise Refused("give the bot's name with --bot @name, or its token in TELEGRAM_BOT_TOKEN")
    import asyncio

    from telegram.error import InvalidToken, TelegramError

    from bot.telegram.connection import TelegramBot
    from bot.telegram.logs import brief
    from bot.telegram.pacing import FloodLimits, Pacing

    async def ask(token: str) -> str:
        pacing = Pacing(FloodLimits(patience=0))
        async with TelegramBot(token, settings.api_url, pacing) as bot:
            return bot.username

    try:
        return asyncio.run(ask(settings.token.reveal()))
    except InvalidToken as error:
        # Its message holds the token.
        raise Refused("Telegram does not accept the token of TELEGRAM_BOT_TOKEN: give --bot @name") from error
    except TelegramError as error:
        raise Refused(f"Telegram does not tell the bot's name ({brief(error)}): give it with --bot @name") from error
