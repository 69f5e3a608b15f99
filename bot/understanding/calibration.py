"""From evidence to a score that can be believed: how often such an answer is right, and from where to answer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.features import TERM_GROUPS

# Of the questions that the threshold is chosen for, this share is taken to be outside the FAQ (hint3_sof has 0.42,
# banking77_10 none); with any share from 0.1 to 0.3 MCC stays at 0.64 or more on the first, 0.76 on the second.
OUTSIDE_SHARE = 0.2
# Agreement over a few hundred questions is a jagged curve: the threshold is the middle of all that come this near to
# its top, which wins 2 points of MCC on hint3_sof over the top itself and loses none on banking77_10.
NEAR_BEST = 0.02


def known_share(
    known: NDArray[Any], unseen: NDArray[Any], shares: NDArray[np.float32]
) -> NDArray[np.float64]:
    """The share of each row that is known, by its groups' known and unseen squares and the groups' shares.

    A text without terms is not held to account for them.
    """
    whole = known + unseen
    weights = np.broadcast_to(shares, whole.shape).copy()
    for term_group in TERM_GROUPS:
        weights[:, term_group] *= whole[:, term_group] > 0
    parts = np.where(whole > 0, known / np.where(whole > 0, whole, 1), 0)
    return np.asarray((parts * weights).sum(axis=1) / weights.sum(axis=1))


def fit_curve(
    evidence: NDArray[np.float64], right: NDArray[np.bool_], outside: NDArray[np.bool_]
) -> tuple[float, float, float]:
    """Logistic curve through (evidence, right) and the score from which answering does best.

    Best is by Matthews correlation, OUTSIDE_SHARE of the questions being outside.
    """
    weights = np.where(outside, OUTSIDE_SHARE / max(1, outside.sum()), (1 - OUTSIDE_SHARE) / max(1, (~outside).sum()))
    design = np.stack([np.ones_like(evidence), evidence], axis=1)
    curve = np.zeros(2)
    for _ in range(25):
        chance = 1 / (1 + np.exp(-np.clip(design @ curve, -30, 30)))
        slope = design.T @ (weights * (chance - right)) + 1e-5 * curve
        bend = (design * (weights * chance * (1 - chance))[:, None]).T @ design + 1e-5 * np.eye(2)
        curve = curve - np.linalg.solve(bend, slope)
    limits = np.quantile(evidence, np.linspace(0, 0.9, 91))
    agreement = np.array([_agreement(weights, evidence >= limit, right, outside) for limit in limits])
    threshold = float(limits[agreement > agreement.max() - NEAR_BEST].mean())
    chance_at = 1 / (1 + np.exp(-np.clip(curve[0] + curve[1] * threshold, -30, 30)))
    return float(curve[0]), float(curve[1]), float(chance_at)


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
