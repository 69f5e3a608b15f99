"""The YAML files of a folder as bytes: found, capped, and hashed. Light to import: start-up goes through here."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from bot.guide.problems import Problem, Severity, Wording

# One byte more than a file may hold is enough to see that it holds too much.
MAX_BYTES = 1_000_000
MAX_FILES = 200


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as found: `path` as shown to people, and its bytes, MAX_BYTES + 1 of them at most."""

    path: str
    stem: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Folder:
    """The YAML files of a folder, by name, and what keeps the others from being read."""

    path: str
    files: tuple[SourceFile, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_folder(folder: Path, missing: Severity) -> Folder:
    """Read every *.yaml directly in a folder; a folder that is not there is a problem as severe as `missing` says."""
    shown = folder.as_posix()
    try:
        # Hidden files are editors' and schemas'; a folder inside is nobody's mistake.
        paths = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as error:
        problem = _unreadable(shown, Wording("le dossier", "the folder"), error, missing)
        return Folder(shown, (), (problem,))
    paths = [path for path in paths if path.suffix.lower() in (".yaml", ".yml")]
    files: list[SourceFile] = []
    problems: list[Problem] = []
    for path in paths[:MAX_FILES]:
        found = _read(path)
        if isinstance(found, Problem):
            problems.append(found)
        else:
            files.append(found)
    if len(paths) > MAX_FILES:
        problems.append(
            Problem(
                shown,
                1,
                1,
                Wording(f"plus de {MAX_FILES} fichiers dans le dossier", f"more than {MAX_FILES} files in the folder"),
                Wording("Ôtez ceux qui n'en sont pas", "Take out those that do not belong there"),
            )
        )
    return Folder(shown, tuple(files), tuple(problems))


def digest(folders: Iterable[Folder]) -> str:
    """The SHA-256, in hex, of all names, bytes and reading problems; it changes whenever a reading could.

    Where the folders lie does not count: what one place has compiled and fitted, its copy elsewhere can use.
    """
    total = hashlib.sha256()
    for folder in folders:
        total.update(_framed(str(len(folder.files)).encode()))
        for file in folder.files:
            total.update(_framed(PurePath(file.path).name.encode("utf-8", "surrogateescape")))
            total.update(_framed(file.content))
        for problem in folder.problems:
            total.update(_framed(repr(problem).encode("utf-8", "surrogateescape")))
    return total.hexdigest()


def _framed(content: bytes) -> bytes:
    return len(content).to_bytes(8, "big") + content


def _read(path: Path) -> SourceFile | Problem:
    shown = path.as_posix()
    if path.suffix != ".yaml":
        right = path.with_suffix(".yaml").name
        return Problem(
            shown,
            1,
            1,
            Wording(
                "ce fichier n'est pas lu : son nom ne finit pas par .yaml",
                "this file is not read: its name does not end in .yaml",
            ),
            Wording(f"Renommez-le en {right}", f"Rename it to {right}"),
        )
    try:
        # A pipe or a device would never end; a folder has no bytes.
        if path.exists() and not path.is_file():
            raise OSError
        with path.open("rb") as stream:
            return SourceFile(shown, path.stem, stream.read(MAX_BYTES + 1))
    except OSError as error:
        return _unreadable(shown, Wording("le fichier", "the file"), error)


def _unreadable(path: str, what: Wording, error: OSError, severity: Severity = Severity.ERROR) -> Problem:
    match error:
        case FileNotFoundError():
            why = Wording("il n'existe pas", "it does not exist")
        case PermissionError():
            why = Wording("ses droits d'accès l'interdisent", "its permissions forbid it")
        case NotADirectoryError():
            why = Wording("ce n'est pas un dossier", "it is not a folder")
        case _:
            why = Wording(error.strerror or "ce n'est pas un fichier", error.strerror or "it is not a file")
    return Problem(
        path,
        1,
        1,
        Wording(f"{what.fr} ne peut pas être lu : {why.fr}", f"{what.en} cannot be read: {why.en}"),
        Wording("Vérifiez son nom et ses droits d'accès", "Check its name and its permissions"),
        severity,
    )
