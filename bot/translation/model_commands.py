"""The command `models`: which Argos packages are installed, and installing, updating and removing them."""

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from bot.translation.argos import EngineMissing, forget_loaded, load, missing, packages_folder
from bot.translation.downloads import Failed, download
from bot.translation.index import DEFAULT_INDEX, Available, needed, newer, read_index
from bot.translation.packages import BadPackage, install, installed_pairs, remove
from bot.translation.progress import Bar
from bot.translation.statuses import NO_ARGOS, OK, PROBLEMS, Refused, refuse


def list_packages(options: argparse.Namespace) -> int:
    """`models list`."""
    installed = installed_pairs(packages_folder())
    for pair in installed:
        print(f"{pair.source}_{pair.target}  {pair.version}  {pair.sha256[:12] or '(unrecorded)'}  {pair.folder}")
    if not installed:
        print(f"no packages in {packages_folder()}; `bamex-bot models install pl` installs what Polish needs")
    if options.available:
        present = {(pair.source, pair.target): pair.version for pair in installed}
        try:
            for package in read_index(_index(options)):
                have = present.get((package.source, package.target))
                note = "" if have is None else "  (newer)" if newer(package.version, have) else "  (installed)"
                print(f"{package.source}_{package.target}  {package.version}  {package.link}{note}")
        except Failed as error:
            return refuse(error)
    return OK


def install_packages(options: argparse.Namespace) -> int:
    """`models install`: languages (BCP 47), pairs such as en_pl, or files; 1 if one of them could not be installed."""
    return _each(options.what, lambda what: _install(what, options))


def update_packages(options: argparse.Namespace) -> int:
    """`models update`."""
    try:
        available = {(package.source, package.target): package for package in read_index(_index(options))}
    except Failed as error:
        return refuse(error)
    due = []
    for pair in installed_pairs(packages_folder()):
        package = available.get((pair.source, pair.target))
        if package is not None and newer(package.version, pair.version):
            due.append(f"{pair.source}_{pair.target}")
    if not due:
        print("every package is of the newest version")
    return _each(due, lambda what: _install(what, options, again=True))


def remove_packages(options: argparse.Namespace) -> int:
    """`models remove`."""
    folder = packages_folder()

    def take_away(what: str) -> None:
        found = [pair for pair in installed_pairs(folder) if f"{pair.source}_{pair.target}" == what]
        if not found:
            raise Refused(f"{what}: no such package; `bamex-bot models list` shows those that are there")
        for pair in found:
            remove(pair, folder)
            print(f"removed {what} {pair.version}")
        forget_loaded(folder)

    return _each(options.what, take_away)


def _each(what: Sequence[str], do: Callable[[str], None]) -> int:

    status = OK
    for one in what:
        try:
            do(one)
        except (EngineMissing, Refused) as error:
            return refuse(error)
        except (Failed, BadPackage, OSError) as error:
            print(f"bamex-bot: {error}", file=sys.stderr)
            status = PROBLEMS
    return status


def _install(what: str, options: argparse.Namespace, *, again: bool = False) -> None:

    lack = missing()
    if lack:
        raise EngineMissing(f"{NO_ARGOS}: {lack}")
    if what.endswith(".argosmodel") or Path(what).is_file():
        _put(Path(what))
        return
    folder = packages_folder()
    available = read_index(_index(options))
    wanted: tuple[Available, ...] | None
    if "_" in what:
        wanted = tuple(package for package in available if f"{package.source}_{package.target}" == what) or None
    else:
        wanted = needed(what, available, () if again else installed_pairs(folder))
    if wanted is None:
        raise Refused(f"{what}: the index has no package that leads there from French")
    if not wanted:
        print(f"{what}: what it needs is installed")
    for package in wanted:
        _fetch(package)


def _fetch(package: Available) -> None:

    name = f"{package.source}_{package.target}"
    file = packages_folder().parent / "downloads" / f"{name}-{_plain(package.version)}.argosmodel"
    bar = Bar(name)
    try:
        digest = download(package.link, file, lambda done, total: bar.show(done, total, f"{done // 1_000_000} MB"))
        if package.sha256 and digest != package.sha256.lower():
            raise Failed(f"{package.link}: its SHA-256 is {digest}, the index says {package.sha256}")
        _put(file)
    finally:
        bar.end()
        file.unlink(missing_ok=True)


def _put(file: Path) -> None:

    folder = packages_folder()

    def trial(unpacked: Path) -> None:
        if not load(unpacked, folder).hypotheses("Bonjour.", 1):
            raise BadPackage("it gives no translation")

    pair = install(file, folder, trial)
    forget_loaded(folder)
    print(f"installed {pair.source}_{pair.target} {pair.version}, SHA-256 {pair.sha256}")


def _index(options: argparse.Namespace) -> str:

    return options.index or os.environ.get("ARGOS_INDEX_URL", "").strip() or DEFAULT_INDEX


def _plain(version: str) -> str:
    return "".join(letter for letter in version if letter.isalnum() or letter in ".-")[:20]


ACTIONS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "list": list_packages,
    "install": install_packages,
    "update": update_packages,
    "remove": remove_packages,
}
