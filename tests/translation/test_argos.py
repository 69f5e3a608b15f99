"""Real argostranslate behind the adapter: pivot, threads, gaps, and a cascade whose every step the gate checks."""

import asyncio
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.guide.entries import State
from bot.guide.guide import Guide
from bot.guide.rendering import Renderer
from bot.translation.argos import LONGEST_SENTENCE, SERIES, Argos, EngineMissing, NoPackage, missing
from bot.translation.gate import Gate
from bot.translation.on_demand import OnDemand
from bot.translation.translator import Translator
from tests.translation.argosmodel import build
from tests.translation.conftest import FR_EN, Models

LONGEST = 400


@pytest.fixture
def translator(engine: Argos, guide: Guide) -> Translator:
    return Translator(engine, Gate(guide), [guide.event.name])


def test_the_version_that_the_adapter_was_written_for_is_installed() -> None:
    """Upstream's inside changes between series; another one must be read again before it is trusted."""
    assert SERIES == "1.11."
    assert missing() == ""


def test_a_package_is_the_same_bytes_each_time(tmp_path: Path) -> None:
    """The test's model is a fixed point: the same table gives the same file."""
    first, second = (build(tmp_path / name, "fr", "en", FR_EN).read_bytes() for name in ("a", "b"))
    assert first == second


def test_known_sentences_come_through_exactly(engine: Argos) -> None:
    """French to English is what the model was told, letter by letter."""
    for source, target in FR_EN.items():
        assert engine.sentences(source, "en") == [target if isinstance(target, str) else target[0]]


def test_a_language_without_a_direct_package_goes_through_english(engine: Argos) -> None:
    """French to Polish is two packages in a row."""
    assert engine.sentences("Où se tient le salon ?", "pl") == ["Gdzie są targi?"]
    assert [(pair.source, pair.target) for pair in engine.route("pl")] == [("fr", "en"), ("en", "pl")]


def test_a_language_without_a_package_says_what_to_run(engine: Argos) -> None:
    """No AttributeError from upstream, but the command that installs it."""
    with pytest.raises(NoPackage, match="models install de"):
        engine.sentences("Bonjour.", "de")


def test_too_long_a_sentence_is_refused_at_once(engine: Argos) -> None:
    """The time grows with the square of the length, and a visitor could send a megabyte."""
    with pytest.raises(ValueError, match="too long"):
        engine.sentences("a" * (LONGEST_SENTENCE + 1), "en")


def test_threads_at_once_load_one_model_and_get_the_right_text(engine: Argos) -> None:
    """Eight threads over three sentences: each gets its own sentence's translation."""
    texts = ["Bonjour.", "Où se tient le salon ?", "Le salon est terminé."] * 20
    with ThreadPoolExecutor(8) as threads:
        said = list(threads.map(lambda text: engine.sentences(text, "en")[0], texts))
    assert said == [FR_EN[text] for text in texts]


def test_a_package_installed_meanwhile_is_used_at_once(engine: Argos, models: Models, tmp_path: Path) -> None:
    """An upgrade is not hidden by the model in memory."""
    assert engine.sentences("Merci", "en") == ["Thank you"]
    models.install(build(tmp_path / "new.argosmodel", "fr", "en", {"Merci": "Thanks a lot"}, version="1.1"))
    assert engine.sentences("Merci", "en") == ["Thanks a lot"]


def test_a_stray_folder_does_not_hide_the_packages(engine: Argos, models: Models) -> None:
    """Upstream's listing fails on any folder that is no package; ours passes it over."""
    (models.packages / "holiday photos").mkdir()
    assert engine.sentences("Bonjour.", "en") == ["Hello."]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Le salon est terminé.", "The fair is over."),
        (
            "{event} a eu lieu à {city} : {dates}. Le salon est terminé.",
            "{event} was held in {city}: {dates}. The fair is over.",
        ),
        ("{event} a duré {duration} : {dates}.", "{event} lasted {duration}: {dates}."),
        ("Ce sera la première édition de {event}.", "It will be the first edition of {event}."),
        (
            "{guest} : c'était le pays invité d'honneur et le partenaire stratégique de cette première édition.",
            "{guest}: it was the guest country of honour and the strategic partner of this first edition.",
        ),
        ("{country}", "{country}"),
    ],
)
def test_the_first_candidate_with_every_fact_is_taken(translator: Translator, source: str, target: str) -> None:
    """Best beam, other hypotheses, other carriers, around the facts: in this order, each seen by the gate."""
    assert translator.text(source, "en", LONGEST) == target


def test_facts_arrive_through_the_pivot(translator: Translator) -> None:
    """Two translations in a row carry four facts to Polish."""
    said = translator.text("{venue}, {city}, {host} : c'est là que {event} s'est tenu.", "pl", LONGEST)
    assert said == "{venue}, {city}, {host}: to tutaj odbyły się {event}."


@pytest.mark.parametrize("language", ["en", "pl"])
def test_what_the_gate_refuses_in_every_form_is_not_said(translator: Translator, language: str) -> None:
    """All that the model knows turns the denial round: the reader is better served by another language."""
    assert translator.text("L'article ne parle pas de la météo. Voyez un service météo.", language, LONGEST) is None


