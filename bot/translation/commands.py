"""The commands `translate` and `models`."""

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bot.translation.statuses import NO_ARGOS, OK, PROBLEMS, Refused, refuse

if TYPE_CHECKING:
    from bot.guide.guide import Guide
    from bot.guide.originals import Key, Original
    from bot.settings import Settings
    from bot.translation.argos import Argos
    from bot.translation.gate import Gate


def add_parsers(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", parent: argparse.ArgumentParser | None = None
) -> None:
    """Add `translate` and `models` to the command line; each sets `run`, which returns the exit status."""
    parents = [parent] if parent else []
    translate = commands.add_parser("translate", help="fill and refresh translations/ by machine", parents=parents)
    translate.add_argument(
        "--to", metavar="CODES", help="languages to fill, such as pl,it (default: those that have a file)"
    )
    translate.add_argument(
        "--by-hand", action="store_true", help="write a language's file to be filled in, or show what it lacks"
    )
    translate.add_argument("--status", action="store_true", help="only show what each language has")
    translate.set_defaults(run=run_translate)
    models = commands.add_parser("models", help="list, install, update and remove Argos language packages")
    actions = models.add_subparsers(required=True, metavar="ACTION")
    index = argparse.ArgumentParser(add_help=False)
    index.add_argument("--index", metavar="URL", help="index of packages (default: ARGOS_INDEX_URL, or that of Argos)")
    listing = actions.add_parser("list", help="packages that are installed", parents=[index])
    listing.add_argument("--available", action="store_true", help="also those of the index")
    listing.set_defaults(run=run_models, action="list")
    install = actions.add_parser("install", help="from the index, or from a .argosmodel file", parents=[index])
    install.add_argument("what", nargs="+", metavar="LANGUAGE|FILE")
    install.set_defaults(run=run_models, action="install")
    update = actions.add_parser("update", help="install what the index has in a newer version", parents=[index])
    update.set_defaults(run=run_models, action="update")
    remove = actions.add_parser("remove", help="remove a package, such as en_pl")
    remove.add_argument("what", nargs="+", metavar="PAIR")
    remove.set_defaults(run=run_models, action="remove")


def run_translate(options: argparse.Namespace) -> int:
    """`translate`: 0 if every text could be said, 1 if some were refused or cannot be, 2 if it could not run."""
    try:
        if options.by_hand:
            return _begin(options.to)
        return _status() if options.status else _translate(options.to)
    except Refused as refusal:
        return refuse(refusal)


def run_models(options: argparse.Namespace) -> int:
    """`models list|install|update|remove`: 0 if all went well, 1 if something was not possible, 2 for wrong use."""
    # Imported here, because the HTTP client is slow to import and every command passes through this module.
    from bot.translation.model_commands import ACTIONS

    try:
        return ACTIONS[options.action](options)
    except Refused as refusal:
        return refuse(refusal)


def _translate(to: str | None) -> int:
    from bot.translation.argos import EngineMissing, NoPackage, missing
    from bot.translation.filling import BrokenFile, fill
    from bot.translation.progress import Bar
    from bot.translation.translator import Translator

    settings, (guide, originals) = _settings(), _french()
    languages = _languages(settings, to)
    lack = missing()
    if lack:
        raise Refused(f"{NO_ARGOS}: {lack}")
    engine, status = _engine(), OK
    translator = Translator(engine, _gate(guide), [guide.event.name, *guide.event.exhibitors.values()])
    for language in languages:
        bar = Bar(language)
        try:
            # Asked first, so that nothing at all is written for a language that cannot be translated into.
            engine.check_route(language)
            filled = fill(settings.translations_dir / f"{language}.yaml", originals, translator, bar.show)
        except (EngineMissing, NoPackage, BrokenFile) as error:
            bar.end()
            print(f"bamex-bot: {error}", file=sys.stderr)
            status = PROBLEMS
            continue
        bar.end()
        print(f"{language}: {filled.written} written, {len(filled.refused)} without a safe translation")
        for key in filled.refused:
            print(f"  {'.'.join(key)}")
        status = PROBLEMS if filled.refused else status
    return status


def _begin(to: str | None) -> int:
    from bot.translation.by_hand import to_add, to_fill_in
    from bot.translation.filling import BrokenFile, missing_texts
    from bot.translation.memory import write

    settings, (guide, originals) = _settings(), _french()
    if to is None:
        raise Refused("--by-hand needs --to and the language's code, such as --to it")
    event = guide.event
    countries = sorted({event.guest_of_honour or event.place.country, event.place.country, *event.delegations.values()})
    for language in _languages(settings, to):
        path = settings.translations_dir / f"{language}.yaml"
        if path.exists():
            try:
                lacking = missing_texts(path, originals)
            except BrokenFile as error:
                raise Refused(str(error)) from error
            print(to_add(lacking) if lacking else f"{path}: nothing is missing", end="" if lacking else "\n")
            continue
        write(path, to_fill_in(language, originals, countries))
        print(f"{path}: {len(originals)} texts to fill in; `bamex-bot check` says what is still missing")
    return OK


def _status() -> int:
    from bot.translation.filling import STATUS, BrokenFile, counted

    settings, (_, originals) = _settings(), _french()
    status = OK
    print(f"{'language':10}" + "".join(f"{state:>10}" for state in STATUS))
    for path in _files(settings):
        try:
            counts = counted(path, originals)
        except BrokenFile as error:
            print(f"bamex-bot: {error}", file=sys.stderr)
            status = PROBLEMS
            continue
        print(f"{path.stem:10}" + "".join(f"{counts[state]:>10}" for state in STATUS))
    return status


def _languages(settings: "Settings", to: str | None) -> list[str]:
    if to is None:
        return [path.stem for path in _files(settings)]
    codes = list(dict.fromkeys(code.strip() for code in to.split(",") if code.strip()))
    for code in codes:
        if not code.replace("-", "").isalpha() or not code.isascii() or code.split("-")[0] == "fr":
            raise Refused(f"--to: {code!r} is no language to translate French into; write codes such as pl,it")
    return codes


def _files(settings: "Settings") -> list[Path]:
    return sorted(path for path in settings.translations_dir.glob("*.yaml") if not path.name.startswith("."))


def _french() -> "tuple[Guide, Mapping[Key, Original]]":
    """The Guide to check names with and the French texts; a translation that is broken does not matter here."""
    from bot.guide.building import build
    from bot.guide.documents import read_documents
    from bot.guide.files import read_folder
    from bot.guide.originals import originals
    from bot.guide.problems import Severity, render

    settings = _settings()
    faq = read_folder(settings.faq_dir, Severity.ERROR)
    documents, found = read_documents(faq, read_folder(settings.translations_dir, Severity.WARNING))
    ours = [problem for problem in [*faq.problems, *found] if problem.file.startswith(settings.faq_dir.as_posix())]
    errors = [problem for problem in ours if problem.severity is Severity.ERROR]
    if errors:
        raise Refused(f"{render(errors[0], 'en')} ({len(errors)} in all: run `bamex-bot check` to see them)")
    return build(documents, ""), originals(documents)


def _gate(guide: "Guide") -> "Gate":
    from bot.translation.gate import Gate

    return Gate(guide)


def _engine() -> "Argos":
    from bot.translation.argos import Argos, packages_folder

    return Argos(packages_folder())


def _settings() -> "Settings":
    from bot.settings import BadSettings, read_settings

    try:
        return read_settings()
    except BadSettings as error:
        raise Refused(str(error)) from error
