"""The command line, as a user types it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import FAQ, ROOT, TRANSLATIONS


@pytest.fixture(scope="session")
def environment(cache: Path) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "SYSTEMROOT")}
    own = {"CACHE_DIR": cache, "FAQ_DIR": FAQ, "TRANSLATIONS_DIR": TRANSLATIONS, "PYTHONPATH": ROOT}
    return kept | {name: str(path) for name, path in own.items()}


def bamex_bot(
    environment: dict[str, str], *words: str, stdin: str = "", **more: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], input=stdin, capture_output=True, text=True, timeout=60, check=False,
        env={**environment, **more},
    )  # fmt: skip


def test_ask_prints_the_answer(environment: dict[str, str]) -> None:
    """The answer alone on standard output, in the question's language, status 0."""
    done = bamex_bot(environment, "ask", "Où", "se", "tient", "le", "salon", "?")
    assert done.returncode == 0
    assert "Parc des expositions de Bamako" in done.stdout
    assert done.stderr == ""


def test_ask_json_has_the_contracts_shape(environment: dict[str, str]) -> None:
    """The keys of contract.md, with the types it names."""
    row = json.loads(bamex_bot(environment, "ask", "--json", "Was Ghana there?").stdout)
    assert row["question"] == "Was Ghana there?"
    assert (row["language"], row["outcome"], row["suggestions"]) == ("en", "answer", [])
    (answer,) = row["answers"]
    assert answer["id"] == "delegation:ghana"
    assert answer["sources"] == [6]
    assert answer["translation"] in ("drafted", "reviewed")
    assert isinstance(answer["matched"], str)
    assert 0 <= answer["score"] <= 1
    assert row["elapsed_ms"] > 0


def test_ask_json_dash_answers_a_line_for_a_line(environment: dict[str, str]) -> None:
    """As many objects as lines, in order, an empty line and a broken one included."""
    questions = ["c'est quand ?", "", "\x00\x01", "where is it", "🙂" * 50]
    done = bamex_bot(environment, "ask", "--json", "-", stdin="\n".join(questions) + "\n")
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rows) == len(questions)
    assert [row["answers"][0]["id"] for row in (rows[0], rows[3])] == ["dates", "venue"]


def test_json_dash_reads_standard_input_wherever_the_options_stand(environment: dict[str, str]) -> None:
    """The lone dash after --json stands for standard input, other options between the two or not."""
    done = bamex_bot(environment, "ask", "--json", "--now", "2025-11-12", "-", stdin="c'est quand ?\nc'est où ?\n")
    assert [json.loads(line)["answers"][0]["id"] for line in done.stdout.splitlines()] == ["dates", "venue"]


def test_a_reader_that_leaves_early_is_no_error(environment: dict[str, str], tmp_path: Path) -> None:
    """`bamex-bot ... | head` ends quietly, with status 0, however much is left to print."""
    file = tmp_path / "questions.jsonl"
    row = {"q": "recette " * 100, "lang": "fr", "expect": ["dates"]}
    file.write_text("\n".join([json.dumps(row)] * 200), encoding="utf-8")
    asking = subprocess.Popen(
        [sys.executable, "-m", "bot", "evaluate", str(file)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
    )  # fmt: skip
    assert asking.stdout is not None
    asking.stdout.close()
    assert asking.stderr is not None
    with asking.stderr:
        assert asking.stderr.read() == ""
    assert asking.wait(60) == 0


def test_now_and_lang_set_the_clock_and_the_language(environment: dict[str, str]) -> None:
    """--now speaks in the tense of that time, --lang in that language."""
    done = bamex_bot(environment, "ask", "--now", "2025-11-12T09:30", "--lang", "en", "c'est quand ?")
    assert "day 2 of 4" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["ask"],
        ["ask", "--now", "yesterday", "x"],
        ["ask", "--lang", "?!", "x"],
        ["evaluate", "missing.jsonl"],
        ["nonsense"],
        [],
    ],
)
def test_wrong_use_is_told_on_stderr_with_status_2(environment: dict[str, str], words: list[str]) -> None:
    """Status 2 and a line that says what to do; nothing on standard output, no traceback."""
    done = bamex_bot(environment, *words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr
    assert "Traceback" not in done.stderr


def test_check_is_content_with_the_faq_as_it_is(environment: dict[str, str]) -> None:
    """The files in this repository have no error: every text fits, every entry reaches its own tests."""
    done = bamex_bot(environment, "check")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_check_locates_a_mistake_and_the_bot_refuses_to_start_on_it(
    environment: dict[str, str], tmp_path: Path
) -> None:
    """A misspelt key is told with file, line, column and the word that was meant, status 1; `ask` says what to run."""
    faq = tmp_path / "faq"
    shutil.copytree(FAQ, faq)
    venue = faq / "venue.yaml"
    venue.write_text(venue.read_text().replace("    answer:", "    anwser:"))
    done = bamex_bot(environment, "check", FAQ_DIR=str(faq))
    assert done.returncode == 1
    line = next(line for line in done.stdout.splitlines() if "anwser" in line)
    assert line.startswith(f"{venue}:8:5: ")
    assert "answer" in line.split("anwser", 1)[1]
    asked = bamex_bot(environment, "ask", "where?", FAQ_DIR=str(faq))
    assert asked.returncode == 2
    assert "bamex-bot check" in asked.stderr


def test_evaluate_reports_by_language_and_lists_the_misses(environment: dict[str, str], tmp_path: Path) -> None:
    """A table, then each miss with what was got and what was expected."""
    file = tmp_path / "q.jsonl"
    rows = [
        {"q": "c'est où ?", "lang": "fr", "style": "plain", "expect": ["venue"]},
        {"q": "c'est où ?", "lang": "fr", "style": "plain", "expect": ["dates"]},
    ]
    file.write_text("\n".join(map(json.dumps, rows)))
    done = bamex_bot(environment, "evaluate", str(file))
    assert done.returncode == 0
    assert "50%" in done.stdout
    assert "got venue, expected dates" in done.stdout


def test_run_without_a_token_says_how_to_get_one_and_chats(environment: dict[str, str]) -> None:
    """Nobody needs a token to try the bot."""
    done = bamex_bot(environment, "run", stdin="c'est où ?\nexit\n")
    assert done.returncode == 0
    assert "@BotFather" in done.stdout
    assert "Parc des expositions" in done.stdout


def test_explain_says_why(environment: dict[str, str]) -> None:
    """The language, the ideas found, the best entry and the next one, in words."""
    done = bamex_bot(environment, "ask", "--explain", "where is it held?")
    assert "best: venue" in done.stdout
    assert "next: " in done.stdout
    assert "where" in done.stdout


def test_answering_never_imports_telegram_a_database_or_a_translator(environment: dict[str, str]) -> None:
    """The core is pure: `ask` works with those modules blocked, and from the cache without scipy, yaml and pydantic."""
    bamex_bot(environment, "ask", "c'est où ?")
    blocked = ("telegram", "httpx", "sqlalchemy", "argostranslate", "scipy", "yaml", "pydantic")
    program = (
        f"import sys\nfor name in {blocked!r}: sys.modules[name] = None\n"
        "from bot.cli import main\nsys.exit(main(['ask', 'où est le salon ?']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert "Bamako" in done.stdout
