"""The neutral texts that a new event's FAQ begins with, in every language they were written in."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import yaml

_FILE = Path(__file__).with_name("standard.yaml")
INTERFACE = "interface"


@lru_cache(maxsize=1)
def standard_texts() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """(entry id, "title" or "answer") or ("interface", key) → language (BCP 47) → text."""
    read: dict[str, dict[str, str]] = yaml.load(_FILE.read_bytes(), yaml.CBaseLoader)  # noqa: S506  strings only
    return {_key(name): texts for name, texts in read.items()}


def _key(name: str) -> tuple[str, str]:
    owner, _, part = name.rpartition(".")
    return owner, part
