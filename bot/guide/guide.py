"""The Guide: everything the bot knows, in one immutable value."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.guide.entries import Company, Entry, Language
from bot.guide.facts import Event

SOURCE_LANGUAGE = "fr"


@dataclass(frozen=True, slots=True)
class Guide:
    """Built once from YAML that passed every check; a change builds another Guide beside it.

    `entries` are keyed by id, expanded (`delegation:niger`), the entries of faq/outside.yaml included. `languages` are
    keyed by BCP 47 code and include French, the source. `digest` is the SHA-256 of the files it was read from.
    """

    event: Event
    entries: Mapping[str, Entry]
    companies: Mapping[str, Company]
    languages: Mapping[str, Language]
    digest: str = ""

    def language(self, code: str) -> Language:
        """The texts of a language. Raises KeyError for a language that has no file."""
        return self.languages[code]
