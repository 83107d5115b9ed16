"""Figures of merit, with intervals."""
import numpy as np


def auroc(truth, score):
    """Share of pairs, one damaged and one not, that are in the right order; a tie counts half."""
    order = np.argsort(score, kind="stable")
    ranks = np.empty(len(score))
    ranks[order] = np.arange(1, len(score) + 1)
    _, inverse, counts = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.bincount(inverse, ranks) / counts)[inverse]
    positive = truth.astype(bool)
    n, m = positive.sum(), (~positive).sum()
    return (ranks[positive].sum() - n * (n + 1) / 2) / (n * m)


def macro_auroc(truth, scores):
    """Each element against all else, sound bearings included; then the mean."""
    each = [auroc(truth[:, k], scores[:, k]) for k in range(truth.shape[1])]
    return float(np.mean(each)), [float(x) for x in each]


def over_bearings(truth, scores, bearing, draws=2000, seed=0):
    """95 % interval of macro-AUROC by bootstrap over bearings, not windows: windows of a bearing are not independent."""
    random = np.random.default_rng(seed)
    names = np.unique(bearing)
    rows = {name: np.flatnonzero(bearing == name) for name in names}
    found = []
    while len(found) < draws:
        chosen = np.concatenate([rows[name] for name in random.choice(names, len(names))])
        share = truth[chosen].mean(0)
        if (share > 0).all() and (share < 1).all():
            found.append(macro_auroc(truth[chosen], scores[chosen])[0])
    return [float(x) for x in np.quantile(found, [0.025, 0.975])]


def wilson(k, n, z=1.96):
    """95 % interval of a share."""
    if n == 0:
        return [0.0, 1.0]
    middle = (k + z * z / 2) / (n + z * z)
    half = z * np.sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    return [float(max(0, middle - half)), float(min(1, middle + half))]