def test_a_language_whose_denials_nobody_can_read_gets_none_by_machine(translator: Translator) -> None:
    """What cannot be verified is refused before anything is computed."""
    assert translator.text("L'article ne parle pas de la météo.", "ga", LONGEST) is None


async def test_one_computation_serves_all_who_wait(translator: Translator, engine: Argos, tmp_path: Path) -> None:
    """Fifty visitors at once cost one translation; the next one, and a new process, none."""
    calls: list[str] = []
    compute = translator.text

    def counted(source: str, language: str, longest: int) -> str | None:
        calls.append(source)
        return compute(source, language, longest)

    translator.text = counted  # type: ignore[method-assign]
    demand = OnDemand(translator, engine, tmp_path / "kept")
    said = await asyncio.gather(*(demand.get("Le salon est terminé.", "pl", LONGEST) for _ in range(50)))
    assert said == ["Targi się skończyły."] * 50
    demand.close()
    again = OnDemand(translator, engine, tmp_path / "kept")
    assert again.kept("Le salon est terminé.", "pl") == "Targi się skończyły."
    assert await again.get("Le salon est terminé.", "pl", LONGEST) == "Targi się skończyły."
    again.close()
    assert len(calls) == 1


async def test_the_event_loop_runs_on_while_a_text_is_translated(
    translator: Translator, engine: Argos, tmp_path: Path
) -> None:
    """A slow model does not hold up other visitors."""
    compute = translator.text

    def slow(source: str, language: str, longest: int) -> str | None:
        import time

        time.sleep(0.2)
        return compute(source, language, longest)

    translator.text = slow  # type: ignore[method-assign]
    demand = OnDemand(translator, engine, tmp_path / "kept")
    running = asyncio.create_task(demand.get("Merci", "pl", LONGEST))
    turns = 0
    while not running.done():
        await asyncio.sleep(0.01)
        turns += 1
    demand.close()
    assert turns >= 5
    assert running.result() == "Dziękuję"


@pytest.mark.parametrize("language", ["de", "../../etc/passwd", "", "x" * 300, "fr/../pl"])
async def test_a_language_that_cannot_be_falls_back_at_once(
    translator: Translator, engine: Argos, tmp_path: Path, language: str
) -> None:
    """No package, or a code that a hostile client made up: nothing is computed, nothing is written."""
    demand = OnDemand(translator, engine, tmp_path / "kept")
    assert not demand.can(language)
    assert await demand.get("Merci", language, LONGEST) is None
    assert not (tmp_path / "kept").exists()
    demand.close()


async def test_a_language_without_a_file_is_answered_by_machine_and_says_so(
    translator: Translator, engine: Argos, guide: Guide, tmp_path: Path
) -> None:
    """The first visitor's answer is computed, marked as machine-made, and there for the second."""
    demand = OnDemand(translator, engine, tmp_path / "kept")
    extended = await demand.prepare(guide, "pl", "dates")
    now = datetime(2026, 11, 24, tzinfo=UTC)
    said = Renderer(extended).answer(guide.entries["dates"], "pl", now)
    assert (said.language, said.state) == ("pl", State.MACHINE)
    assert said.text.startswith("BAMEX'25 odbyły się w Bamako: 11")
    # A text that cannot be said safely comes in English; languages with a file are left alone.
    assert Renderer(extended).answer(guide.entries["goals"], "pl", now).language == "en"
    assert await demand.prepare(guide, "tr", "dates") is guide
    demand.close()


def test_serving_imports_no_engine() -> None:
    """The gate, the commands and the on-demand store start without argostranslate, ctranslate2 or an HTTP client."""
    code = (
        "import sys, bot.translation.served, bot.translation.on_demand, bot.translation.commands\n"
        "print([name for name in sys.modules if name.split('.')[0] in "
        "('argostranslate', 'ctranslate2', 'sentencepiece', 'httpx', 'stanza', 'torch')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_import_brings_no_torch_and_leaves_no_stand_in(models: Models) -> None:
    """stanza, spacy and minisbd are stand-ins during the import alone; the environment is as it was."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom bot.translation.argos import Argos, load\n"
        "keep = lambda: {k: v for k, v in os.environ.items() if not k.startswith('KMP')}\nbefore = keep()\n"
        f"load(Path({str(models.packages / 'fr_en')!r}), Path({str(models.packages)!r}))\n"
        "never = ('stanza', 'spacy', 'minisbd', 'torch', 'onnxruntime')\n"
        "print(keep() == before, [name for name in never if name in sys.modules])"
    )
    models.install(models.fr_en)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True []"


def test_a_missing_engine_says_what_to_install(monkeypatch: pytest.MonkeyPatch, models: Models) -> None:
    """One line with the very command."""
    from importlib import metadata

    def absent(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr("bot.translation.argos.metadata.version", absent)
    # As in a process that has not translated yet.
    monkeypatch.delitem(sys.modules, "argostranslate.translate", raising=False)
    from bot.translation.argos import load

    with pytest.raises(EngineMissing, match=r"pip install"):
        load(models.packages / "fr_en", models.packages)
