"""translations/<language>.yaml changed in place: what people wrote stays byte for byte."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guide.documents import read_documents
from bot.guide.files import read_folder
from bot.guide.guide import Guide
from bot.guide.originals import Key, Original, originals
from bot.guide.problems import Severity
from bot.reading import read_guide
from bot.translation import commands
from bot.translation.argos import Argos
from bot.translation.filling import BrokenFile, counted, fill, wanted
from bot.translation.gate import Gate
from bot.translation.memory import Entered, changed, empty, states
from bot.translation.translator import Translator
from tests.conftest import FAQ, TRANSLATIONS
from tests.translation.conftest import Models, main

ORDER: tuple[Key, ...] = (
    ("facts", "place.name"),
    ("interface", "welcome"),
    ("interface", "help"),
    ("entries", "dates", "title"),
    ("entries", "dates", "answer", "before"),
    ("entries", "dates", "answer", "after"),
    ("entries", "dates", "variants"),
    ("entries", "venue", "title"),
    ("vocabulary", "when"),
)
CONTENT = """# Ein Kommentar
language: de   # und noch einer

interface:
  # über help
  help: {state: machine, source: "00000000", text: "alt"}   # bleibt

entries:
  dates:
    title:
      state: reviewed
      source: "11111111"
      text: >
        von Hand
        geschrieben
    answer:
      after: {state: machine, source: '00000000', text: alt ohne Anführungszeichen}
    variants:
      state: machine
      source: 00000000
      texts:
        - "eins"   # erste
        - zwei
vocabulary: {when: {state: drafted, source: "22222222", texts: [wann]}}
"""


def one(text: str) -> Entered:
    return Entered("abcdef01", (text,), many=False)


@pytest.fixture(scope="module")
def french() -> dict[Key, Original]:
    documents, _ = read_documents(read_folder(FAQ, Severity.ERROR), read_folder(Path("/nowhere"), Severity.WARNING))
    return originals(documents)


@pytest.fixture(scope="module")
def some(french: dict[Key, Original]) -> dict[Key, Original]:
    """Enough of the French to see everything, without its two thousand questions and words."""
    listed = [key for key, original in french.items() if original.many]
    return {key: original for key, original in french.items() if not original.many or key in (listed[:3] + listed[-3:])}


@pytest.fixture
def translator(engine: Argos, guide: Guide) -> Translator:
    return Translator(engine, Gate(guide))


def test_only_machine_texts_change_and_all_else_stays(french: dict[Key, Original]) -> None:
    """Comments, quotes, order and what people wrote stay; a machine text changes in its very place."""
    entries = {key: one("neu") for key in ORDER if key[-1] not in ("variants", "when")}
    entries["entries", "dates", "variants"] = Entered("abcdef01", ("drei", "vier"), many=True)
    entries["vocabulary", "when"] = Entered("abcdef01", ("neu",), many=True)
    new = changed(CONTENT, entries, ORDER)
    assert 'help: {state: machine, source: "abcdef01", text: "neu"}   # bleibt' in new
    assert 'after: {state: machine, source: "abcdef01", text: "neu"}' in new
    assert '["drei", "vier"]' in new
    assert "von Hand\n        geschrieben" in new
    assert "texts: [wann]" in new
    kept = [line for line in CONTENT.splitlines() if "00000000" not in line and "- " not in line]
    position = 0
    for line in kept:
        position = new.index(line, position) + len(line)


def test_new_keys_stand_where_the_french_has_them() -> None:
    """A section, an entry, a phase and an entry of a flow mapping are put in order."""
    entries = {key: one("neu") for key in ORDER if key[-1] != "when" and key[-1] != "variants"}
    entries["vocabulary", "where"] = Entered("abcdef01", ("wo",), many=True)
    new = changed(CONTENT, entries, (*ORDER, ("vocabulary", "where")))
    places = [
        new.index(text)
        for text in ("facts:", "interface:", "welcome:", "help:", "before:", "after:", "venue:", "where:")
    ]
    assert places == sorted(places)
    known = states(new, {key: Original(("x",), False, "abcdef01", "", ()) for key in entries})
    assert {key for key, state in known.items() if state == "machine"} == set(entries) - {("entries", "dates", "title")}


@given(
    st.sets(st.sampled_from(ORDER)),
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\u2028\u2029\ufeff"), min_size=1, max_size=80
    ),
    st.sampled_from([CONTENT, empty("de"), CONTENT.replace("\n", "\r\n"), CONTENT.rstrip("\n"), "language: de"]),
)
def test_what_is_written_is_read_again(keys: set[Key], text: str, content: str) -> None:
    """Any text into any subset of keys of any file comes back as it went in; a second time changes nothing."""
    many = {"variants", "when"}
    entries = {key: Entered("abcdef01", (text,), key[-1] in many) for key in keys}
    new = changed(content, entries, ORDER)
    known = states(new, {key: Original((text,), key[-1] in many, "abcdef01", "", ()) for key in keys})
    untouched = {("entries", "dates", "title"): "stale reviewed", ("vocabulary", "when"): "drafted"}
    before = states(content, {key: Original((text,), key[-1] in many, "abcdef01", "", ()) for key in keys})
    for key in keys:
        person = before[key] in untouched.values()
        assert known[key] == (untouched[key] if person else "machine")
    assert changed(new, entries, ORDER) == new


def test_a_file_that_is_filled_is_one_that_the_bot_can_read(
    engine: Argos, translator: Translator, some: dict[Key, Original], guide: Guide, tmp_path: Path
) -> None:
    """Facts, interface, answers, questions and words of a new language pass the FAQ's own checks."""
    path = tmp_path / "translations" / "pl.yaml"
    filled = fill(path, some, translator, lambda *_: None)
    counts = counted(path, some)
    assert counts["machine"] == filled.written > 0
    assert counts["missing"] == len(filled.refused) == len(some) - filled.written
    reading = read_guide(FAQ, path.parent)
    assert reading.errors == ()
    assert reading.guide is not None
    assert reading.guide.languages["pl"].titles["thanks"].text == "Dziękuję"


