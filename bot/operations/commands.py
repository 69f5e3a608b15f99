"""The command `purge`."""

import argparse
import asyncio
import sys

OK, FAILED, WRONG_USE = 0, 1, 2


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `purge` to the command line; it sets `run`, which returns the exit status."""
    purge = commands.add_parser("purge", help="delete for good everything that is kept about visitors and groups")
    purge.add_argument("--yes", action="store_true", help="do not ask first")
    purge.set_defaults(run=run_purge)


def run_purge(options: argparse.Namespace) -> int:
    """`purge`: 0 once everything is deleted, 1 if it could not be, 2 without a yes."""
    # Imported here: every command passes through this module.
    from bot.settings import BadSettings, read_settings
    from bot.store.store import StoreUnavailable

    try:
        url = read_settings().database_url.reveal()
    except BadSettings as error:
        return _say(str(error), WRONG_USE)
    if not options.yes and not _is_sure():
        return _say("nothing is deleted; `bamex-bot purge --yes` does it without asking", WRONG_USE)
    try:
        deleted = asyncio.run(_purge(url))
    except StoreUnavailable as error:
        return _say(str(error), FAILED)
    for table, records in deleted.items():
        print(f"{table}: {records} deleted")
    print(f"{sum(deleted.values())} records deleted for good. Backups of the database are yours to delete.")
    return OK


async def _purge(url: str) -> dict[str, int]:
    from bot.store.store import Store

    async with Store.opened(url) as store:
        return await store.purge()


def _is_sure() -> bool:
    if not sys.stdin.isatty():
        return False
    print("Everything kept about visitors, groups and votes, and every unanswered question, will be deleted.")
    return input("Type yes to go on: ").strip().casefold() in ("yes", "oui")


def _say(line: str, status: int) -> int:
    print(f"bamex-bot: {line}", file=sys.stderr)
    return status
