"""From the two folders to the Guide, whole and in pieces."""

import os
import random
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.guide.contract import STANDARD_IDS, is_not_stated
from bot.guide.entries import Entry, Outcome, Phase
from bot.guide.guide import Guide
from bot.guide.problems import Severity, render
from bot.reading import read_guide
from tests.guide.conftest import FAQ, Folders

FILES = sorted(path.name for path in (Path(__file__).parent.parent.parent / "faq").glob("*.yaml"))


def test_the_faq_as_it_stands_has_no_problem(folders: Folders) -> None:
    """What is committed passes every check without a warning."""
    assert [render(problem, "en") for problem in folders.problems()] == []


def test_the_contract_s_ids_are_there_with_their_outcomes(guide: Guide) -> None:
    """Each id of the contract is an entry, and those that the article leaves open say so."""
    promised = yaml.load((FAQ / "event.yaml").read_bytes(), yaml.CBaseLoader)["promised"]  # noqa: S506  strings only
    assert {*STANDARD_IDS, *promised} <= guide.entries.keys()
    for entry in guide.entries.values():
        assert (entry.outcome is Outcome.NOT_STATED) == is_not_stated(entry.id)


def test_facts_are_typed(guide: Guide) -> None:
    """Days are dates, the zone is a zone, counts and paragraphs are numbers."""
    event = guide.event
    assert (event.first_day, event.last_day) == (date(2025, 11, 11), date(2025, 11, 14))
    assert event.time_zone.key == "Africa/Bamako"
    assert event.counts["countries"].more_than == 30
    assert event.article.paragraphs == 10
    assert event.place.coordinates is None


def test_coordinates_are_latitude_and_longitude(folders: Folders) -> None:
    """Coordinates are read in the order latitude, longitude."""
    folders.change("faq/event.yaml", "country: ML", "country: ML\n  coordinates: [12.61, -7.98]")
    guide = folders.read().guide
    assert guide is not None
    assert guide.event.place.coordinates == (12.61, -7.98)


def test_an_entry_for_each_fact_stands_for_all_of_them(guide: Guide) -> None:
    """`for_each` makes one entry of each delegation and exhibitor; texts stay under the template's id."""
    assert guide.entries["delegation:niger"] == Entry(
        id="delegation:niger",
        template="delegation",
        topic="guests",
        outcome=Outcome.ANSWER,
        sources=(6,),
        for_each="delegations",
        subject="niger",
        ask=guide.entries["delegation:chad"].ask,
        not_=guide.entries["delegation:chad"].not_,
    )
    assert "delegation" not in guide.entries
    assert "{country}" in guide.language("fr").answers["delegation"][Phase.AFTER].text


def test_an_answer_without_phases_holds_in_all(guide: Guide) -> None:
    """One answer in the YAML is the answer before, during and after."""
    answer = guide.language("fr").answers["goals"]
    assert answer.keys() == set(Phase)
    assert len(set(answer.values())) == 1


def test_exhibitors_that_names_yaml_forgets_are_companies_too(folders: Folders) -> None:
    """An exhibitor needs no line in names.yaml to be known by its name."""
    folders.change("faq/event.yaml", "  baykar: Baykar", "  baykar: Baykar\n  turaf: Turaf")
    guide = folders.read().guide
    assert guide is not None
    assert guide.companies["turaf"].name == "Turaf"


@pytest.mark.parametrize("file", ["event", "interface", "names", "vocabulary"])
def test_a_file_that_the_bot_cannot_do_without_is_missed(folders: Folders, file: str) -> None:
    """Each of the four named files must be there."""
    (folders.faq / f"{file}.yaml").unlink()
    (error,) = folders.errors()
    assert (error.file, error.message.en) == (f"faq/{file}.yaml", "this file is missing")


def test_all_problems_of_all_files_are_reported(folders: Folders) -> None:
    """A mistake in one file hides no mistake in another, whether of syntax, shape or sense."""
    folders.change("faq/dates.yaml", "topic: dates", "topic: [")
    folders.change("faq/venue.yaml", "    title: Lieu", "    titel: Lieu")
    folders.change("faq/about.yaml", "sources: [1]", "sources: [12]")
    folders.change("faq/event.yaml", "2025-11-14", "2025-11-01")
    folders.write("translations/xx.yaml", "language: xx\nentries: 3\n")
    assert sorted({error.file for error in folders.errors()}) == [
        "faq/about.yaml",
        "faq/dates.yaml",
        "faq/event.yaml",
        "faq/venue.yaml",
        "translations/xx.yaml",
    ]


def test_problems_come_by_file_and_line(folders: Folders) -> None:
    """Problems are listed in the order in which one would mend them."""
    for name in ("venue", "dates"):
        folders.write(f"faq/{name}.yaml", "topic: x\nentries: []\nb: 1\na: 2\n")
    found = [(problem.file, problem.line) for problem in folders.problems()]
    assert found == sorted(found)
    assert len(found) >= 4


