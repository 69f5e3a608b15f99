"""What commands need before they can run: the settings, the assistant, the clock, the language of the replies."""

import argparse
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.assistant import Assistant
    from bot.settings import Settings


class Refused(Exception):
    """The command cannot run; the message is one line that says what to do."""


def settings_or_refused() -> "Settings":
    """The settings. Raises Refused."""
    from bot.settings import BadSettings, read_settings

    try:
        return read_settings()
    except BadSettings as error:
        raise Refused(str(error)) from error


def assistant_or_refused(settings: "Settings") -> "Assistant":
    """An assistant over the files that the settings name. Raises Refused if they hold an error."""
    from bot.loading import Broken, load_assistant

    try:
        return load_assistant(settings.faq_dir, settings.translations_dir, settings.cache_dir)
    except Broken as error:
        raise Refused(str(error)) from error


def chosen_clock(options: argparse.Namespace, settings: "Settings") -> Callable[[], datetime]:
    """The clock of `--now`, or else of the settings. Raises Refused."""
    from bot.settings import BadSettings, Clock, instant, time_zone_of

    try:
        return Clock(instant(options.now, time_zone_of(settings.faq_dir))) if options.now else settings.clock()
    except BadSettings as error:
        raise Refused(f"--now: {error}") from error


def chosen_language(options: argparse.Namespace, assistant: "Assistant") -> str | None:
    """The language of `--lang` (BCP 47). Raises Refused for what cannot be one."""
    if options.lang is None:
        return None
    language: str = options.lang
    if not language.replace("-", "").isalnum():
        raise Refused(f"--lang: {language!r} is no language code; try one of {', '.join(assistant.languages)}")
    return language
