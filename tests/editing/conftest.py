"""The files that organisers change."""

from tests.desk import desk, proven

__all__ = ["desk", "proven"]
