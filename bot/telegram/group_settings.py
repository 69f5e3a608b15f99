"""A group's settings as one message with buttons: pure, what a tap on one of them means included."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from bot.assistant import Assistant
from bot.store.chats import GroupSettings, Mode, Who
from bot.telegram.conversation import Outgoing
from bot.telegram.rendering import as_html, directed

PREFIX = "group:"
HOURLY = (3, 6, 12)
_HOURS_IN_A_ROW = 6


class Page(StrEnum):
    """What the message shows."""

    ALL = "all"
    LANGUAGE = "language"
    MODE = "mode"
    QUIET_FROM = "from"
    QUIET_UNTIL = "until"
    WHO = "who"


@dataclass(frozen=True, slots=True)
class Show:
    """Turn to a page; `hour` is where the quiet hours begin, once that is chosen."""

    page: Page
    hour: int = 0


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The language (BCP 47) of the group; None for none."""

    language: str | None


@dataclass(frozen=True, slots=True)
class SetMode:
    """When to speak, and how often unasked."""

    mode: Mode
    hourly: int


@dataclass(frozen=True, slots=True)
class SetQuiet:
    """The quiet hours, from and until; None for none."""

    hours: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class SetWho:
    """Who may change the settings."""

    who: Who


@dataclass(frozen=True, slots=True)
class Close:
    """Take the buttons away."""


Wish = Show | SetLanguage | SetMode | SetQuiet | SetWho | Close


def read(data: str, languages: tuple[str, ...]) -> Wish | None:
    """The wish that a button carries; None for what this bot never wrote."""
    try:
        match data.removeprefix(PREFIX).split(":"):
            case ["close"]:
                return Close()
            case ["show", page]:
                return Show(Page(page))
            case ["show", page, hour]:
                return Show(Page(page), _hour(hour))
            case ["language", code] if code in languages or not code:
                return SetLanguage(code or None)
            case ["mode", mode, hourly] if int(hourly) in HOURLY:
                return SetMode(Mode(mode), int(hourly))
            case ["quiet"]:
                return SetQuiet(None)
            case ["quiet", start, end] if start != end:
                return SetQuiet((_hour(start), _hour(end)))
            case ["who", who]:
                return SetWho(Who(who))
    except ValueError:
        return None
    return None


def changed(settings: GroupSettings, wish: SetMode | SetQuiet | SetWho) -> GroupSettings:
    """The settings with a wish fulfilled."""
    match wish:
        case SetMode(mode, hourly):
            return replace(settings, mode=mode, hourly=hourly)
        case SetQuiet(hours):
            return replace(settings, quiet=hours)
        case SetWho(who):
            return replace(settings, who=who)


@dataclass(frozen=True, slots=True)
class Panel:
    """Shows settings to a reader of `language`; `default` is the group's own language, if one is set."""

    assistant: Assistant
    language: str
    settings: GroupSettings
    default: str | None

    def shown(self, wish: Show) -> Outgoing:
        """The message at a page."""
        rows = self._rows(wish)
        if wish.page is not Page.ALL:
            rows.append([self._button(f"‹ {self._say('settings_title')}", "show:all")])
        return Outgoing((as_html(directed(self._text(wish.page), self.language)),), InlineKeyboardMarkup(rows))

    def closed(self) -> Outgoing:
        """The message without buttons."""
        return Outgoing((as_html(directed(self._text(Page.ALL), self.language)),))

    def _text(self, page: Page) -> str:
        if page is Page.QUIET_FROM:
            return self._say("quiet_from")
        if page is Page.QUIET_UNTIL:
            return self._say("quiet_until")
        settings = self.settings
        lines = (
            ("settings_language", self._language(self.default)),
            ("settings_mode", self._mode(settings.mode, settings.hourly)),
            ("settings_quiet", _hours(settings.quiet) or self._say("quiet_none")),
            ("settings_who", self._say(f"who_{settings.who}")),
        )
        return "\n".join([self._say("settings_title"), *(f"• {self._say(key)} · {value}" for key, value in lines)])

    def _rows(self, wish: Show) -> list[list[InlineKeyboardButton]]:
        settings = self.settings
        match wish.page:
            case Page.ALL:
                pages = (
                    ("settings_language", Page.LANGUAGE),
                    ("settings_mode", Page.MODE),
                    ("settings_quiet", Page.QUIET_FROM),
                    ("settings_who", Page.WHO),
                )
                rows = [[self._button(self._say(key), f"show:{page}")] for key, page in pages]
                return [*rows, [self._button("OK", "close")]]
            case Page.LANGUAGE:
                codes = [None, *self.assistant.languages]
                choices = [
                    self._choice(self._language(code), f"language:{code or ''}", code == self.default) for code in codes
                ]
                return [choices[at : at + 2] for at in range(0, len(choices), 2)]
            case Page.MODE:
                modes = [(Mode.ADDRESSED, settings.hourly), *((Mode.SURE, most) for most in HOURLY)]
                modes.append((Mode.OFF, settings.hourly))
                return [
                    [
                        self._choice(
                            self._mode(mode, most),
                            f"mode:{mode}:{most}",
                            mode is settings.mode and (mode is not Mode.SURE or most == settings.hourly),
                        )
                    ]
                    for mode, most in modes
                ]
            case Page.QUIET_FROM:
                return [
                    [self._choice(self._say("quiet_none"), "quiet", settings.quiet is None)],
                    *_rows_of_hours(lambda hour: self._button(f"{hour:02}:00", f"show:until:{hour}")),
                ]
            case Page.QUIET_UNTIL:
                start = wish.hour
                ends = _rows_of_hours(lambda hour: self._button(f"{hour:02}:00", f"quiet:{start}:{hour}"))
                return [[button for button in row if button.text != f"{start:02}:00"] for row in ends]
            case Page.WHO:
                return [[self._choice(self._say(f"who_{who}"), f"who:{who}", who is settings.who)] for who in Who]

    def _say(self, key: str, **values: object) -> str:
        return self.assistant.say(key, self.language, **values)

    def _language(self, code: str | None) -> str:
        return self._say("language_automatic") if code is None else self.assistant.language_name(code)

    def _mode(self, mode: Mode, hourly: int) -> str:
        return self._say(f"mode_{mode}", number=hourly) if mode is Mode.SURE else self._say(f"mode_{mode}")

    def _choice(self, text: str, data: str, is_set: bool) -> InlineKeyboardButton:
        return self._button(f"✓ {text}" if is_set else text, data)

    def _button(self, text: str, data: str) -> InlineKeyboardButton:
        return InlineKeyboardButton(text, callback_data=f"{PREFIX}{data}")


def _hours(quiet: tuple[int, int] | None) -> str:
    return f"{quiet[0]:02}:00–{quiet[1]:02}:00" if quiet else ""


def _rows_of_hours(button: Callable[[int], InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    return [[button(hour) for hour in range(at, at + _HOURS_IN_A_ROW)] for at in range(0, 24, _HOURS_IN_A_ROW)]


def _hour(text: str) -> int:
    hour = int(text)
    if not 0 <= hour < 24:
        raise ValueError(text)
    return hour
