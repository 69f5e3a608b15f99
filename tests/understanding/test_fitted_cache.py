"""What was fitted, on the disk."""

from pathlib import Path

import numpy as np

from bot.understanding.fitted_cache import FittedCache


def test_what_is_saved_is_there_at_the_next_start_of_the_same_files(tmp_path: Path) -> None:
    """Arrays come back under their name for the same digest, and in place of those of a former one."""
    arrays = {"numbers": np.arange(3)}
    FittedCache(tmp_path, "former").save("matcher-fr", arrays)
    FittedCache(tmp_path, "now").save("matcher-fr", arrays)
    found = FittedCache(tmp_path, "now").load("matcher-fr")
    assert found is not None
    assert found["numbers"].tolist() == [0, 1, 2]
    assert FittedCache(tmp_path, "former").load("matcher-fr") is None
    assert len(list(tmp_path.iterdir())) == 1


def test_what_cannot_be_kept_leaves_nothing_behind(tmp_path: Path) -> None:
    """Where the file cannot be put in its place, no part of it stays to fill the disk."""
    cache = FittedCache(tmp_path, "digest")
    cache.save("matcher-fr", {"numbers": np.arange(3)})
    (file,) = tmp_path.iterdir()
    file.unlink()
    file.mkdir()
    cache.save("matcher-fr", {"numbers": np.arange(3)})
    assert list(tmp_path.iterdir()) == [file]
