"""Figures with what they are worth: balanced accuracy, F1, AUROC, intervals by drawing physical parts anew."""
import numpy as np


def auroc(defective, score):
    """Share of pairs (defective, sound) that the score puts in order; a tie counts half."""
    values, rank = np.unique(score, return_inverse=True)
    at = np.bincount(rank, minlength=len(values))
    place = (np.cumsum(at) - (at - 1) / 2)[rank]
    n, m = int(defective.sum()), int((~defective).sum())
    return float((place[defective].sum() - n * (n + 1) / 2) / (n * m)) if n and m else float("nan")


def rates(defective, called):
    """Found share of the defective, passed share of the sound, their mean, and F1 of the defective."""
    found, missed = int((defective & called).sum()), int((defective & ~called).sum())
    alarms, passed = int((~defective & called).sum()), int((~defective & ~called).sum())
    recall = found / max(1, found + missed)
    quiet = passed / max(1, alarms + passed)
    return {
        "balancedAccuracy": (recall + quiet) / 2, "f1": 2 * found / max(1, 2 * found + alarms + missed),
        "found": found, "missed": missed, "falseAlarms": alarms, "passed": passed,
    }


def over_parts(part, figures, draws, seed=0):
    """95 % interval of each of figures(indices) when parts are drawn anew with all their pictures."""
    random = np.random.default_rng(seed)
    names, of = np.unique(part, return_inverse=True)
    members = [np.nonzero(of == k)[0] for k in range(len(names))]
    drawn = (random.integers(len(names), size=len(names)) for _ in range(draws))
    seen = np.array([figures(np.concatenate([members[k] for k in chosen])) for chosen in drawn])
    return [[round(float(q), 4) for q in ends] for ends in np.nanquantile(seen, (0.025, 0.975), axis=0).T]


def wilson(k, n, z=1.96):
    if n == 0:
        return [0.0, 1.0]
    middle, half = (k + z * z / 2) / (n + z * z), z * np.sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    return [round(float(max(0, middle - half)), 4), round(float(min(1, middle + half)), 4)]


def equal_parts(part, kind):
    """Weights with which each part within its kind, and each kind, counts the same."""
    weight = np.zeros(len(part))
    for k in np.unique(kind):
        here = kind == k
        for p in np.unique(part[here]):
            weight[here & (part == p)] = 1 / (here & (part == p)).sum() / len(np.unique(part[here]))
    return weight


def by_part(part, defective, score):
    """One line a part, two where it was photographed sound and defective: (defective, mean score)."""
    names, of = np.unique(np.char.add(part.astype(str), np.where(defective, "+", "-")), return_inverse=True)
    mean = np.bincount(of, score) / np.bincount(of)
    return np.char.endswith(names, "+"), mean
