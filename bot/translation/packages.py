"""Argos packages in a folder: what is there, what is in a .argosmodel file, installing and removing one safely."""

import hashlib
import json
import os
import re
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MAX_MEMBERS = 500
# Argos packages unpack to 60 to 300 MB.
MAX_UNPACKED = 2_000_000_000
MAX_METADATA = 100_000
RECORD = "bamex-bot.json"
_CODE = re.compile(r"[a-z]{2,3}")
_VERSION = re.compile(r"[0-9][0-9A-Za-z.+-]{0,20}")
_BLOCK = 1 << 20


class BadPackage(Exception):
    """A file that is no package to trust; the message says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """An installed package: Argos codes of its languages, version, folder, and the SHA-256 of the file it came from."""

    source: str
    target: str
    version: str
    folder: Path
    sha256: str = ""


def installed_pairs(packages: Path) -> tuple[Pair, ...]:
    """The packages of a folder, in order of their languages; anything else that lies there is passed over."""
    found: list[Pair] = []
    with suppress(OSError):
        for folder in packages.iterdir():
            with suppress(BadPackage, OSError):
                source, target, version = _described((folder / "metadata.json").read_bytes())
                found.append(Pair(source, target, version, folder, _recorded(folder)))
    return tuple(sorted(found, key=lambda pair: (pair.source, pair.target, pair.folder.name)))


def install(file: Path, packages: Path, trial: Callable[[Path], None]) -> Pair:
    """Unpack a .argosmodel file, try it with `trial` (which raises if it does not work), and put it in its place.

    A package of the same pair is replaced in one step. Raises BadPackage; whatever fails leaves the folder as it was.
    """
    home = packages.parent
    packages.mkdir(parents=True, exist_ok=True)
    # Beside the packages, not among them: a folder that is no package breaks upstream's listing.
    incoming = Path(tempfile.mkdtemp(prefix="incoming-", dir=home))
    try:
        folder = _unpack(file, incoming)
        source, target, version = _described((folder / "metadata.json").read_bytes())
        record = {"sha256": sha256(file), "file": file.name, "version": version}
        (folder / RECORD).write_text(json.dumps(record), encoding="utf-8")
        try:
            trial(folder)
        except Exception as error:
            raise BadPackage(f"{file.name}: it unpacks but does not translate ({error})") from error
        place = packages / f"{source}_{target}"
        _swap(
            folder,
            place,
            [pair.folder for pair in installed_pairs(packages) if (pair.source, pair.target) == (source, target)],
        )
        return Pair(source, target, version, place, record["sha256"])
    finally:
        shutil.rmtree(incoming, ignore_errors=True)


def remove(pair: Pair, packages: Path) -> None:
    """Take a package away, in one step for whoever lists the folder meanwhile."""
    outgoing = Path(tempfile.mkdtemp(prefix="outgoing-", dir=packages.parent))
    try:
        os.replace(pair.folder, outgoing / "package")
    finally:
        shutil.rmtree(outgoing, ignore_errors=True)


def sha256(file: Path) -> str:
    """The SHA-256 of a file in hex."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _swap(folder: Path, place: Path, old: list[Path]) -> None:
    outgoing = Path(tempfile.mkdtemp(prefix="outgoing-", dir=place.parent.parent))
    moved: list[tuple[Path, Path]] = []
    try:
        for number, former in enumerate(old):
            os.replace(former, outgoing / str(number))
            moved.append((outgoing / str(number), former))
        if place.exists():
            # A folder of the right name that is no package: nothing of upstream's could be listed with it there.
            os.replace(place, outgoing / "stray")
        os.replace(folder, place)
    except OSError:
        for there, here in moved:
            os.replace(there, here)
        raise
    finally:
        shutil.rmtree(outgoing, ignore_errors=True)


def _unpack(file: Path, into: Path) -> Path:
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            top = _checked(members, file.name)
            room = MAX_UNPACKED
            for member in members:
                if not member.is_dir():
                    room -= _extract(archive, member, into / member.filename, room)
    except BadPackage:
        raise
    except Exception as error:
        # zipfile and the decompressors under it raise half a dozen kinds of errors for a broken file.
        raise BadPackage(f"{file.name}: it cannot be unpacked ({error})") from error
    folder = into / top
    if not (folder / "metadata.json").is_file():
        raise BadPackage(f"{file.name}: metadata.json is missing")
    if not (folder / "model" / "model.bin").is_file():
        raise BadPackage(f"{file.name}: model/model.bin is missing")
    if not any((folder / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise BadPackage(f"{file.name}: it has no sentencepiece.model or bpe.model")
    return folder


def _checked(members: list[zipfile.ZipInfo], name: str) -> str:
    """The one folder that all members lie in. Raises BadPackage for a member that could do harm."""
    if not 0 < len(members) <= MAX_MEMBERS:
        raise BadPackage(f"{name}: {len(members)} files inside, {MAX_MEMBERS} at most are accepted")
    tops: set[str] = set()
    seen: set[str] = set()
    for member in members:
        path = PurePosixPath(member.filename)
        if (
            path.is_absolute()
            or ".." in path.parts
            or "\\" in member.filename
            or ":" in member.filename
            or not path.parts
        ):
            raise BadPackage(f"{name}: {member.filename!r} would leave its folder")
        mode = member.external_attr >> 16
        if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise BadPackage(f"{name}: {member.filename!r} is a link or a device")
        if member.flag_bits & 0x1:
            raise BadPackage(f"{name}: {member.filename!r} is encrypted")
        if member.filename in seen:
            raise BadPackage(f"{name}: {member.filename!r} is in it twice")
        seen.add(member.filename)
        tops.add(path.parts[0])
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise BadPackage(f"{name}: it would unpack to more than {MAX_UNPACKED // 1_000_000} MB")
    if len(tops) != 1:
        raise BadPackage(f"{name}: it must hold one folder, not {len(tops)}")
    return tops.pop()


def _extract(archive: zipfile.ZipFile, member: zipfile.ZipInfo, place: Path, room: int) -> int:
    """Write a member and return its size; sizes are counted, because what the archive declares can be a lie."""
    place.parent.mkdir(parents=True, exist_ok=True)
    written = 0
    with archive.open(member) as stream, place.open("xb") as out:
        while block := stream.read(_BLOCK):
            written += len(block)
            if written > room:
                raise BadPackage(f"{member.filename}: it unpacks to more than {MAX_UNPACKED // 1_000_000} MB")
            out.write(block)
    return written


def _described(content: bytes) -> tuple[str, str, str]:
    try:
        described = json.loads(content[:MAX_METADATA])
        source, target, version = (described[key] for key in ("from_code", "to_code", "package_version"))
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadPackage("metadata.json does not say from_code, to_code and package_version") from error
    if not (
        isinstance(source, str) and _CODE.fullmatch(source) and isinstance(target, str) and _CODE.fullmatch(target)
    ):
        raise BadPackage("metadata.json: from_code and to_code must be language codes such as fr")
    if not (isinstance(version, str) and _VERSION.fullmatch(version)):
        raise BadPackage("metadata.json: package_version must be a version such as 1.0")
    return source, target, version


def _recorded(folder: Path) -> str:
    try:
        return str(json.loads((folder / RECORD).read_bytes())["sha256"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
