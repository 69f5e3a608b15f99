"""The hash that ties a translation to the French text it was written from."""

import hashlib
from collections.abc import Sequence


def source_hash(texts: str | Sequence[str]) -> str:
    """The first 8 hex digits of the SHA-256 of a French text; a list counts as its texts joined by line breaks."""
    joined = texts if isinstance(texts, str) else "\n".join(texts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:8]
