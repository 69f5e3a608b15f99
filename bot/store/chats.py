"""How the bot behaves in each group, where it may post, and on whose account it answers."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import delete, func, select

from bot.store.store import Store
from bot.store.tables import accounts, channels, groups, preferences, unasked

UNASKED_SECONDS = 3600.0  # how long it is kept when the bot spoke unasked
DEFAULT_HOURLY = 6


class Mode(StrEnum):
    """When the bot speaks in a group: if addressed; also to a question it is sure of; never."""

    ADDRESSED = "addressed"
    SURE = "sure"
    OFF = "off"


class Who(StrEnum):
    """Who may change a group's settings."""

    ADMINISTRATORS = "administrators"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class GroupSettings:
    """A group's settings. `hourly` is the most answers an hour that nobody asked for, in mode `SURE`.

    `quiet` are the hours (0 to 23, of the event's time zone) from and until which the bot says nothing there.
    """

    mode: Mode = Mode.ADDRESSED
    hourly: int = DEFAULT_HOURLY
    quiet: tuple[int, int] | None = None
    who: Who = Who.ADMINISTRATORS

    def is_silent(self, hour: int) -> bool:
        """Whether the bot says nothing in the group in this hour."""
        if self.mode is Mode.OFF:
            return True
        if self.quiet is None:
            return False
        start, end = self.quiet
        return start <= hour < end if start < end else hour >= start or hour < end


Kept = tuple[GroupSettings | None, str | None]


class Chats:
    """Settings of groups, channels and accounts. Every method may raise StoreUnavailable."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def settings(self, chat_id: int) -> GroupSettings | None:
        """A group's settings; None if nothing was ever set there."""
        async with self._store.transaction() as connection:
            row = (await connection.execute(select(groups).where(groups.c.chat_id == chat_id))).first()
        if row is None:
            return None
        quiet = None if row.quiet_from is None else (int(row.quiet_from), int(row.quiet_until))
        return GroupSettings(Mode(row.mode), row.hourly, quiet, Who(row.who))

    async def change(self, chat_id: int, settings: GroupSettings) -> None:
        """Remember a group's settings."""
        start, end = settings.quiet or (None, None)
        values = {
            "mode": settings.mode.value,
            "hourly": settings.hourly,
            "quiet_from": start,
            "quiet_until": end,
            "who": settings.who.value,
        }
        row = self._store.insert(groups).values(chat_id=chat_id, **values)
        async with self._store.transaction() as connection:
            await connection.execute(row.on_conflict_do_update(index_elements=[groups.c.chat_id], set_=values))

    async def move(self, old: int, new: int, removed: Kept | None = None) -> None:
        """Let a group's settings and language follow it to its new id; said twice, it makes no difference.

        `removed` is what was kept of the old id, if it was deleted before the move was known. The new id then has
        settings in any case, by which it is known as no newcomer.
        """
        kept = await self.kept(old)
        settings, language = removed if removed and kept == (None, None) else kept
        known = await self.settings(new)
        if known is None or (known == GroupSettings() and settings is not None):
            await self.change(new, settings or GroupSettings())
        if language is not None and await self._store.language(new) is None:
            await self._store.choose_language(new, language)
        await self.leave(old)

    async def kept(self, chat_id: int) -> Kept:
        """What is kept of a group: its settings and its language, as far as they were set."""
        return await self.settings(chat_id), await self._store.language(chat_id)

    async def leave(self, chat_id: int) -> None:
        """Delete everything kept about a group or channel."""
        async with self._store.transaction() as connection:
            for table in (groups, unasked, channels, preferences):
                await connection.execute(delete(table).where(table.c.chat_id == chat_id))

    async def may_speak_unasked(self, chat_id: int, most: int, now: float) -> bool:
        """Take one of the `most` answers an hour (`now` in seconds since 1970); False if they are used up."""
        async with self._store.transaction() as connection:
            await connection.execute(delete(unasked).where(unasked.c.at <= now - UNASKED_SECONDS))
            spoken = await connection.scalar(
                select(func.count()).select_from(unasked).where(unasked.c.chat_id == chat_id)
            )
            if (spoken or 0) >= most:
                return False
            await connection.execute(unasked.insert().values(chat_id=chat_id, at=now))
        return True

    async def open_channel(self, chat_id: int) -> None:
        """Note a channel that lets the bot post."""
        row = self._store.insert(channels).values(chat_id=chat_id)
        async with self._store.transaction() as connection:
            await connection.execute(row.on_conflict_do_nothing())

    async def close_channel(self, chat_id: int) -> None:
        """Note that a channel no longer lets the bot post."""
        async with self._store.transaction() as connection:
            await connection.execute(delete(channels).where(channels.c.chat_id == chat_id))

    async def channels(self) -> list[int]:
        """The channels that let the bot post."""
        async with self._store.transaction() as connection:
            return list(await connection.scalars(select(channels.c.chat_id).order_by(channels.c.chat_id)))

    async def answers_for(self, owner_id: int) -> bool | None:
        """Whether the bot may answer on an owner's account; None if no account of theirs is connected."""
        async with self._store.transaction() as connection:
            answers = await connection.scalar(select(accounts.c.answers).where(accounts.c.owner_id == owner_id))
        return None if answers is None else bool(answers)

    async def connect(self, owner_id: int) -> None:
        """Note a connected account, on which the bot answers nothing until its owner says so."""
        row = self._store.insert(accounts).values(owner_id=owner_id, answers=False)
        async with self._store.transaction() as connection:
            await connection.execute(row.on_conflict_do_nothing())

    async def answer_for(self, owner_id: int, answers: bool) -> None:
        """Switch the answers on an owner's connected account on or off."""
        switch = accounts.update().where(accounts.c.owner_id == owner_id).values(answers=answers)
        async with self._store.transaction() as connection:
            await connection.execute(switch)

    async def disconnect(self, owner_id: int) -> None:
        """Delete what is kept about an owner's account."""
        async with self._store.transaction() as connection:
            await connection.execute(delete(accounts).where(accounts.c.owner_id == owner_id))