def test_folders_and_files_that_cannot_be_read(folders: Folders, tmp_path: Path) -> None:
    """A missing FAQ is an error, missing translations a warning; .yml files, folders and pipes are refused."""
    assert [p.severity for p in read_guide(tmp_path / "no", folders.translations).problems] == [Severity.ERROR]
    assert [p.severity for p in read_guide(folders.faq, tmp_path / "no").problems] == [Severity.WARNING]
    (folders.faq / "notes.txt").write_text("not ours", encoding="utf-8")
    (folders.faq / ".hidden.yaml").write_text("not ours", encoding="utf-8")
    (folders.faq / "more.yml").write_text("topic: x", encoding="utf-8")
    (folders.faq / "folder.yaml").mkdir()
    os.mkfifo(folders.faq / "pipe.yaml")
    assert [(error.file, error.mend.en) for error in folders.errors()] == [
        ("faq/folder.yaml", "Check its name and its permissions"),
        ("faq/more.yml", "Rename it to more.yaml"),
        ("faq/pipe.yaml", "Check its name and its permissions"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "is_near"),
    [
        ("le manège est ouvert au public ce matin", "le manège est ouvert au publik ce matin", True),
        ("quel est le prix du billet pour le manège", "quel est le prix des billets pour le manège", False),
        ("est ce que le manège ouvre le dimanche", "est ce que le manège ouvre dimanche", True),
        ("où est le portique", "où est le cantique", False),
    ],
)
def test_nearly_the_same_variant_under_two_entries_is_a_warning(
    folders: Folders, one: str, other: str, is_near: bool
) -> None:
    """A typo or a small word is all that keeps two entries from claiming the same question."""
    folders.add_variant("faq/dates.yaml", "dates", one)
    folders.add_variant("faq/venue.yaml", "venue", other)
    problems = folders.problems()
    assert [problem.severity for problem in problems] == [Severity.WARNING] * is_near
    if is_near:
        assert "is too much like" in problems[0].message.en


def test_names_may_tell_variants_apart(folders: Folders) -> None:
    """« Le Niger était là » and « Le Nigeria était là » belong to two entries, whatever their spelling."""
    folders.add_variant("faq/guests.yaml", "delegation", "La fanfare du Niger dansait-elle là ce jour ?")
    folders.add_variant("faq/guests.yaml", "country_not_named", "La fanfare du Nigeria dansait-elle là ce jour ?")
    assert not folders.problems()


def test_ten_thousand_variants_are_compared_in_seconds(folders: Folders) -> None:
    """The cost of finding near variants grows with their number, not its square."""
    chance = random.Random(25)
    words = [f"{chance.choice('bcdfglmnprst')}{chance.choice('aeiou')}{number}" for number in range(400)]
    lines = ["topic: many", "entries:"]
    for entry in range(100):
        lines += [
            f"  - id: not_in_document:many_{entry}",
            "    title: Many",
            "    outcome: not_stated",
            "    answer: Many",
        ]
        lines += ["    variants:", *(f"      - {' '.join(chance.choices(words, k=6))}" for _ in range(100))]
    folders.write("faq/many.yaml", "\n".join(lines))
    begin = time.perf_counter()
    assert folders.read().guide is not None
    assert time.perf_counter() - begin < 6


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from(FILES), content=st.binary(max_size=200) | st.text(max_size=200).map(str.encode))
def test_no_content_of_any_file_makes_reading_raise(folders: Folders, file: str, content: bytes) -> None:
    """Arbitrary bytes in any file end in problems, never in an exception or a Guide."""
    path = folders.faq / file
    before = path.read_bytes()
    try:
        folders.write(f"faq/{file}", content)
        reading = folders.read()
        assert reading.guide is None
        assert reading.errors
    finally:
        path.write_bytes(before)


_ANYTHING: st.SearchStrategy[Any] = st.recursive(
    st.sampled_from(["", "x", "0", "-1", "dates", "{event}", "{", "FR", "2025-13-01", "a:b", "*", "é" * 500]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "answer", "before", "text", "names", "", "x:y:z", "<one text>"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(file=st.sampled_from([*FILES, "en.yaml"]), anything=_ANYTHING, seed=st.integers(0, 2**32))
def test_no_wrong_value_anywhere_makes_reading_raise(
    folders: Folders, translate: Callable[..., Path], file: str, anything: Any, seed: int
) -> None:
    """Any value in place of any other in any document is read or reported at a place inside the file."""
    if file == "en.yaml" and not (folders.translations / file).exists():
        translate()
    path = (folders.translations if file == "en.yaml" else folders.faq) / file
    before = path.read_bytes()
    document = yaml.load(before, yaml.CBaseLoader)  # noqa: S506  builds strings only
    _put_somewhere(document, anything, random.Random(seed))
    try:
        path.write_text(yaml.safe_dump(document, allow_unicode=True, default_style='"'), encoding="utf-8")
        lines = path.read_text(encoding="utf-8").count("\n") + 1
        reading = folders.read()
        assert (reading.guide is None) == bool(reading.errors)
        for problem in reading.problems:
            assert 1 <= problem.line <= lines or problem.file != path.as_posix()
            assert render(problem, "fr").isprintable()
    finally:
        path.write_bytes(before)


def _put_somewhere(node: Any, value: Any, chance: random.Random) -> None:
    while True:
        places = list(node) if isinstance(node, dict) else list(range(len(node)))
        place = chance.choice(places)
        inner = node[place]
        if not inner or isinstance(inner, str) or chance.random() < 0.25:
            node[place] = value
            return
        node = inner
