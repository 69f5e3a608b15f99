"""The fact gate: what it must refuse, and what true translations are free to do."""

import random
import shutil
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.guide.building import build
from bot.guide.documents import read_documents
from bot.guide.entries import Language, Phase, State, Text
from bot.guide.files import read_folder
from bot.guide.guide import Guide
from bot.guide.problems import Severity
from bot.guide.rendering import Renderer
from bot.translation.gate import Gate
from bot.translation.served import Refusal, located, refusals, without
from tests.conftest import FAQ, TRANSLATIONS
from tests.translation.mutations import ADDED_DENIALS, Mutator

BAMAKO = ZoneInfo("Africa/Bamako")
DAYS = tuple(datetime(2025, 11, day, 9, tzinfo=BAMAKO) for day in (8, 12, 20))
MUTATIONS, CAUGHT = 10_000, 0.995
SECONDS_FOR_A_LANGUAGE = 0.15


@pytest.fixture(scope="module")
def gate(guide: Guide) -> Gate:
    return Gate(guide)


def texts(guide: Guide, language: Language) -> set[tuple[str, str]]:
    """French and translation of interface texts and answers, as templates and as readers see them."""
    french, renderer = guide.languages["fr"], Renderer(guide)
    found = {(french.interface[key].text, text.text) for key, text in language.interface.items()}
    for id_, phases in language.answers.items():
        found |= {(french.answers[id_][phase].text, text.text) for phase, text in phases.items()}
    for entry in guide.entries.values():
        if entry.template in language.answers:
            found |= {
                (renderer.answer(entry, "fr", day).text, renderer.answer(entry, language.code, day).text)
                for day in DAYS
            }
    return found


def test_the_gate_refuses_no_text_that_is_shipped(guide: Guide) -> None:
    """Zero false alarms: every translated text of the repository is served."""
    assert [(refusal.language, refusal.key, refusal.faults) for refusal in refusals(guide)] == []


def test_the_gate_refuses_no_answer_as_readers_see_it(guide: Guide, gate: Gate) -> None:
    """Facts that code rendered (dates, numbers, countries) agree between French and every other language."""
    for code, language in guide.languages.items():
        if code != "fr":
            for source, target in texts(guide, language):
                assert gate.faults(source, target, code) == [], (code, source, target)


def test_random_changes_to_facts_are_caught(guide: Guide, gate: Gate) -> None:
    """Of 10,000 random changes of a digit, name, address, placeholder or denial, at least 99.5 % are refused."""
    choose = random.Random(20251111)
    codes = sorted(code for code in guide.languages if code in ADDED_DENIALS)
    pairs = [(code, *pair) for code in codes for pair in sorted(texts(guide, guide.languages[code]))]
    changes = {code: list(Mutator(guide, code, choose).mutations().items()) for code in codes}
    tried: Counter[str] = Counter()
    missed: list[tuple[str, str, str, str]] = []
    while tried.total() < MUTATIONS:
        code, source, target = choose.choice(pairs)
        kind, change = choose.choice(changes[code])
        changed = change(target)
        if changed is None or changed == target:
            continue
        tried[kind] += 1
        if not gate.faults(source, changed, code):
            missed.append((kind, code, target, changed))
    assert len(missed) <= MUTATIONS * (1 - CAUGHT), (Counter(kind for kind, *_ in missed), missed[:20])
    assert not [miss for miss in missed if miss[0].startswith(("digit", "number", "address", "placeholder"))]


