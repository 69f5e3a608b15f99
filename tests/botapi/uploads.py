"""A file as a bot uploads it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Upload:
    """Name, type and content of one part of a multipart request."""

    name: str
    kind: str
    content: bytes
