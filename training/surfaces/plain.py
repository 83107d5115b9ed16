"""The plain model to compare with: HOG and uniform LBP of the whole picture into a support vector machine."""
import numpy as np
from PIL import Image
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

SIZE, CELL, DIRECTIONS = 128, 16, 9


def features(path):
    grey = np.asarray(Image.open(path).convert("L").resize((SIZE, SIZE)), np.float32)
    return np.concatenate([hog(grey), lbp(grey)])


def hog(grey):
    down, right = np.gradient(grey)
    strength = np.hypot(down, right)
    direction = ((np.arctan2(down, right) % np.pi) / np.pi * DIRECTIONS).astype(int) % DIRECTIONS
    n = SIZE // CELL
    cell = (np.arange(SIZE) // CELL)[:, None] * n + np.arange(SIZE) // CELL
    cells = np.bincount((cell * DIRECTIONS + direction).ravel(), strength.ravel(), n * n * DIRECTIONS)
    cells = cells.reshape(n, n, DIRECTIONS)
    blocks = np.concatenate([cells[:-1, :-1], cells[1:, :-1], cells[:-1, 1:], cells[1:, 1:]], 2)
    return (blocks / (np.linalg.norm(blocks, axis=2, keepdims=True) + 1)).ravel()


def lbp(grey):
    """Histogram of the 10 rotation-invariant uniform patterns of the 8 neighbours."""
    middle = grey[1:-1, 1:-1]
    around = [(0, 1), (1, 1), (1, 0), (1, -1), (0, -1), (-1, -1), (-1, 0), (-1, 1)]
    bits = np.stack([grey[1 + y : SIZE - 1 + y, 1 + x : SIZE - 1 + x] >= middle for y, x in around])
    changes = (bits != np.roll(bits, 1, 0)).sum(0)
    pattern = np.where(changes <= 2, bits.sum(0), 9)
    return np.bincount(pattern.ravel(), minlength=10) / pattern.size


def machine(seed):
    return make_pipeline(StandardScaler(), SVC(C=10, gamma="scale", class_weight="balanced", random_state=seed))


def unseen_scores(x, defective, fold):
    score = np.zeros(len(x))
    for k in np.unique(fold):
        score[fold == k] = machine(0).fit(x[fold != k], defective[fold != k]).decision_function(x[fold == k])
    return score