def test_the_gate_is_fast_enough_to_run_at_every_start(guide: Guide) -> None:
    """Reading every text of a language costs far less than a second of one core, glossaries made anew."""
    started = process_time()
    refusals(guide)
    assert process_time() - started < SECONDS_FOR_A_LANGUAGE * len(guide.languages)


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [
        ("en", "Le 11 novembre 2025", "On November 11, 2025"),
        ("en", "Le 11/11/2025", "On 2025-11-11"),
        ("zh", "Du 11 au 14 novembre 2025", "2025年11月11日至14日"),
        ("ar", "Du 11 au 14 novembre 2025", "من ١١ إلى ١٤ نوفمبر ٢٠٢٥"),
        ("hi", "Le 14 novembre", "१४ नवंबर"),
        ("en", "1 500 visiteurs", "1,500 visitors"),
        ("de", "1,5 million d'euros", "1.500.000 Euro"),
        ("zh", "30 000 visiteurs", "3万名参观者"),
        ("ar", "2 millions de visiteurs", "2 مليون زائر"),
        ("en", "Ouvert à 18h30", "Open at 6:30 pm"),
        ("tr", "Ouvert à 18 h", "Saat 18'de açılır"),
        ("en", "Dix délégations", "10 delegations"),
        ("ar", "Dix délégations sont venues", "جاء عشرة وفود"),
        ("zh", "L'article nomme dix délégations", "文章提到十个代表团"),
        ("tr", "Le Sénégal et l'Égypte", "Senegal'in ve Mısır'ın"),
        ("ru", "Le Sénégal et l'Égypte étaient là", "Были Сенегал и Египет"),
        ("ar", "La délégation du Sénégal et celle du Qatar", "وفد السنغال ووفد قطر"),
        ("es", "L'article ne dit pas si c'est vrai", "El artículo no dice si es verdad"),
        ("en", "Écrivez à info@bamex.ml, ou voyez https://bamex.ml/fr.", "Write to info@bamex.ml or see https://bamex.ml/fr."),
        ("en", "Appelez le +223 20 22 33 44", "Call +223 20 22 33 44"),
    ],
)  # fmt: skip
def test_facts_may_be_written_another_way(gate: Gate, language: str, source: str, target: str) -> None:
    """Digits, separators, scripts, the order of a date, a clock of twelve hours and endings are the language's own."""
    assert gate.faults(source, target, language) == []


@pytest.mark.parametrize(
    ("language", "source", "target"),
    [
        ("en", "Le 11 novembre 2025", "On December 11, 2025"),
        ("en", "Le 11 novembre 2025", "On November 12, 2025"),
        ("zh", "Du 11 au 14 novembre 2025", "2025年11月11日至15日"),
        ("ar", "Du 11 au 14 novembre 2025", "من ١١ إلى ١٥ نوفمبر ٢٠٢٥"),
        ("en", "1 500 visiteurs", "15,000 visitors"),
        ("zh", "30 000 visiteurs", "3千名参观者"),
        ("en", "Ouvert à 18h30", "Open at 8:30 pm"),
        ("en", "Dix délégations", "Twelve delegations"),
        ("en", "Le Niger était là", "Nigeria was there"),
        ("en", "Aselsan était là", "Havelsan was there"),
        ("en", "Le Soudan était là", "South Sudan was there"),
        ("tr", "L'article ne donne pas le prix", "Makale fiyatı veriyor"),
        ("sw", "L'article ne donne pas le prix", "Makala inataja bei"),
        ("en", "Voyez https://bamex.ml/fr", "See https://bamex.ml/en"),
        ("en", "Appelez le +223 20 22 33 44", "Call +223 20 22 33 45"),
        ("ar", "Le salon est terminé et les stands sont fermés", "The fair is over and the stands are closed"),
        ("en", "Le salon est terminé depuis hier soir", "Le salon est terminé depuis hier soir"),
        ("en", "Le salon est terminé depuis hier soir", "the fair the fair the fair the fair the fair the fair"),
        ("en", "Le salon est terminé", "The fair is over закончена"),
        ("en", "Le salon est terminé", "The fair is over. " * 5),
        ("en", "Le salon de la défense et de la sécurité de Bamako est une rencontre internationale", "Bamako"),
        ("pl", "Le salon est terminé", ""),
        ("zh", "Aselsan et Baykar", "Aselsan/start 和Baykar"),
    ],
)  # fmt: skip
def test_another_fact_is_refused(gate: Gate, language: str, source: str, target: str) -> None:
    """A fact that is missing, added or changed; a loop, a copy, another script, a strange length."""
    assert gate.faults(source, target, language)


