"""Where outlines exist, boosted trees learn which patches are defects; the strongest patches speak for the picture."""
import numpy as np
from scipy import ndimage
from sklearn.ensemble import HistGradientBoostingClassifier

import texture

SIDE_PX = 16
# A patch is a defect from this share on; between none and this it teaches nothing.
SHARE = 0.15
MOST_DEFECTIVE, MOST_SOUND = 40, 60
STRONGEST = (1, 3, 10)


def describe(tone):
    """(rows, columns, figures): every answer's peak and mean in the patch, its peak around it, tone, place."""
    rows, columns = (max(1, n // SIDE_PX) for n in tone.shape)
    pooled = []
    for scale in texture.SCALES:
        for answer in texture.answers(texture.reduced(tone, scale)):
            blocks = cut(answer, rows, columns, SIDE_PX // scale)
            pooled += [np.log(blocks.max((1, 3)) + texture.FLOOR), np.log(blocks.mean((1, 3)) + texture.FLOOR)]
    around = [ndimage.maximum_filter(peak, 3, mode="nearest") for peak in pooled[::2]]
    blocks = cut(tone, rows, columns, SIDE_PX)
    mean, spread = blocks.mean((1, 3)), np.log(blocks.std((1, 3)) + texture.FLOOR)
    against = [mean - ndimage.uniform_filter(mean, 5, mode="nearest")]
    against += [mean - np.median(mean, axis, keepdims=True) for axis in (0, 1)]
    steps = []
    for measure in (spread, mean):
        step = np.abs(ndimage.gaussian_filter1d(np.median(measure, 1), 1.5, order=1, mode="nearest"))
        steps.append(np.repeat(step[:, None], columns, 1))
    row, column = np.mgrid[0:rows, 0:columns]
    place = [np.minimum(row, rows - 1 - row), np.minimum(column, columns - 1 - column)]
    return np.stack([*pooled, *around, mean, spread, *against, *steps, *place], -1).astype(np.float32)


def cut(values, rows, columns, side):
    wanted = (rows * side, columns * side)
    values = values[: wanted[0], : wanted[1]]
    missing = [(0, n - have) for n, have in zip(wanted, values.shape)]
    return np.pad(values, missing, mode="edge").reshape(rows, side, columns, side)


def shares(mask):
    """Share of each patch that is outlined."""
    rows, columns = (max(1, n // SIDE_PX) for n in mask.shape)
    return cut(mask.astype(np.float32), rows, columns, SIDE_PX).mean((1, 3))


def fit(described, outlined, weight, seed):
    """@param weight: of each picture; its patches share it. Pictures without outlines teach nothing."""
    random = np.random.default_rng(seed)
    x, y, w = [], [], []
    for figures, share, own in zip(described, outlined, weight):
        if share is None:
            continue
        for label, places, most in ((1, share > SHARE, MOST_DEFECTIVE), (0, share == 0, MOST_SOUND)):
            rows = random.permutation(figures[places])[:most]
            x.append(rows)
            y += [label] * len(rows)
            w += [own / max(1, len(rows))] * len(rows)
    y, w = np.array(y), np.array(w)
    for side in (0, 1):
        w[y == side] *= len(y) / 2 / w[y == side].sum()
    trees = HistGradientBoostingClassifier(
        max_iter=120, learning_rate=0.08, max_leaf_nodes=12, min_samples_leaf=40, l2_regularization=5, random_state=seed
    )
    return trees.fit(np.concatenate(x), y, sample_weight=w)


def strongest(trees, described):
    """One figure a picture: the mean over several counts of its strongest patches."""
    found = []
    for figures in described:
        odds = np.sort(trees.decision_function(figures.reshape(-1, figures.shape[-1])))[::-1]
        found.append(np.mean([odds[:k].mean() for k in STRONGEST]))
    return np.array(found)
