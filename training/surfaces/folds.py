"""Parts into folds: no part is in two, and each fold has its share of every kind."""
import numpy as np


def folds(part, kind, count, seed):
    """@returns for each picture the number of its fold."""
    random = np.random.default_rng(seed)
    kinds, kind = np.unique(kind, return_inverse=True)
    names, part = np.unique(part, return_inverse=True)
    have = np.zeros((len(names), len(kinds)))
    np.add.at(have, (part, kind), 1)
    # A part counts once, shared out over its kinds: the fewest parts, not pictures, are what a fold can lack.
    have /= have.sum(1, keepdims=True)
    share = have / have.sum(0)
    order = random.permutation(len(names))
    order = order[np.argsort(-share[order].max(1), kind="stable")]
    filled = np.zeros((count, len(kinds)))
    of = np.zeros(len(names), int)
    for name in order:
        own = have[name] > 0
        burden = (filled[:, own] * share[name, own]).sum(1) + 1e-6 * filled.sum(1) + 1e-9 * random.random(count)
        of[name] = np.argmin(burden)
        filled[of[name]] += share[name]
    return of[part]
