"""What an image brings along, so that its first start is as quick as any: proven and fitted when it was built."""

from pathlib import Path

import numpy as np

from bot.editing.edition import Refused, build
from bot.editing.sources import read_sources
from bot.guide.cache import SHIPPED


def ship(faq: Path, translations: Path) -> Refused | None:
    """Read, check, fit and try the files, and keep the result in SHIPPED, small and for every user to read.

    Returns why the files are not fit to be shipped. Raises OSError where the folder cannot be written.
    """
    SHIPPED.mkdir(parents=True, exist_ok=True)
    built = build(read_sources(faq, translations), SHIPPED)
    if isinstance(built, Refused):
        return built
    built.keep_compiled(SHIPPED)
    for path in SHIPPED.iterdir():
        if path.suffix == ".npz":
            with np.load(path, allow_pickle=False) as arrays:
                # 266 MB become 83, and reading all twelve languages takes half a second more.
                np.savez_compressed(path, **arrays)
        path.chmod(0o644)
    return None
