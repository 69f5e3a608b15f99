"""Lists of strings as arrays of bytes, so that all that is fitted is kept in .npz files without pickle."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


def pack(strings: Sequence[str]) -> NDArray[np.uint8]:
    """Strings as one array of bytes, each ended by a zero byte; a zero byte inside one becomes a space."""
    joined = "".join(string.replace("\0", " ") + "\0" for string in strings)
    return np.frombuffer(joined.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def unpack(packed: NDArray[Any]) -> list[str]:
    """The strings that `pack` made one array of."""
    return packed.tobytes().decode("utf-8", "surrogatepass").split("\0")[:-1]
