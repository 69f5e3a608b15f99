"""Brings a database to the tables of this version, one process at a time; and writes the revisions that do it.

After a change of tables.py: `python -m bot.store.migrating "what changed"` writes the revision.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.operations.ops import MigrationScript
from alembic.util import CommandError
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.pool import NullPool

_FOLDER = Path(__file__).parent / "migrations"
# Any number that no other program on the same PostgreSQL uses for its own advisory lock.
_LOCK = 25_11_2025


class NewerDatabase(Exception):
    """The database is of a version of this program that came later."""


async def migrate(connection: AsyncConnection) -> None:
    """Bring the database to the newest revision, in the connection's transaction; who comes second waits."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    else:
        # Python's sqlite3 begins a transaction at the first change only, and then too late to wait for another's.
        await connection.exec_driver_sql("BEGIN IMMEDIATE")
    await connection.run_sync(upgrade)


def upgrade(connection: Connection) -> None:
    """Run the revisions that the database lacks. Raises NewerDatabase."""
    try:
        command.upgrade(_config(connection), "head")
    except CommandError as error:
        raise NewerDatabase from error


def write_revision(message: str, folder: Path = _FOLDER) -> Path | None:
    """Write what tables.py has more than the newest revision as the next one; None if there is no difference."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        # Without a pool nothing keeps the file open, and Python 3.13 minds what is left open.
        create_engine(f"sqlite:///{scratch}/empty.db", poolclass=NullPool).begin() as connection,
    ):
        upgrade(connection)
        config = _config(connection, folder)
        number = len(list((folder / "versions").glob("[0-9]*.py"))) + 1
        written = command.revision(
            config,
            message,
            autogenerate=True,
            rev_id=f"{number:04}",
            process_revision_directives=_nothing_if_empty,
        )
    script = written[0] if isinstance(written, list) and written else written
    return Path(script.path) if script and not isinstance(script, list) else None


def _nothing_if_empty(_context: MigrationContext, _revision: object, directives: list[MigrationScript]) -> None:
    operations = directives[0].upgrade_ops
    if operations is None or operations.is_empty():
        directives[:] = []


def _config(connection: Connection, folder: Path = _FOLDER) -> Config:
    config = Config()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_section_option("post_write_hooks", "hooks", "ruff")
    config.set_section_option("post_write_hooks", "ruff.type", "module")
    config.set_section_option("post_write_hooks", "ruff.module", "ruff")
    config.set_section_option("post_write_hooks", "ruff.options", "format REVISION_SCRIPT_FILENAME")
    config.attributes["connection"] = connection
    return config


def main(arguments: Sequence[str]) -> int:
    """Write a revision; the exit status."""
    if len(arguments) != 1:
        print('usage: python -m bot.store.migrating "what changed"', file=sys.stderr)
        return 2
    path = write_revision(arguments[0])
    print(path or "tables.py and the revisions agree: nothing to write")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
