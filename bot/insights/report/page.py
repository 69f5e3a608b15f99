"""The page of a report: one HTML text that asks the network for nothing and runs no script."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_skeleton, format_time
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.assistant import Assistant
from bot.guide.entries import Outcome
from bot.guide.problems import agreed
from bot.insights import wording
from bot.insights.clusters import Cluster
from bot.insights.figures import Tally
from bot.insights.report.bars import Columns, Part, bar, columns, shown_below
from bot.insights.report.contents import Contents
from bot.insights.report.words import words
from bot.rivalry import Rivalry
from bot.store.votes import Vote
from bot.translation.filling import STATUS

MOST_CLUSTERS, MOST_EXAMPLES = 30, 3
# What is read at a glance; the rest of the votes is folded away.
FIRST_VOTES = 12
MOST_PAIRS = 12

_FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a chart that is a table: a name, its bar, and values as they are written."""

    name: str
    parts: tuple[Part, ...]
    values: tuple[str, ...]


class Page:
    """Writes a report in French or English (`language`, BCP 47)."""

    def __init__(self, contents: Contents, assistant: Assistant, language: str) -> None:
        self._contents, self._assistant = contents, assistant
        self._language = wording.organisers_language(language)
        self._words = words(self._language)

    def html(self) -> str:
        """The whole document."""
        style = (_FOLDER / "page.css").read_text(encoding="utf-8")
        # Autoescaping, for this is full of what strangers wrote; an unknown name is an error, not an empty place.
        environment = Environment(
            loader=FileSystemLoader(_FOLDER), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        environment.filters |= {"number": self._number, "percent": self._percent, "full_date": self._full_date}
        return environment.get_template("page.html.jinja").render(
            t=self._words,
            lang=self._language,
            policy=_policy(style),
            style=Markup(style),  # noqa: S704  # the project's own file
            event=self._assistant.guide.event.name,
            **self._view(),
        )

    def _view(self) -> dict[str, Any]:
        contents, asked = self._contents, self._contents.figures
        clusters = contents.clusters[:MOST_CLUSTERS]
        votes = [self._vote(entry, counts) for entry, counts in contents.votes.items()]
        return {
            "made": self._filled("made", when=self._moment()),
            "has_database": contents.has_database,
            "asked": asked,
            "outcomes": [(outcome.value, name.in_language(self._language)) for outcome, name in _OUTCOMES],
            "whole": bar(_by_outcome(asked.in_all), asked.in_all.total),
            "outcome_rows": [
                Row(
                    outcome.value,
                    (),
                    (self._number(asked.in_all.of(outcome)), self._percent(asked.in_all.share(outcome))),
                )
                for outcome, _ in _OUTCOMES
            ],
            "time": self._time(),
            "topics": self._tallies(
                {wording.topic_name(self._assistant, topic, self._language): t for topic, t in asked.by_topic.items()}
            ),
            "languages": self._tallies(
                {wording.language_name(code, self._language): tally for code, tally in asked.by_language.items()}
            ),
            "clusters": [self._cluster(cluster) for cluster in clusters],
            "clusters_note": self._filled("clusters_note", days=contents.kept_days),
            "more_clusters": self._more("more_clusters", len(contents.clusters) - len(clusters)),
            "first_votes": votes[:FIRST_VOTES],
            "other_votes": votes[FIRST_VOTES:],
            "more_votes": self._more("more_votes", len(votes) - FIRST_VOTES),
            "states": [(state, self._words[state]) for state in STATUS],
            "translations": self._translations(),
            "translations_note": self._filled("translations_note", count=self._number(self._texts())),
            "pairs": [self._pair(pair) for pair in contents.pairs[:MOST_PAIRS]],
        }

    def _moment(self) -> str:
        made = self._contents.made
        return (
            f"{format_date(made, 'long', locale=self._language)}, {format_time(made, 'short', locale=self._language)}"
        )

    def _time(self) -> dict[str, Any] | None:
        if not self._contents.figures.by_day:
            return None
        found = columns(self._contents.figures.by_day)
        busiest = max(found.columns, key=lambda column: column.tally.total)
        return {
            "columns": found.columns,
            "marks": found.marks,
            "below": [(x, self._short_date(day)) for x, day in shown_below([column.first for column in found.columns])],
            "heading": self._words[f"per_{found.unit}"],
            "most": self._most(found, busiest.tally.total, busiest.first),
        }

    def _most(self, found: Columns, count: int, first: date) -> str:
        when = (
            format_skeleton("yMMMM", first, locale=self._language)
            if found.unit == "month"
            else format_date(first, "long", locale=self._language)
        )
        return self._filled("most", count=self._number(count), when=when)

    def _tallies(self, tallies: Mapping[str, Tally]) -> list[Row]:
        largest = max((tally.total for tally in tallies.values()), default=0)
        return [
            Row(
                name,
                bar(_by_outcome(tally), largest),
                (self._number(tally.total), self._percent(tally.share(Outcome.ANSWER))),
            )
            for name, tally in tallies.items()
        ]

    def _cluster(self, cluster: Cluster) -> dict[str, Any]:
        others = {row.text: row.language for row in cluster.rows if row.text != cluster.text}
        return {
            "count": self._number(len(cluster.rows)),
            "text": cluster.text,
            "language": _html_language(cluster.language),
            "examples": [(text, _html_language(code)) for text, code in list(others.items())[:MOST_EXAMPLES]],
            "languages": [
                f"{wording.language_name(code, self._language)} {self._number(count)}"
                for code, count in cluster.languages
            ],
        }

    def _vote(self, entry: str, counts: Mapping[Vote, int]) -> Row:
        up, down = counts[Vote.UP], counts[Vote.DOWN]
        parts = bar({"answer": up, "unknown": down}, up + down)
        return Row(self._title(entry), parts, (self._number(up), self._number(down)))

    def _translations(self) -> list[Row]:
        rows = []
        for code, counts in self._contents.translations.items():
            name = wording.language_name(code, self._language)
            if counts is None:
                rows.append(Row(name, (), ()))
                continue
            whole = counts.total()
            ready = (counts["reviewed"] + counts["drafted"] + counts["machine"]) / whole if whole else 0.0
            parts = bar({state: counts[state] for state in STATUS}, whole)
            rows.append(Row(name, parts, (self._percent(ready), *(self._number(counts[state]) for state in STATUS))))
        return rows

    def _texts(self) -> int:
        return max((counts.total() for counts in self._contents.translations.values() if counts), default=0)

    def _pair(self, pair: Rivalry) -> dict[str, Any]:
        return {
            "victim": self._title(pair.victim),
            "thief": self._title(pair.thief),
            "taken": self._filled("taken", stolen=pair.stolen, total=pair.total),
            "parts": bar({"suggest": pair.stolen}, pair.total),
            "example": pair.example,
        }

    def _title(self, entry: str) -> str:
        try:
            return self._assistant.title(entry, self._language)
        except KeyError:
            known = self._assistant.guide.entries.get(entry)
            if known is None:
                return entry
            # Questions about something else have no button, and so no title.
            about = entry.partition(":")[2] or entry
            return f"{wording.topic_name(self._assistant, known.topic, self._language)} ({about})"

    def _more(self, name: str, count: int) -> str:
        return self._filled(name, count=self._number(count)) if count > 0 else ""

    def _filled(self, name: str, **values: object) -> str:
        text = self._words[name]
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", str(value))
        return agreed(text, self._language)

    def _number(self, value: int) -> str:
        return wording.number(value, self._language)

    def _percent(self, share: float) -> str:
        return wording.percent(share, self._language)

    def _full_date(self, day: date) -> str:
        return str(format_date(day, "medium", locale=self._language))

    def _short_date(self, day: date) -> str:
        return str(format_skeleton("MMMd", day, locale=self._language))


_OUTCOMES = tuple(wording.OUTCOMES.items())


def _by_outcome(tally: Tally) -> dict[str, int]:
    return {outcome.value: tally.of(outcome) for outcome, _ in _OUTCOMES}


def _html_language(code: str) -> str:
    """For a `lang` attribute, where an empty one says that the language is not known."""
    return "" if code == "other" else code


def _policy(style: str) -> str:
    """Nothing may be loaded, run or sent; of styles this one alone holds."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
