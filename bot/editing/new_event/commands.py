"""The command `new`: another event's FAQ, begun from an article about it."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from bot.starting import Refused, settings_or_refused

if TYPE_CHECKING:
    from bot.guide.documents import Documents
    from bot.guide.guide import Guide
    from bot.settings import Settings

_OK = 0
_DOT_ENV = """\
# Ce que `bamex-bot run` lit quand il est lancé de ce dossier. What `bamex-bot run` reads when started in this folder.
# TELEGRAM_BOT_TOKEN=
FAQ_DIR=faq
TRANSLATIONS_DIR=translations
"""
_SCHEMA = "# yaml-language-server: $schema=.schema/{}.schema.json"
_OWN_SCHEMA = ("interface", "names", "vocabulary")


def add_parsers(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add `new` to the command line; it sets `run`, which returns the exit status."""
    new = commands.add_parser("new", help="start another event's FAQ from an article about it")
    new.add_argument(
        "--from", dest="article", type=Path, required=True, metavar="ARTICLE.txt", help="plain text, UTF-8"
    )
    new.add_argument("--to", type=Path, metavar="FOLDER", help="a new folder (default: the article's name)")
    new.set_defaults(run=run_new)


def run_new(options: argparse.Namespace) -> int:
    """`new`: 0 when the folder is written. Raises Refused, and then leaves nothing behind."""
    from bot.editing.new_event.article import read_article
    from bot.editing.new_event.writing import as_yaml, refuse_if_taken, write_whole

    article = read_article(options.article)
    folder: Path = options.to or Path(options.article.stem)
    refuse_if_taken(folder)
    settings = settings_or_refused()
    documents, guide = _source(settings)

    from bot.editing.new_event.carrying import carried
    from bot.editing.new_event.event_file import event_file
    from bot.editing.new_event.guesses import guesses
    from bot.guide.schema import schema_files
    from bot.understanding.understanding import Understanding

    content = carried(documents, guide)
    files = {"faq/event.yaml": event_file(article, guesses(article, guide, Understanding(guide))), ".env": _DOT_ENV}
    for stem, tree in content.faq.items():
        files[f"faq/{stem}.yaml"] = as_yaml(tree, _SCHEMA.format(stem if stem in _OWN_SCHEMA else "topic"))
    for stem, tree in content.translations.items():
        files[f"translations/{stem}.yaml"] = as_yaml(tree, _SCHEMA.format("translation"))
    files |= {path.as_posix(): text for path, text in schema_files(Path("faq"), Path("translations")).items()}
    write_whole(folder, files)
    print(f"{folder}: {len(content.faq) + 1} files in faq/, {len(content.translations)} languages in translations/")
    print(f"The article has {len(article.paragraphs)} paragraphs. Now fill in {folder}/faq/event.yaml; what is blank:")
    print(f"  FAQ_DIR={folder}/faq TRANSLATIONS_DIR={folder}/translations bamex-bot check")
    return _OK


def _source(settings: "Settings") -> "tuple[Documents, Guide]":
    """The FAQ that the new one is made from, dormant entries included, and its Guide."""
    from bot.guide.building import build
    from bot.guide.documents import read_whole_documents, without_dormant
    from bot.guide.files import read_folder
    from bot.guide.problems import Severity, render
    from bot.reading import read_folders

    faq = read_folder(settings.faq_dir, Severity.ERROR)
    translations = read_folder(settings.translations_dir, Severity.WARNING)
    errors = read_folders(faq, translations).errors
    if errors:
        raise Refused(f"{render(errors[0], 'en')} ({len(errors)} in all: run `bamex-bot check` to see them)")
    documents, _ = read_whole_documents(faq, translations)
    return documents, build(without_dormant(documents), "")
