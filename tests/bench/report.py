"""The measured figures as tables and charts in docs/."""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np

from bot.understanding.bench import OUTSIDE
from bot.understanding.matcher import Example, Matcher
from tests.bench.measuring import ROOT, load
from tests.bench.peers import NAMES

PAGE = ROOT / "docs" / "matching.md"
Results = Mapping[str, Mapping[str, Mapping[str, float]]]


def write(results: Results) -> None:
    """Put the tables between their marks in docs/matching.md, and draw the charts."""
    page = PAGE.read_text(encoding="utf-8")
    for name, table in (
        ("peers", peers_table(results)),
        ("own", own_table(results)),
        ("scale", scale_table(results)),
        ("reliability", draw_reliability()),
    ):
        mark = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        page = mark.sub("\\1" + table.replace("\\", "") + "\n\\2", page)
    PAGE.write_text(page, encoding="utf-8")
    draw_peers(results)
    draw_scale(results)


def peers_table(results: Results) -> str:
    """The two public sets, one row a peer."""
    lines = [
        "| matcher | set | top-1 | top-3 | MCC | median ms | p99 ms | fit s | MB |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name in ("hint3_sof", "banking77_10"):
        for peer, figures in results.get(name, {}).items():
            lines.append(
                f"| {NAMES[peer]} | {name} | {figures['top1']:.3f} | {figures['top3']:.3f} | {figures['mcc']:.3f} "
                f"| {figures['median_ms']:.2f} | {figures['p99_ms']:.2f} | {figures['fit_s']:.2f} "
                f"| {figures['rss_mb']:.0f} |"
            )
    return "\n".join(lines)


def own_table(results: Results) -> str:
    """Our own FAQ's questions as plain text: top-1 and MCC in each language."""
    sets = [name for name in results if name.startswith("faq-")]
    heads = " | ".join(f"{name.removeprefix('faq-')} top-1 | MCC" for name in sets)
    lines = [f"| matcher | {heads} |", "| --- |" + " --- | --- |" * len(sets)]
    for peer in NAMES:
        cells = []
        for name in sets:
            figures = results[name].get(peer)
            cells.append(f"{figures['top1']:.3f} | {figures['mcc']:.3f}" if figures else "- | -")
        lines.append(f"| {NAMES[peer]} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def scale_table(results: Results) -> str:
    """Made-up tables of growing size beside rapidfuzz brute force."""
    lines = [
        "| labels x variants | matcher | top-1 | median ms | p99 ms | fit s | MB |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for name, peers in results.items():
        if name.startswith("made-up-"):
            size = " x ".join(name.removeprefix("made-up-").split("-"))
            for peer, figures in peers.items():
                lines.append(
                    f"| {size} | {NAMES[peer]} | {figures['top1']:.3f} | {figures['median_ms']:.2f} | "
                    f"{figures['p99_ms']:.2f} | {figures['fit_s']:.1f} | {figures['rss_mb']:.0f} |"
                )
    return "\n".join(lines)


def draw_peers(results: Results) -> None:
    """Top-1 and MCC of each peer on the two public sets."""
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(1, 2, figsize=(11, 4))
    for axis, name in zip(axes, ("hint3_sof", "banking77_10"), strict=True):
        peers = sorted(results.get(name, {}), key=lambda peer: results[name][peer]["top1"])
        places = np.arange(len(peers))
        axis.barh(places + 0.2, [results[name][peer]["top1"] for peer in peers], 0.4, label="top-1", color="#1b6ca8")
        axis.barh(places - 0.2, [results[name][peer]["mcc"] for peer in peers], 0.4, label="MCC", color="#f2a541")
        axis.set_yticks(places, [NAMES[peer] for peer in peers])
        axis.set_xlim(0, 1)
        axis.set_title(name)
        axis.grid(axis="x", alpha=0.3)
    axes[0].legend(loc="lower right")
    figure.tight_layout()
    figure.savefig(PAGE.with_name("matching-peers.png"), dpi=110)
    pyplot.close(figure)


def draw_scale(results: Results) -> None:
    """Median time of a question against the number of variants (10 a label), both axes logarithmic."""
    from matplotlib import pyplot

    sets = [name for name in results if name.startswith("made-up-") and name.endswith("-10")]
    sizes = [int(name.split("-")[2]) * 10 for name in sets]
    figure, axis = pyplot.subplots(figsize=(6, 4))
    for peer in ("ours", "wratio"):
        axis.plot(sizes, [results[name][peer]["median_ms"] for name in sets], marker="o", label=NAMES[peer])
    axis.set(xscale="log", yscale="log", xlabel="variants", ylabel="milliseconds a question (median)")
    axis.grid(alpha=0.3)
    axis.legend()
    figure.tight_layout()
    figure.savefig(PAGE.with_name("matching-scale.png"), dpi=110)
    pyplot.close(figure)


def draw_reliability() -> str:
    """How often answers of each score are right, drawn and as a table."""
    from matplotlib import pyplot

    figure, axis = pyplot.subplots(figsize=(5, 5))
    axis.plot([0, 1], [0, 1], color="#999999", linewidth=1)
    lines = ["| score | " + " | ".join(f"{start / 10:.1f}" for start in range(10)) + " |", "| --- |" + " --- |" * 10]
    for name in ("hint3_sof", "banking77_10"):
        train, test = load(name)
        matcher = Matcher.fit([Example(label, text) for label, text in train])
        pairs = [
            (matches[0].score, matches[0].label == label) for label, text in test if (matches := matcher.rank(text))
        ]
        scores = np.array([score for score, _ in pairs])
        right = np.array([is_right for _, is_right in pairs])
        bins = np.minimum((scores * 10).astype(int), 9)
        filled = [place for place in range(10) if (bins == place).sum() >= 10]
        said = [scores[bins == place].mean() for place in filled]
        was = [right[bins == place].mean() for place in filled]
        axis.plot(said, was, marker="o", label=name)
        cells = [
            f"{right[bins == place].mean():.2f} of {(bins == place).sum()}" if (bins == place).any() else "-"
            for place in range(10)
        ]
        lines.append(f"| right, {name} | " + " | ".join(cells) + " |")
    axis.set(xlabel="score", ylabel="share of answers that are right", xlim=(0, 1), ylim=(0, 1))
    axis.set_title(f"questions outside ({OUTSIDE}) included")
    axis.grid(alpha=0.3)
    axis.legend()
    figure.tight_layout()
    figure.savefig(PAGE.with_name("matching-reliability.png"), dpi=110)
    pyplot.close(figure)
    return "\n".join(lines)