def test_only_what_is_missing_or_stale_is_translated_again(
    translator: Translator, french: dict[Key, Original], tmp_path: Path
) -> None:
    """A reviewed text stays, stale or not; a machine text whose French has changed is renewed."""
    path = tmp_path / "pl.yaml"
    key = ("entries", "thanks", "title")
    fill(path, {key: french[key]}, translator, lambda *_: None)
    assert wanted(path, {key: french[key]}) == []
    path.write_text(path.read_text(encoding="utf-8").replace(french[key].hash, "00000000"), encoding="utf-8")
    assert wanted(path, {key: french[key]}) == [key]
    path.write_text(path.read_text(encoding="utf-8").replace("machine", "reviewed"), encoding="utf-8")
    before = path.read_bytes()
    assert fill(path, {key: french[key]}, translator, lambda *_: None).written == 0
    assert path.read_bytes() == before


def test_what_was_done_is_kept_when_it_is_interrupted(
    translator: Translator, some: dict[Key, Original], tmp_path: Path
) -> None:
    """Ctrl-C in the middle leaves a whole file with everything until then, and no temporary file."""
    path = tmp_path / "pl.yaml"

    def stop(done: int, total: int, note: str) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill(path, some, translator, stop)
    assert counted(path, some)["machine"] > 0
    assert [found.name for found in tmp_path.iterdir() if found.is_file()] == ["pl.yaml"]
    first = path.read_text(encoding="utf-8")
    fill(path, some, translator, lambda *_: None)
    assert all(line in path.read_text(encoding="utf-8") for line in first.splitlines())


def test_the_shipped_files_can_be_counted(french: dict[Key, Original]) -> None:
    """Each shipped file is read, and every text of the French is in one state."""
    for path in TRANSLATIONS.glob("*.yaml"):
        assert counted(path, french).total() == len(french)


@pytest.mark.parametrize("content", ["language: [", "- a\n- b\n", "just text", "a: &x [*x]\n: {"])
def test_a_broken_file_is_said_in_one_line_and_left_alone(
    content: str, french: dict[Key, Original], translator: Translator, tmp_path: Path
) -> None:
    """What an editor is in the middle of is not overwritten."""
    path = tmp_path / "pl.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BrokenFile, match="bamex-bot check"):
        fill(path, french, translator, lambda *_: None)
    assert path.read_text(encoding="utf-8") == content


@pytest.fixture
def command(models: Models, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """`translate` over an empty translations folder and the two packages."""
    models.install(models.fr_en, models.en_pl)
    monkeypatch.setenv("ARGOS_PACKAGES_DIR", str(models.packages))
    monkeypatch.setenv("FAQ_DIR", str(FAQ))
    # The command's own French, less the questions and words, which take long and are tried above.
    whole = commands._french

    def shorter() -> tuple[Guide, dict[Key, Original]]:
        guide, texts = whole()
        return guide, {key: original for key, original in texts.items() if not original.many}

    monkeypatch.setattr(commands, "_french", shorter)
    monkeypatch.setenv("TRANSLATIONS_DIR", str(tmp_path / "translations"))
    (tmp_path / "translations").mkdir()
    return lambda *arguments: main(["translate", *arguments])


def test_the_command_fills_shows_and_refuses(
    command: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--to` fills, `--status` counts, a language without packages says what to run and writes nothing."""
    assert command("--to", "pl,de") == 1
    shown = capsys.readouterr()
    assert "written" in shown.out
    assert "models install de" in shown.err
    assert [path.name for path in (tmp_path / "translations").iterdir()] == ["pl.yaml"]
    assert command("--status") == 0
    assert "pl" in capsys.readouterr().out
    assert command("--to", "../x") == 2
    assert command("--to", "fr") == 2


def test_the_command_says_what_is_missing(
    command: Callable[..., int], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Without argostranslate: one line with the command that installs it, exit status 2."""
    monkeypatch.setattr("bot.translation.argos.missing", lambda: "argostranslate is not installed; run: pip install it")
    assert command("--to", "pl") == 2
    assert "pip install" in capsys.readouterr().err
