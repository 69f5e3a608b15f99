"""Strict YAML: what is refused, where, and with which mend; and that nothing makes the reader stumble."""

import json
import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from bot.guide.composing import MAX_DEPTH, MAX_NODES, MAX_PROBLEMS, compose
from bot.guide.files import MAX_BYTES
from bot.guide.nodes import MapNode, Plain, TextNode, node_at, plain
from bot.guide.problems import Problem, render

QUOTED = 'Put the text between straight quotes: "..."'


def problems_of(source: str | bytes) -> list[Problem]:
    return compose(source.encode() if isinstance(source, str) else source, "a.yaml")[1]


def read(source: str) -> Plain:
    tree, problems = compose(source.encode(), "a.yaml")
    assert not problems
    assert tree is not None
    return plain(tree)


@pytest.mark.parametrize(
    "typed",
    ["18:00", "00223", "no", "yes", "on", "null", "~", "true", "1_000", "2025-11-11", "0x1F", "1e3", ".inf", "=", "<<"],
)
def test_every_scalar_stays_the_text_that_was_typed(typed: str) -> None:
    """No scalar turns into a number, a date, a truth value or nothing, neither as a value nor as a key."""
    assert read(f"hour: {typed}") == {"hour": typed}
    assert read(f"- {typed}") == [typed]
    assert read(f"{typed}: hour") == {typed: "hour"}


def test_the_space_around_a_text_is_not_part_of_it() -> None:
    """Block texts lose their last line break, quoted ones the spaces at both ends; breaks inside stay."""
    assert read('a: |\n  one\n  two\nb: " three "\nc: >\n  four\n  five\n') == {
        "a": "one\ntwo",
        "b": "three",
        "c": "four five",
    }


