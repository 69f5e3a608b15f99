"""Pictures of pages: taken with Debian's chromium, made small with pngquant, marked with what they were made from."""

import shutil
import struct
import subprocess
import zlib
from pathlib import Path

from tests.browser import PROGRAM, Browser

MISSING = "apt-get install chromium pngquant fonts-noto-core fonts-noto-mono fonts-noto-cjk fonts-noto-color-emoji"
_LOWEST = 100  # CSS pixels: the screen grows with the page, and never shrinks to it
_KEYWORD = b"made-from"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def is_ready() -> bool:
    """Whether the programs are installed."""
    return PROGRAM is not None and shutil.which("pngquant") is not None


async def picture(browser: Browser, html: str, width: int, file: Path) -> bytes:
    """A PNG of a whole page, so many CSS pixels wide, which is put into `file`; what it leaves free is transparent."""
    file.write_text(html, encoding="utf-8")
    await browser.call("Emulation.setDefaultBackgroundColorOverride", color={"r": 0, "g": 0, "b": 0, "a": 0})
    await browser.show(file, width, height=_LOWEST)
    await browser.evaluate("document.fonts.ready.then(() => true)")
    return await browser.picture()


def keep(png: bytes, path: Path, made_from: str) -> None:
    """Write a PNG with few colours, and in it the digest of what it was made from."""
    small = subprocess.run(
        ["pngquant", "--speed", "1", "--strip", "256", "-"], input=png, stdout=subprocess.PIPE, check=True
    ).stdout
    note = b"tEXt" + _KEYWORD + b"\0" + made_from.encode()
    chunk = struct.pack(">I", len(note) - 4) + note + struct.pack(">I", zlib.crc32(note))
    header = len(_SIGNATURE) + 4 + 4 + 13 + 4
    path.write_bytes(small[:header] + chunk + small[header:])


def made_from(png: bytes) -> str:
    """The digest that `keep` wrote into a PNG; "" for any other file."""
    at = len(_SIGNATURE)
    while png.startswith(_SIGNATURE) and at + 8 <= len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        if kind == b"tEXt" and body.startswith(_KEYWORD + b"\0"):
            return body.partition(b"\0")[2].decode()
        at += length + 12
    return ""
