"""The matchers that ours is measured beside, each behind the same two calls: fit on rows, then rank a question."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.understanding.matcher import Example, Matcher

Row = tuple[str, str]
Ranking = list[tuple[str, float]]
Ask = Callable[[str], Ranking]

NLPJS = ("@nlpjs/basic@4.27.0", "@nlpjs/lang-en@4.26.1")
# A question outside the training labels comes back from nlp.js under this name.
NLPJS_NONE = "None"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a fitted peer said to each question: the best labels with scores, and the seconds each took."""

    rankings: list[Ranking]
    times: list[float]
    fit_s: float
    rss_mb: float | None = None
    threshold: float | None = None


def in_python(fit: Callable[[Sequence[Row]], Ask]) -> Callable[[Sequence[Row], Sequence[str]], Asked]:
    """A peer that lives in this process, timed question by question."""

    def ask(train: Sequence[Row], questions: Sequence[str]) -> Asked:
        begin = time.perf_counter()
        rank = fit(train)
        fit_s = time.perf_counter() - begin
        for question in questions[:10]:
            rank(question)
        rankings, times = [], []
        for question in questions:
            begin = time.perf_counter()
            ranking = rank(question)
            times.append(time.perf_counter() - begin)
            rankings.append(ranking)
        return Asked(rankings, times, fit_s)

    return ask


def ours(train: Sequence[Row], questions: Sequence[str]) -> Asked:
    """Our matcher, with the threshold that it chose itself."""
    chosen = 0.0

    def fit(rows: Sequence[Row]) -> Ask:
        nonlocal chosen
        matcher = Matcher.fit([Example(label, text) for label, text in rows])
        chosen = matcher.threshold
        return lambda text: [(match.label, match.inside) for match in matcher.rank(text)]

    asked = in_python(fit)(train, questions)
    return Asked(asked.rankings, asked.times, asked.fit_s, threshold=chosen)


def best_of(train: Sequence[Row], found: Sequence[tuple[int, float]]) -> Ranking:
    """The first three labels of variants that come best first."""
    ranking: dict[str, float] = {}
    for place, score in found:
        ranking.setdefault(train[place][0], score)
        if len(ranking) == 3:
            break
    return list(ranking.items())


def rapidfuzz_peer(scorer_name: str) -> Callable[[Sequence[Row]], Ask]:
    """rapidfuzz against every variant, texts lower-cased and stripped as its own documentation advises."""

    def fit(train: Sequence[Row]) -> Ask:
        from rapidfuzz import fuzz, process, utils

        texts = [utils.default_process(text) for _, text in train]
        scorer = getattr(fuzz, scorer_name)

        def rank(text: str) -> Ranking:
            found = process.extract(utils.default_process(text), texts, scorer=scorer, limit=15)
            return best_of(train, [(place, score) for _, score, place in found])

        return rank

    return fit


def thefuzz_peer(train: Sequence[Row]) -> Ask:
    """thefuzz as its documentation shows it: process.extract with its default scorer."""
    from thefuzz import process

    texts = {place: text for place, (_, text) in enumerate(train)}
    return lambda text: best_of(train, [(place, score) for _, score, place in process.extract(text, texts, limit=15)])


def sklearn_peer(kind: str) -> Callable[[Sequence[Row]], Ask]:
    """TF-IDF over words, word pairs and pieces of 2 to 4 letters, with scikit-learn's linear classifiers."""

    def fit(train: Sequence[Row]) -> Ask:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline, make_union
        from sklearn.svm import LinearSVC

        classifier = LinearSVC() if kind == "svm" else LogisticRegression(C=30, max_iter=1000)
        model = make_pipeline(
            make_union(
                TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
                TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
            ),
            classifier,
        )
        model.fit([text for _, text in train], [label for label, _ in train])
        labels = list(model.classes_)
        says = model.decision_function if kind == "svm" else model.predict_proba

        def rank(text: str) -> Ranking:
            scores = says([text])[0]
            if len(labels) == 2 and kind == "svm":
                scores = [-scores, scores]
            order = sorted(range(len(labels)), key=lambda place: -scores[place])[:3]
            return [(labels[place], float(scores[place])) for place in order]

        return rank

    return fit


def bm25_peer(train: Sequence[Row]) -> Ask:
    """bm25s over words, no stop words (they are of one language only)."""
    import bm25s

    index = bm25s.BM25()
    index.index(bm25s.tokenize([text for _, text in train], stopwords=None, show_progress=False), show_progress=False)
    wanted = min(15, len(train))

    def rank(text: str) -> Ranking:
        words = bm25s.tokenize([text], stopwords=None, show_progress=False, return_ids=False)
        if not words[0]:
            return []
        places, scores = index.retrieve(words, k=wanted, show_progress=False)
        return best_of(train, [(int(place), float(score)) for place, score in zip(places[0], scores[0], strict=True)])

    return rank


class NlpJs:
    """nlp.js in one node process, installed by npm into a folder the first time."""

    def __init__(self, folder: Path) -> None:
        node, npm = shutil.which("node"), shutil.which("npm")
        if node is None or npm is None:
            raise FileNotFoundError("node and npm")
        if not (folder / "node_modules" / "@nlpjs" / "lang-en").is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            command = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(folder), *NLPJS]
            subprocess.run(command, check=True, cwd=folder, stdout=subprocess.DEVNULL)
        script = folder / "nlpjs.cjs"
        script.write_text(Path(__file__).with_name("nlpjs.cjs").read_text(encoding="utf-8"), encoding="utf-8")
        self._process = subprocess.Popen(
            [node, str(script)], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __call__(self, train: Sequence[Row], questions: Sequence[str]) -> Asked:
        """Fit and ask; nlp.js prints while it trains, so lines that are not an answer are passed over."""
        if self._process.stdin is None or self._process.stdout is None:
            raise BrokenPipeError
        self._process.stdin.write(json.dumps({"train": train, "ask": questions}) + "\n")
        self._process.stdin.flush()
        said: dict[str, Any] = {}
        while "answers" not in said:
            line = self._process.stdout.readline()
            if not line:
                raise EOFError("nlp.js ended")
            if line.startswith('{"fit_s"'):
                said = json.loads(line)
        rankings = [[(label, score) for label, score in one if label != NLPJS_NONE] for one in said["answers"]]
        return Asked(rankings, said["times"], said["fit_s"], said["rss_mb"])


def peer(name: str, cache: Path) -> Callable[[Sequence[Row], Sequence[str]], Asked]:
    """The peer of that name (a key of NAMES)."""
    if name == "nlpjs":
        return NlpJs(cache / "nlpjs")
    return {
        "ours": ours,
        "wratio": in_python(rapidfuzz_peer("WRatio")),
        "token_set": in_python(rapidfuzz_peer("token_set_ratio")),
        "thefuzz": in_python(thefuzz_peer),
        "svm": in_python(sklearn_peer("svm")),
        "logistic": in_python(sklearn_peer("logistic")),
        "bm25": in_python(bm25_peer),
    }[name]


NAMES = {
    "ours": "our matcher",
    "wratio": "rapidfuzz WRatio",
    "token_set": "rapidfuzz token_set_ratio",
    "thefuzz": "thefuzz",
    "bm25": "bm25s",
    "nlpjs": "nlp.js",
    "svm": "TF-IDF + LinearSVC",
    "logistic": "TF-IDF + LogisticRegression",
}
