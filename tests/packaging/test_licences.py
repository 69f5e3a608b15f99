"""The licences of what the bot needs to run fit a program under the MIT licence."""

import re
import tomllib
from collections.abc import Iterable, Iterator
from email.message import Message
from importlib import metadata
from typing import cast

from packaging.requirements import Requirement

from tests.conftest import ROOT

# May be used and passed on with a program under the MIT licence. LGPL: as a library of its own, unchanged, replaceable.
FITTING = (
    "MIT", "BSD", "Apache", "ISC", "PSF", "Python Software Foundation", "MPL-2.0", "Mozilla Public License 2.0",
    "Unlicense", "Zlib", "CC0-1.0", "HPND", "0BSD", "LGPL",
)  # fmt: skip
_COPYLEFT = re.compile(r"\bA?GPL|Affero|(?<!Lesser )General Public License", re.IGNORECASE)


def _ours() -> list[str]:
    """What pyproject.toml asks for; what is installed of it may have been told of an older one."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *project["optional-dependencies"]["argos"]]


def _needed(lines: Iterable[str], extras: frozenset[str] = frozenset()) -> Iterator[str]:
    """The distributions that requirements ask for on this machine, and what those need; one may come several times."""
    for line in lines:
        requirement = Requirement(line)
        markers = [{"extra": extra} for extra in extras or {""}]
        if requirement.marker is None or any(requirement.marker.evaluate(marker) for marker in markers):
            yield requirement.name.casefold().replace("_", "-")
            yield from _needed(metadata.requires(requirement.name) or (), frozenset(requirement.extras))


def _licences(name: str) -> list[str]:
    about = cast("Message", metadata.metadata(name))
    classified = [
        text.rpartition(" :: ")[2] for text in about.get_all("Classifier", []) if text.startswith("License ::")
    ]
    written = about.get("License-Expression") or (about.get("License") or "").partition("\n")[0]
    return [text for text in (written, *classified) if text and text != "UNKNOWN"]


def test_runtime_licences_fit() -> None:
    """Each distribution that an installed bot needs tells its licence, one that fits; none is GPL or AGPL."""
    unfit = {}
    # Argos is installed beside its extra, without what it names: see the Makefile.
    for name in sorted({*_needed(_ours()), "argostranslate"}):
        licences = _licences(name)
        fits = any(fitting.casefold() in text.casefold() for text in licences for fitting in FITTING)
        if not fits or any(_COPYLEFT.search(text) for text in licences):
            unfit[name] = licences
    assert unfit == {}
