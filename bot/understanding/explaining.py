"""Why this entry and not the next, in plain words."""

from bot.text import words
from bot.understanding.analysis import Analysis
from bot.understanding.decision import SUGGEST_SCORE, is_outside, least_score
from bot.understanding.understanding import Reading, Understanding

_STRONGEST = 5


def explain(understanding: Understanding, text: str, chosen: str | None, client: str | None) -> list[str]:
    """Lines that say how a message was read and what spoke for its best entry and for the next one."""
    likely = understanding.model.likelihoods(words(text))
    ranked = sorted(likely.items(), key=lambda item: -item[1])[:3]
    reading = understanding.read_message(text, chosen, client)
    lines = [
        "languages: " + ", ".join(f"{code} {share:.0%}" for code, share in ranked) + f"; read as {reading.language}"
    ]
    lines += _understood(reading.analysis, text)
    for place, finding in enumerate(reading.findings[:2]):
        lead = "best" if place == 0 else "next"
        lines.append(f"{lead}: {finding.entry}, right in about {finding.match.score:.0%} of such cases")
        matcher = understanding.matcher(reading.language)
        contributions = matcher.explain(reading.analysis.text, reading.analysis.terms, finding.match.label)
        lines += (f"    {item.amount:+.2f}  {item.feature}" for item in contributions[:_STRONGEST])
        if finding.match.nearest:
            lines.append(f"    nearest variant: {finding.match.nearest}")
    return [*lines, _outcome(reading)]


def _understood(analysis: Analysis, text: str) -> list[str]:
    written = words(text)
    lines = [f"words: {' '.join(analysis.words)}"]
    corrected = [word for word in written if word not in analysis.words]
    if corrected:
        lines.append(f"taken for misspelt or glued: {' '.join(corrected)}")
    if analysis.mentions:
        named = (f"{mention.name.kind} {mention.name.key}" for mention in analysis.mentions)
        lines.append("names: " + ", ".join(named))
    concepts = [term[2:] for term in analysis.terms if term.startswith("c:")]
    return [*lines, "ideas: " + (", ".join(concepts) or "none")]


def _outcome(reading: Reading) -> str:
    if not reading.findings:
        return "not answered, because nothing of it is known"
    best = reading.findings[0]
    if is_outside(best.entry):
        return f"not answered, because {best.entry} is not about the event"
    least = least_score(best)
    if reading.score >= least:
        return f"answered, because {reading.score:.2f} is at least {least}"
    if reading.score >= SUGGEST_SCORE:
        return f"offered as a choice, because {reading.score:.2f} lies between {SUGGEST_SCORE} and {least}"
    return f"not answered, because {reading.score:.2f} is below {SUGGEST_SCORE}"