@pytest.mark.parametrize(
    ("source", "where", "message", "mend"),
    [
        pytest.param("", "1:1", "the file is empty", "Fill it or delete it", id="empty"),
        pytest.param("# a word\n", "1:1", "the file is empty", "Fill it or delete it", id="comments only"),
        pytest.param(
            "a: 1\nb: 2\na: 3\n", "3:1", "`a` is already given on line 1", "Keep one of the two", id="duplicate key"
        ),
        pytest.param(
            "x:\n  - {b: 1, b: 2}\n", "2:12", "`b` is already given on line 2", "Keep one of the two", id="in flow"
        ),
        pytest.param(
            "a: 1\n---\nb: 2\n", "3:1", "a second document", "Keep one document: delete `---`", id="documents"
        ),
        pytest.param("a:\n\t- b\n", "2:1", "a tab is not allowed", "Replace it with spaces", id="tab"),
        pytest.param("a: b\tc\n", "1:5", "a tab is not allowed", "Replace it with spaces", id="tab in a text"),
        pytest.param("a: b\x07c\n", "1:5", "(U+0007)", "Delete it", id="control character"),
        pytest.param("a: b\u202ec\n", "1:5", "(U+202E)", "Delete it", id="direction override"),
        pytest.param("a: b\u2028c\n", "1:5", "(U+2028)", "Delete it", id="line separator"),
        pytest.param('é: 1\na: "\\e[31m"\n', "2:4", "(U+001B)", "Delete it", id="escaped control character"),
        pytest.param(b"a: 1\nb: \xe9\n", "2:4", "not UTF-8", "Save it with the UTF-8 encoding", id="Latin-1"),
        pytest.param("a: é".encode("utf-16"), "1:1", "not UTF-8", "Save it with the UTF-8 encoding", id="UTF-16"),
        pytest.param("a: &x b\n", "1:4", "anchor or tag (`&x`)", "Delete it, or put", id="anchor"),
        pytest.param("a: !!int 3\n", "1:4", "anchor or tag", "Delete it, or put", id="tag"),
        pytest.param("a: !!python/object:os.system {}\n", "1:4", "anchor or tag", "Delete it, or put", id="object"),
        pytest.param(
            "a: [*messe, x]\n", "1:5", "`*messe` would be an alias", 'write "*messe"', id="star before a word"
        ),
        pytest.param("a: * b\n", "1:5", "cannot begin with `*` or `&`", QUOTED, id="star alone"),
        pytest.param("a: @home\n", "1:4", "cannot begin with this character", QUOTED, id="at sign"),
        pytest.param("a: Bonjour : oui\n", "1:12", "a colon is not allowed here", "goes between straight", id="colon"),
        pytest.param(
            "a: {event} ouvre\n", "1:12", "goes on after its quote, bracket or brace", "Put the whole text", id="brace"
        ),
        pytest.param("a: 'l'eau'\n", "1:7", "goes on after its quote", "Put the whole text", id="apostrophe"),
        pytest.param("- {x} y\n", "1:7", "goes on after its quote", "Put the whole text", id="brace in list"),
        pytest.param("a: [b]]\n", "1:7", "goes on after", "Put the whole text", id="one bracket too many"),
        pytest.param("a: [b,,c]\n", "1:7", "a text is missing before this sign", "Take out the sign", id="commas"),
        pytest.param("%FOO\n---\na: b\n", "1:5", "cannot begin with `%`", QUOTED, id="directive"),
        pytest.param('a: "\\ud800"\n', "1:7", "the backslash is not", "Write the character itself", id="surrogate"),
        pytest.param("a: [b, c\nd: e\n", "2:2", "the list in brackets is not closed", "close with `]`", id="bracket"),
        pytest.param('a: "b\nc: d\n', "1:4", "a quote is opened and never closed", "Close the quote", id="quote"),
        pytest.param('a: "b\\q"\n', "1:6", "the backslash is not understood", "write `\\\\`", id="escape"),
        pytest.param("a: 1\n  b: 2\n", "2:4", "a colon is not allowed here", "check the indentation", id="indent"),
        pytest.param(
            "a:\n    b: 1\n  c: 2\n", "3:3", "does not fit those before", "Check the indentation", id="dedent"
        ),
        pytest.param("a:\n  - b\n  c\n", "3:3", "a colon is missing", "Write `key: value`", id="list broken off"),
        pytest.param("a: 1\nb\nc: 2\n", "2:1", "a colon is missing after a key", "Write `key: value`", id="no colon"),
        pytest.param(
            "{a: 1}: 2\n", "1:1", "a key must be a plain word", "between straight quotes", id="mapping as key"
        ),
        pytest.param("? [a]\n: 2\n", "1:3", "a key must be a plain word", "between straight quotes", id="list as key"),
        pytest.param("[" * 11 + "]" * 11, "1:11", f"more than {MAX_DEPTH} levels", "Check the brackets", id="depth"),
        pytest.param(b"a" * (MAX_BYTES + 1), "1:1", "larger than 1000 kB", "Split it", id="size"),
    ],
)
def test_what_is_refused_is_located_and_says_how_to_mend_it(
    source: str | bytes, where: str, message: str, mend: str
) -> None:
    """Each refusal names its line and column, both counted from 1 in characters, and tells what to do."""
    found = problems_of(source)
    assert found, "nothing was refused"
    assert f"{found[0].line}:{found[0].column}" == where
    assert message in found[0].message.en
    assert mend in found[0].mend.en
    assert found[0].message.fr
    assert found[0].mend.fr


def test_all_problems_of_a_file_are_reported() -> None:
    """One mistake does not hide the next one."""
    found = problems_of("a: &x 1\na: 2\nb: [*c, !t d]\n")
    assert [(problem.line, problem.column) for problem in found] == [(1, 4), (2, 1), (3, 5), (3, 9)]


def test_columns_count_characters_in_every_script() -> None:
    """Arabic letters and emoji are one column each, as editors show them; a byte order mark is none."""
    tree, problems = compose('\ufeff{"مرحبا": "👋🏿", z: ok}'.encode(), "a.yaml")
    assert isinstance(tree, MapNode)
    assert not problems
    assert (tree.keys["z"].line, tree.keys["z"].column) == (1, 17)


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\r"])
def test_lines_count_alike_whatever_ends_them(line_break: str) -> None:
    """Files from Windows and old Macs have the same lines, in the reader's tree and in its refusals."""
    tree, problems = compose(line_break.join(["a: 1", "b:", "  c: 2"]).encode(), "a.yaml")
    assert not problems
    assert tree is not None
    found = node_at(tree, ("b", "c"))
    assert (found.line, found.column) == (3, 6)
    assert [(p.line, p.column) for p in problems_of(line_break.join(["a: 1", "b:", " \t"]))] == [(3, 2)]


