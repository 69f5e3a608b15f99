"""What a bot tells about itself: name, descriptions and commands, by language and scope."""

import re

from tests.botapi.errors import bad_request
from tests.botapi.rooms import JSON

MOST_NAME, MOST_DESCRIPTION, MOST_SHORT_DESCRIPTION, MOST_COMMANDS = 64, 512, 120, 100
_LANGUAGE = re.compile(r"[a-z]{2}")
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_SCOPES_OF_A_CHAT = ("chat", "chat_administrators", "chat_member")


class Profile:
    """`names`, `descriptions` and `short_descriptions` by language ("" for all others); `commands` by scope, too."""

    def __init__(self) -> None:
        super().__init__()
        self.names: dict[str, str] = {}
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self.scoped_commands: dict[tuple[str, str], list[JSON]] = {}

    @property
    def commands(self) -> dict[str, list[JSON]]:
        """The commands of the default scope, by language."""
        return {code: commands for (scope, code), commands in self.scoped_commands.items() if scope == "default"}

    def set_my_name(self, wanted: JSON) -> bool:
        return _set(self.names, wanted, "name", MOST_NAME)

    def get_my_name(self, wanted: JSON) -> JSON:
        return {"name": self.names.get(language(wanted)) or self.names.get("") or "BAMEX'25"}

    def set_my_description(self, wanted: JSON) -> bool:
        return _set(self.descriptions, wanted, "description", MOST_DESCRIPTION)

    def get_my_description(self, wanted: JSON) -> JSON:
        return {"description": self.descriptions.get(language(wanted)) or self.descriptions.get("") or ""}

    def set_my_short_description(self, wanted: JSON) -> bool:
        return _set(self.short_descriptions, wanted, "short_description", MOST_SHORT_DESCRIPTION)

    def get_my_short_description(self, wanted: JSON) -> JSON:
        short = self.short_descriptions.get(language(wanted)) or self.short_descriptions.get("") or ""
        return {"short_description": short}

    def set_my_commands(self, wanted: JSON) -> bool:
        commands = wanted.get("commands") or []
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        for command in commands:
            if not _COMMAND.fullmatch(str(command.get("command", "")).removeprefix("/")):
                raise bad_request("BOT_COMMAND_INVALID")
            if not str(command.get("description", "")):
                raise bad_request("command description must be non-empty")
            if len(str(command["description"])) > 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        self.scoped_commands[_scope(wanted), language(wanted)] = commands
        return True

    def get_my_commands(self, wanted: JSON) -> list[JSON]:
        return self.scoped_commands.get((_scope(wanted), language(wanted)), [])


def language(wanted: JSON) -> str:
    """The language code of a request, "" for none. Raises ApiError 400."""
    code = str(wanted.get("language_code") or "")
    if code and not _LANGUAGE.fullmatch(code):
        raise bad_request("invalid language code specified")
    return code


def _set(texts: dict[str, str], wanted: JSON, name: str, most: int) -> bool:
    text = str(wanted.get(name) or "")
    # Telegram documents these limits and not its words for them.
    if len(text) > most:
        raise bad_request(f"bot {name.replace('_', ' ')} is too long")
    texts[language(wanted)] = text
    return True


def _scope(wanted: JSON) -> str:
    scope = wanted.get("scope") or {"type": "default"}
    kind = str(scope.get("type"))
    if kind in _SCOPES:
        return kind
    if kind not in _SCOPES_OF_A_CHAT:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return f"{kind}:{scope.get('chat_id')}:{scope.get('user_id', '')}"
