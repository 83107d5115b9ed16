"""Several judges of one surface, and the threshold: chosen on parts that the judge in question never saw.

Nothing but the pictures handed to `fit` is looked at, so a cross-validation around it is nested.
"""
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

import patches
from figures import auroc, by_part, equal_parts
from folds import folds

INNER = 6
# The candidates of each judge; the one that orders unseen training parts best is taken.
MACHINES = ((10, 0.03), (10, 0.1), (30, 0.1), (10, 0.3))
LINES = (0.003, 0.01, 0.03)
# Of sound parts, so many may be flagged at the second operating point.
ALARM_SHARE = 0.05


@dataclass
class Examples:
    """Pictures in figures: `texture` (n, figures); `described` and `outlined` one array a picture, or None."""

    part: np.ndarray
    kind: np.ndarray
    defective: np.ndarray
    texture: np.ndarray
    described: list | None
    outlined: list | None

    def only(self, chosen):
        pick = (lambda values: None if values is None else [values[i] for i in chosen])
        return Examples(
            self.part[chosen], self.kind[chosen], self.defective[chosen], self.texture[chosen],
            pick(self.described), pick(self.outlined),
        )


@dataclass
class Bench:
    """Judges with the level and spread by which their scores are made alike."""

    judges: list
    threshold: float
    quiet_threshold: float
    chosen: dict

    def scores(self, examples):
        return np.mean([(judge.score(examples) - level) / spread for judge, level, spread in self.judges], 0)


class Texture:
    """A support vector machine or a line through the texture figures."""

    def __init__(self, kind, setting):
        self.kind, self.setting = kind, setting

    def fit(self, examples, seed):
        weight = equal_parts(examples.part, examples.defective) * len(examples.part)
        if self.kind == "machine":
            penalty, reach = self.setting
            last = SVC(C=penalty, gamma=reach / examples.texture.shape[1], random_state=seed)
        else:
            last = LogisticRegression(C=self.setting, max_iter=400)
        self.pipeline = make_pipeline(StandardScaler(), last)
        name = self.pipeline.steps[-1][0]
        self.pipeline.fit(
            examples.texture, examples.defective,
            **{"standardscaler__sample_weight": weight, f"{name}__sample_weight": weight},
        )
        return self

    def score(self, examples):
        return self.pipeline.decision_function(examples.texture)


class Patches:
    """Boosted trees over patches, taught by outlines."""

    kind, setting = "patches", None

    def fit(self, examples, seed):
        weight = equal_parts(examples.part, examples.kind)
        self.trees = patches.fit(examples.described, examples.outlined, weight, seed)
        return self

    def score(self, examples):
        return patches.strongest(self.trees, examples.described)


def fit(examples, seed):
    families = [
        [lambda s=s: Texture("machine", s) for s in MACHINES],
        [lambda s=s: Texture("line", s) for s in LINES],
    ]
    if examples.described is not None:
        families.append([Patches])
    inner = folds(examples.part, examples.kind, INNER, seed)
    judges, unseen, chosen = [], [], {}
    for family in families:
        tried = [(unseen_scores(make, examples, inner, seed), make) for make in family]
        score, make = max(tried, key=lambda pair: order(examples, pair[0]))
        level, spread = float(score.mean()), float(score.std())
        judge = make().fit(examples, seed)
        judges.append((judge, level, spread))
        unseen.append((score - level) / spread)
        chosen[judge.kind] = judge.setting
    score = np.mean(unseen, 0)
    defective, means = by_part(examples.part, examples.defective, score)
    quiet = float(np.quantile(means[~defective], 1 - ALARM_SHARE, method="higher"))
    return Bench(judges, equal_error(means[~defective], means[defective]), quiet, chosen)


def unseen_scores(make, examples, inner, seed):
    score = np.zeros(len(inner))
    for k in np.unique(inner):
        judge = make().fit(examples.only(np.nonzero(inner != k)[0]), seed)
        score[inner == k] = judge.score(examples.only(np.nonzero(inner == k)[0]))
    return score


def order(examples, score):
    defective, means = by_part(examples.part, examples.defective, score)
    return auroc(defective, means)


def equal_error(sound, defective, floor=0.1):
    """Where two bell curves over the parts would err equally often; steadier than the best cut through few parts."""
    low, high = sound.std() + floor, defective.std() + floor
    return float((sound.mean() * high + defective.mean() * low) / (low + high))
