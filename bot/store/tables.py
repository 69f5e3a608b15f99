"""The tables. Constraints are named by one convention, so that migrations find them on SQLite and PostgreSQL alike."""

from sqlalchemy import BigInteger, Boolean, Column, Double, Integer, MetaData, SmallInteger, String, Table

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

# What a chat prefers. A private chat has its user's id, groups and channels have negative ids, so one key serves all.
preferences = Table(
    "preferences",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("language", String(35), nullable=False),  # BCP 47 (RFC 5646 asks for room for 35 characters)
)

# Updates that are answered but perhaps not acknowledged yet: a process that dies in between must not answer twice.
answered = Table(
    "answered",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),  # seconds since 1970
)

# Updates that some process is answering now. Once `until` has passed, that process is dead and another may take over.
claims = Table(
    "claims",
    metadata,
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("process", String(32), nullable=False),
    Column("until", Double, nullable=False),  # seconds since 1970, by the database's clock where it has one
)

# When all processes together may next write to a chat, or at all. Rows are of no use, and deleted, after some minutes.
turns = Table(
    "turns",
    metadata,
    Column("lane", String(64), primary_key=True),
    Column("due", Double, nullable=False),  # seconds since 1970, as above
)

# One row, written over again to learn whether the database takes what is written.
pulse = Table(
    "pulse",
    metadata,
    Column("id", BigInteger, primary_key=True, autoincrement=False),
    Column("at", Double, nullable=False),
)

# How the bot behaves in a group. A group without a row has the defaults of bot.store.chats.
groups = Table(
    "groups",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("mode", String(10), nullable=False),
    Column("hourly", SmallInteger, nullable=False),
    Column("quiet_from", SmallInteger),  # hours of the event's time zone; null where no hour is quiet
    Column("quiet_until", SmallInteger),
    Column("who", String(15), nullable=False),
)

# When the bot spoke in a group without being asked: no longer than an hour, to keep the group's limit.
unasked = Table(
    "unasked",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("chat_id", BigInteger, nullable=False, index=True),
    Column("at", Double, nullable=False),  # seconds since 1970
)

# The channels that let the bot post.
channels = Table(
    "channels",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
)

# Organisers who connected their own account to the bot, and whether it may answer there.
accounts = Table(
    "accounts",
    metadata,
    Column("owner_id", BigInteger, primary_key=True, autoincrement=False),
    Column("answers", Boolean, nullable=False),
)

# How often an answer helped, and how often it did not.
votes = Table(
    "votes",
    metadata,
    Column("entry", String(200), primary_key=True),
    Column("language", String(35), primary_key=True),
    Column("vote", String(4), primary_key=True),  # up or down
    Column("count", Integer, nullable=False),
)

# Who voted on what, as a keyed hash that only says "again"; no longer than a day.
voters = Table(
    "voters",
    metadata,
    Column("mark", String(64), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),  # seconds since 1970
)

# What nobody could answer, or what was answered badly: masked words, and nothing about who asked.
unanswered = Table(
    "unanswered",
    metadata,
    Column("id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),  # seconds since 1970
    Column("language", String(35), nullable=False),
    Column("outcome", String(10), nullable=False),
    Column("text", String(300), nullable=False),
)

# How many questions of a day, by what became of them.
questions = Table(
    "questions",
    metadata,
    Column("day", String(10), primary_key=True),  # ISO 8601, in the event's time zone
    Column("language", String(35), primary_key=True),
    Column("outcome", String(10), primary_key=True),
    Column("topic", String(100), primary_key=True),  # empty where no entry answered
    Column("count", Integer, nullable=False),
)
