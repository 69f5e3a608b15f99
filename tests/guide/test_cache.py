"""The compiled Guide: as good as the files it was made from, or ignored."""

import json
import os
import shutil
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.guide import cache as compiled
from bot.guide.decoding import decode_guide, encode_guide
from bot.guide.problems import Severity
from bot.reading import Reading, load_guide
from tests.guide.conftest import OWN_NAMES, Folders


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "data" / "guide.json"


@pytest.fixture
def load(folders: Folders, translate: Callable[..., Path], cache: Path) -> Callable[[], Reading]:
    """Load the FAQ with one translation, that has one warning, through the cache."""
    translate()
    folders.change("faq/dates.yaml", "sources: [2]", "sources: [2, 2]")
    return lambda: load_guide(folders.faq, folders.translations, cache)


def test_the_cache_gives_the_same_guide_and_problems(load: Callable[[], Reading], cache: Path) -> None:
    """A Guide from the cache equals the one from the YAML, warnings and digest included."""
    fresh = load()
    assert cache.exists()
    again = load()
    assert again == fresh
    assert again.guide is not None
    assert len(again.guide.digest) == 64
    assert [problem.severity for problem in again.problems] == [Severity.WARNING]


def test_a_guide_survives_its_json_without_loss(folders: Folders) -> None:
    """Coordinates, country names and phases come back as they were."""
    folders.change("faq/event.yaml", "country: ML", "country: ML\n  coordinates: [12.61, -7.98]")
    folders.write("faq/names.yaml", OWN_NAMES)
    folders.change("faq/names.yaml", "countries: {}", "countries: {NE: {people: [nigerien*], cities: [Niamey]}}")
    guide = folders.read().guide
    assert guide is not None
    assert decode_guide(json.loads(json.dumps(encode_guide(guide))), guide.digest) == guide


def test_the_cache_is_this_user_s_alone(load: Callable[[], Reading], cache: Path) -> None:
    """Nobody else reads the file, and no half-written file stays behind."""
    load()
    assert stat.S_IMODE(cache.stat().st_mode) == 0o600
    assert [path.name for path in cache.parent.iterdir()] == [cache.name]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda content: b"", id="empty"),
        pytest.param(lambda content: content[:-200], id="cut off"),
        pytest.param(lambda content: content.replace(b"Bamako", b"Moscow"), id="changed"),
        pytest.param(lambda content: content.replace(b"bamex-bot guide", b"another program"), id="another format"),
        pytest.param(lambda content: b"[" * 100_000, id="nested"),
        pytest.param(lambda content: b"null\nnull", id="null"),
        pytest.param(lambda content: os.urandom(2_000), id="noise"),
    ],
)
def test_a_cache_that_is_not_whole_is_ignored_and_made_again(
    load: Callable[[], Reading], cache: Path, spoil: Callable[[bytes], bytes]
) -> None:
    """Whatever stands in the file, the Guide is that of the YAML, and the next start finds a good cache."""
    fresh = load()
    good = cache.read_bytes()
    cache.write_bytes(spoil(good))
    assert load() == fresh
    assert cache.read_bytes() == good


def test_a_cache_that_lacks_a_key_is_ignored(load: Callable[[], Reading], cache: Path) -> None:
    """A cache is taken whole or not at all, even when its checksum is right."""
    fresh = load()
    assert fresh.guide is not None
    for key in encode_guide(fresh.guide):
        body = json.loads(cache.read_bytes().partition(b"\n")[2])
        del body["guide"][key]
        content = json.dumps(body).encode()
        header = json.dumps(compiled._header(fresh.guide.digest, content)).encode()
        cache.write_bytes(header + b"\n" + content)
        assert compiled.load(cache, fresh.guide.digest) is None
        assert load() == fresh


def test_a_cache_that_others_can_write_is_ignored(load: Callable[[], Reading], cache: Path) -> None:
    """A file that another user could have written puts no words into the bot's mouth."""
    fresh = load()
    assert fresh.guide is not None
    cache.chmod(0o666)
    assert compiled.load(cache, fresh.guide.digest) is None


def test_where_the_folders_lie_does_not_matter(load: Callable[[], Reading], folders: Folders, tmp_path: Path) -> None:
    """A copy of the folders elsewhere has the same digest, so that it shares what was compiled and fitted."""
    first = load().guide
    copied = tmp_path / "elsewhere"
    shutil.copytree(folders.faq, copied / "faq")
    shutil.copytree(folders.translations, copied / "translations")
    second = load_guide(copied / "faq", copied / "translations", None).guide
    assert first is not None
    assert second is not None
    assert first.digest == second.digest


def test_a_change_of_any_file_is_seen(load: Callable[[], Reading], folders: Folders) -> None:
    """An edit, a new file, a renamed file: each makes the cache stale."""
    first = load().guide
    assert first is not None
    folders.change("faq/dates.yaml", "title: Dates", "title: Les dates")
    second = load().guide
    assert second is not None
    assert second.language("fr").titles["dates"].text == "Les dates"
    (folders.translations / "en.yaml").rename(folders.translations / "es.yaml")
    assert load().errors


def test_errors_are_never_cached(load: Callable[[], Reading], folders: Folders, cache: Path) -> None:
    """A broken FAQ leaves the last good cache alone, and is read again each time."""
    load()
    good = cache.read_bytes()
    folders.change("faq/dates.yaml", "topic: dates", "topic: [")
    assert load().errors
    assert load().guide is None
    assert cache.read_bytes() == good


def test_a_place_that_cannot_be_written_does_no_harm(folders: Folders, tmp_path: Path) -> None:
    """Without a cache, or where none can be written, the Guide is read as ever."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert load_guide(folders.faq, folders.translations, tmp_path / "file" / "guide.json").guide is not None
    assert load_guide(folders.faq, folders.translations, None).guide is not None


def test_a_start_from_the_cache_is_light(load: Callable[[], Reading], folders: Folders, cache: Path) -> None:
    """With unchanged files neither pydantic nor the YAML parser is imported, and the Guide is there at once."""
    load()
    program = (
        "import sys, pathlib\n"
        "from bot.reading import load_guide\n"
        f"reading = load_guide(*map(pathlib.Path, {[str(folders.faq), str(folders.translations), str(cache)]}))\n"
        "assert reading.guide is not None\n"
        "heavy = {'yaml', 'pydantic', 'rapidfuzz', 'babel', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    begin = time.perf_counter()
    subprocess.run([sys.executable, "-c", program], check=True, cwd=Path(__file__).parent.parent.parent)
    # 60 ms on the machine it was written on; a busy one gets time.
    assert time.perf_counter() - begin < 2