@example("", "\u0300", "en")
@given(st.text(max_size=300), st.text(max_size=300), st.sampled_from(["en", "ar", "zh", "ru", "tr", "hi", "sw", "xx"]))
def test_no_text_breaks_the_gate(gate: Gate, source: str, target: str, language: str) -> None:
    """Whatever a machine or a person wrote, the gate answers."""
    assert isinstance(gate.faults(source, target, language), list)


def test_a_refused_text_is_replaced_by_one_that_is_safe(guide: Guide) -> None:
    """Without a refused answer the reader of that language gets English, which says so in its language code."""
    refused = Refusal("tr", ("entries", "venue", "answer", "after"), "", ())
    served = Renderer(without(guide, [refused]))
    assert served.answer(guide.entries["venue"], "tr", DAYS[2]).language == "en"
    assert served.answer(guide.entries["venue"], "tr", DAYS[1]).language == "tr"


@pytest.mark.parametrize("kept", [(), *((phase,) for phase in Phase), (Phase.BEFORE, Phase.DURING)])
@pytest.mark.parametrize("shortened", ["fr", "en"])
def test_a_language_may_lack_phases(guide: Guide, shortened: str, kept: tuple[Phase, ...]) -> None:
    """An answer that one side gives in some phases only is held against what there is, phase by phase."""
    language = guide.languages[shortened]
    answers = {
        id_: {phase: text for phase, text in phases.items() if phase in kept}
        for id_, phases in language.answers.items()
    }
    few = replace(guide, languages={**guide.languages, shortened: replace(language, answers=answers)})
    assert refusals(few) == ()


def test_one_text_for_all_phases_says_what_the_french_of_each_says(guide: Guide) -> None:
    """A translation without phases of a French text that has them is refused if one of the phases does not fit it."""
    french, english = guide.languages["fr"], guide.languages["en"]
    said = dict.fromkeys(Phase, Text("{event} a lieu à {city}", State.ORIGINAL))
    said[Phase.BEFORE] = Text("{event} a lieu à {city} dans {days_until}", State.ORIGINAL)
    meant = dict.fromkeys(Phase, Text("{event} is held in {city}", State.REVIEWED))
    languages = {"fr": replace(french, answers={"dates": said}), "en": replace(english, answers={"dates": meant})}
    one = replace(guide, languages=languages)
    refused = refusals(one)
    assert {(refusal.language, refusal.key) for refusal in refused} == {("en", ("entries", "dates", "answer"))}
    assert not without(one, refused).languages["en"].answers


def test_a_refused_text_is_shown_to_organisers_where_it_stands(guide: Guide, tmp_path: Path) -> None:
    """File, line and column of the text, what is wrong, in French and English; a warning, and the rest is served."""
    shutil.copytree(TRANSLATIONS, tmp_path / "translations")
    path = tmp_path / "translations" / "en.yaml"
    content = path.read_text(encoding="utf-8")
    good = "The article does not mention the weather."
    assert good in content
    path.write_text(content.replace(good, "The article mentions the weather."), encoding="utf-8")
    documents, _ = read_documents(
        read_folder(FAQ, Severity.ERROR), read_folder(tmp_path / "translations", Severity.WARNING)
    )
    refused = refusals(build(documents, ""))
    assert [(refusal.language, refusal.key[1]) for refusal in refused] == [("en", "not_in_document:weather")]
    (problem,) = located(refused, documents.translations)
    assert problem.severity is Severity.WARNING
    assert "The article mentions" in path.read_text(encoding="utf-8").splitlines()[problem.line - 1][problem.column :]
    assert "négation" in problem.message.fr
