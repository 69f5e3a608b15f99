"""BAMEX'25 answer bot: a curated FAQ, understood in many languages, answered from the article alone."""

__version__ = "0.1.0"
