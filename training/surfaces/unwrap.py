"""Lays a round face flat: the dark cavity gives centre, tilt and scale; the rim is then found ray by ray."""
import numpy as np
from scipy import ndimage

ANGLES, RADII = 512, 112
# Rows of the flat picture, from inside the cavity's rim to the ground around the part; the rim lies at 1.
INNER, OUTER = 0.40, 1.16


def flat(grey):
    """@returns RADII × ANGLES float32 grey values, or None where no cavity is found."""
    found = cavity(grey)
    if found is None:
        return None
    centre, shape = found
    ratio, rim = rim_of(grey, centre, shape)
    radii = np.linspace(INNER, OUTER, RADII)
    inside = np.clip((radii - 1 / ratio) / (1 - 1 / ratio), 0, None)
    theta = 2 * np.pi * np.arange(ANGLES) / ANGLES
    ray = shape @ np.stack([np.cos(theta), np.sin(theta)])
    # Inside the cavity's rim its own ellipse holds; from there to the outer rim the two are blended.
    reach = radii[:, None] * ratio + inside[:, None] * (rim - ratio)[None]
    return sample(grey, centre[0] + reach * ray[0], centre[1] + reach * ray[1])


def cavity(grey):
    """Centre and half axes (2 × 2) of the largest dark disc near the middle."""
    smooth = ndimage.gaussian_filter(grey.astype(np.float32), 1.5)
    dark = smooth < otsu(smooth) * 0.75
    dark = ndimage.binary_opening(dark, iterations=3)
    labels, count = ndimage.label(dark)
    best = None
    middle = (np.array(grey.shape) - 1) / 2
    for k in range(1, count + 1):
        disc = ndimage.binary_fill_holes(labels == k)
        area = disc.sum()
        if area < 0.02 * grey.size:
            continue
        disc = ndimage.binary_opening(disc, iterations=5)
        y, x = np.nonzero(disc)
        if len(y) == 0:
            continue
        centre = np.array([x.mean(), y.mean()])
        if np.hypot(*(centre - middle[::-1])) > 0.2 * min(grey.shape):
            continue
        if best is None or area > best[0]:
            values, vectors = np.linalg.eigh(np.cov(np.stack([x, y])))
            # A disc's variance along an axis is a quarter of its half axis squared.
            shape = vectors @ np.diag(2 * np.sqrt(values)) @ vectors.T
            fill = area / (np.pi * np.linalg.det(shape))
            if 0.85 < fill < 1.15:
                best = (area, centre, shape)
    return None if best is None else best[1:]


def rim_of(grey, centre, shape):
    """Reach of the outer rim in cavity radii: its mean, and a smooth curve over angle."""
    theta = 2 * np.pi * np.arange(ANGLES) / ANGLES
    ray = shape @ np.stack([np.cos(theta), np.sin(theta)])
    reach = np.linspace(1.5, 2.2, 141)
    polar = sample(grey, centre[0] + reach[:, None] * ray[0], centre[1] + reach[:, None] * ray[1])
    step = np.abs(ndimage.gaussian_filter1d(polar, 1.5, axis=0, order=1))
    # First the ratio that all rays agree on, then the curve near it: low harmonics, outliers left out.
    mean_step = ndimage.gaussian_filter1d(step, 8, axis=1, mode="wrap")
    ratio = reach[np.argmax(np.median(step, axis=1))]
    near = np.where(np.abs(reach - ratio)[:, None] < 0.15, mean_step, 0)
    at = reach[np.argmax(near, axis=0)]
    basis = np.stack([np.ones_like(theta), *(f(n * theta) for n in (1, 2, 3) for f in (np.cos, np.sin))], 1)
    weight = np.ones_like(theta)
    for _ in range(8):
        coefficients = np.linalg.lstsq(basis * weight[:, None], at * weight, rcond=None)[0]
        rim = basis @ coefficients
        weight = 1 / (1 + ((at - rim) / 0.02) ** 2)
    return float(rim.mean()), rim


def sample(grey, x, y):
    return ndimage.map_coordinates(grey.astype(np.float32), [y, x], order=1, mode="nearest").astype(np.float32)


def otsu(grey):
    counts, edges = np.histogram(grey, 128)
    middles = (edges[1:] + edges[:-1]) / 2
    weight = np.cumsum(counts)
    mass = np.cumsum(counts * middles)
    rest = weight[-1] - weight
    between = weight * rest * (mass / np.maximum(weight, 1) - (mass[-1] - mass) / np.maximum(rest, 1)) ** 2
    return middles[np.argmax(between)]
