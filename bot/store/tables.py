"""The tables. Constraints are named by one convention, so that migrations find them on SQLite and PostgreSQL alike."""

from sqlalchemy import BigInteger, Column, MetaData, String, Table

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
