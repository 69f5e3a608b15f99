"""`make bench`: our matcher and its peers in one run, into docs/matching.md and its charts.

python -m tests.bench            everything (about fifteen minutes on two cores)
python -m tests.bench accuracy   only the sets of real questions; or only `scale`: the other figures stay as they were
python -m tests.bench PEER SET   one peer on one set, as a line of JSON
"""

from __future__ import annotations

import json
import subprocess
import sys
import time

from tests.bench.measuring import ROOT, measure
from tests.bench.peers import NAMES
from tests.bench.report import write

ACCURACY_SETS = ("hint3_sof", "banking77_10", "faq-fr", "faq-en", "faq-ar", "faq-tr")
SCALE_SETS = ("made-up-100-10", "made-up-1000-10", "made-up-10000-10", "made-up-100-1000")
SCALE_PEERS = ("ours", "wratio")
FIGURES = ROOT / "data" / "bench.json"


def one(peer: str, set_name: str) -> dict[str, float] | None:
    """A peer on a set in a process of its own, so that its memory is its own; None when it is not to be had."""
    command = [sys.executable, "-m", "tests.bench", peer, set_name]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1:], file=sys.stderr)
        return None
    figures: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


def main(arguments: list[str]) -> int:
    """Run all, or one."""
    if len(arguments) == 2:
        print(json.dumps(measure(*arguments)))
        return 0
    results: dict[str, dict[str, dict[str, float]]] = {}
    if arguments and FIGURES.exists():
        results = json.loads(FIGURES.read_text(encoding="utf-8"))
    runs: list[tuple[str, str]] = []
    if arguments in ([], ["accuracy"]):
        runs += [(peer, name) for name in ACCURACY_SETS for peer in NAMES]
    if arguments in ([], ["scale"]):
        runs += [(peer, name) for name in SCALE_SETS for peer in SCALE_PEERS]
    for peer, name in runs:
        begin = time.perf_counter()
        figures = one(peer, name)
        if figures is not None:
            results.setdefault(name, {})[peer] = figures
        print(f"{name:20} {peer:10} {time.perf_counter() - begin:6.1f} s  {figures}", flush=True)
    FIGURES.parent.mkdir(exist_ok=True)
    FIGURES.write_text(json.dumps(results, indent=1), encoding="utf-8")
    write(results)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
