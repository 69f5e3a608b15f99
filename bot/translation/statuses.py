"""How the commands of this package end: exit statuses, and the one line that says why one could not run."""

import sys

OK, PROBLEMS, WRONG_USE = 0, 1, 2
NO_ARGOS = "Argos Translate cannot run"


class Refused(Exception):
    """The command cannot run; the message is one line that says what to do."""


def refuse(reason: Exception) -> int:
    """Say why a command cannot run; the exit status for that."""
    print(f"bamex-bot: {reason}", file=sys.stderr)
    return WRONG_USE