def test_a_flood_of_problems_is_cut_off() -> None:
    """No more than MAX_PROBLEMS problems of a file are listed; the rest is a number."""
    found = problems_of("a: 1\n" * 1000)
    assert len(found) == MAX_PROBLEMS + 1
    assert found[-1].message.en == "and 899 more problem(s) of this kind"


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(f"{n}: &{n} [{','.join(['*a'] * 9)}]\n" for n in "bcdefghi"),
            id="laughs",
        ),
        pytest.param("[" * 500_000, id="brackets"),
        pytest.param("{" * 500_000, id="braces"),
        pytest.param("- " * 400_000, id="dashes"),
        pytest.param("? " * 400_000, id="question marks"),
        pytest.param("\t" * 900_000, id="tabs"),
        pytest.param("a: " + "x" * 900_000, id="one long text"),
        pytest.param("- a\n" * 240_000, id="many items"),
        pytest.param('"' + "\\n" * 400_000, id="escapes"),
        pytest.param("#" * 900_000, id="comment"),
    ],
)
def test_a_hostile_file_costs_little_time(source: str) -> None:
    """Caps hold before the work is done: a file made to hurt is read or refused within two seconds."""
    begin = time.perf_counter()
    compose(source.encode(), "a.yaml")
    assert time.perf_counter() - begin < 2


def test_too_many_items_are_refused() -> None:
    """A file holds at most MAX_NODES texts, lists and mappings."""
    assert f"more than {MAX_NODES} items" in problems_of("- a\n" * (MAX_NODES + 1))[0].message.en


def test_a_path_that_leaves_the_tree_ends_at_the_last_node_on_the_way() -> None:
    """A problem with something absent is shown where it should have been."""
    tree, _ = compose(b"a:\n  b: [c]\n", "a.yaml")
    assert tree is not None
    assert node_at(tree, ("a", "b", 0)) == TextNode("c", 2, 7)
    assert node_at(tree, ("a", "b", 7, "x")).column == 6
    assert node_at(tree, ("a", "z")).line == 2


@given(st.binary(max_size=300))
def test_no_bytes_make_the_reader_raise(source: bytes) -> None:
    """Whatever the bytes, there is a tree or at least one problem, and each problem prints on one line."""
    tree, problems = compose(source, "a.yaml")
    assert tree is not None or problems
    for problem in problems:
        assert problem.line >= 1
        assert problem.column >= 1
        assert render(problem, "fr").isprintable()


@given(st.text(st.sampled_from("ab:-?!&*#|>%@`'\"{}[], \n\t\\é\u0661\U0001f44b"), max_size=60))
def test_no_text_made_of_yaml_s_own_signs_makes_the_reader_raise(source: str) -> None:
    """The signs of YAML in any order give a tree or problems inside the file."""
    tree, problems = compose(source.encode(), "a.yaml")
    assert tree is not None or problems
    lines = source.split("\n")
    for problem in problems:
        assert problem.line <= len(lines) + 1


_WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=20).map(str.strip)
_DOCUMENTS = st.recursive(
    _WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_WORDS, inner, max_size=4),
    max_leaves=20,
).filter(lambda value: not isinstance(value, str))


@given(_DOCUMENTS)
def test_what_is_written_as_yaml_is_read_back_the_same(document: Plain) -> None:
    """Texts, lists and mappings survive a round trip, in block style by PyYAML and in flow style as JSON."""
    if _depth(document) > MAX_DEPTH:
        return
    assert read(json.dumps(document, ensure_ascii=False)) == document
    quoted = yaml.safe_dump(document, allow_unicode=True, default_style='"', sort_keys=False, width=10_000)
    assert read(quoted.replace("!!null ", "")) == document


def _depth(document: Plain) -> int:
    match document:
        case str():
            return 0
        case list():
            return 1 + max(map(_depth, document), default=0)
        case dict():
            return 1 + max(map(_depth, document.values()), default=0)
