"""What a surface looks like in figures: how strongly specks, lines and steps answer, zone by zone.

Closing over a dark place along one direction shows it only where it is short in that direction: a pit answers along
both directions, a line only across itself. The strongest few answers of a zone matter, since defects are small.
"""
import numpy as np
from PIL import Image
from scipy import ndimage

SCALES, REACH = (1, 2, 4), 9
RING_REACH, RING_MEDIAN, PLAIN_MEDIAN = (11, 15), 31, 25
# Rows of a ring laid flat: cavity, its rim, the step, the face, the outer rim, the ground.
BANDS = np.array((0, 20, 28, 36, 46, 60, 74, 84, 92, 100, 112)) / 112
BORDER = 0.07
TOP, QUANTILES = 3, (0.998, 0.99, 0.95)
FLOOR = 0.05


def features(tone, layout):
    found = list(ring(tone)) if layout == "ring" else [*plain(tone), *residuals(tone), *profiles(tone)]
    return np.log(np.array(found, np.float32) + FLOOR)


def ring(tone):
    """Marks of turning run along the rows, and each band has its own look."""
    places = [np.s_[round(a * len(tone)) : round(b * len(tone))] for a, b in zip(BANDS, BANDS[1:])]
    rest = tone - ndimage.median_filter(tone, (1, RING_MEDIAN), mode="wrap")
    dark, bright = specks(tone, *RING_REACH, "wrap")
    rough = np.abs(ndimage.gaussian_filter1d(tone, 0.8, axis=1, order=1, mode="wrap"))
    for answer in (*signed(rest, "wrap"), np.minimum(*dark), np.minimum(*bright), rough):
        for place in places:
            yield from strongest(answer[place].ravel())


def plain(tone):
    for scale in SCALES:
        picture = reduced(tone, scale)
        places = zones(picture.shape)
        for answer in answers(picture):
            for place in places:
                yield from strongest(answer[place])


def answers(picture):
    """Dark, then bright: specks, lines down, lines across; then steps along the rows and down the columns."""
    for x, y in specks(picture, REACH, REACH, "nearest"):
        yield np.minimum(x, y)
        yield np.maximum(x - y, 0)
        yield np.maximum(y - x, 0)
    for axis in (1, 0):
        yield np.abs(ndimage.gaussian_filter1d(picture, 1, axis=axis, order=1, mode="nearest"))


def specks(picture, down, across, edge):
    """How far closing lifts dark places and opening lowers bright ones: along the rows, down the columns."""
    row, column = {"size": (1, across), "mode": edge}, {"size": (down, 1), "mode": "nearest"}
    return (
        (ndimage.grey_closing(picture, **row) - picture, ndimage.grey_closing(picture, **column) - picture),
        (picture - ndimage.grey_opening(picture, **row), picture - ndimage.grey_opening(picture, **column)),
    )


def residuals(tone):
    """Against the median along the columns and along the rows."""
    picture = reduced(tone, 2)
    places = zones(picture.shape)
    for size in ((PLAIN_MEDIAN, 1), (1, PLAIN_MEDIAN)):
        for answer in signed(picture - ndimage.median_filter(picture, size, mode="nearest"), "nearest"):
            for place in places:
                yield from strongest(answer[place])


def profiles(tone):
    """Uneven grinding: how brightness and roughness change from row to row, column to column, field to field."""
    picture = reduced(tone, 2)
    rows, columns = picture.shape
    picture = picture[int(0.05 * rows) : int(0.95 * rows), int(0.05 * columns) : int(0.95 * columns)]
    rough = np.log(np.abs(ndimage.gaussian_filter1d(picture, 0.7, axis=1, order=1)) + FLOOR)
    for measure in (picture, rough):
        for axis in (0, 1):
            profile = np.median(measure, axis)
            for width in (2, 8):
                step = np.abs(ndimage.gaussian_filter1d(profile, width, order=1))
                yield from (step.max(), step.mean())
            yield from (profile.std(), np.ptp(ndimage.gaussian_filter1d(profile, 4)))
        fields = np.asarray(Image.fromarray(measure).resize((6, 8), Image.BOX))
        yield from (fields.std(), np.ptp(fields), *(np.abs(np.diff(fields, axis=axis)).max() for axis in (0, 1)))


def signed(rest, edge):
    """Dark and bright, smoothed a little."""
    return [ndimage.gaussian_filter(np.maximum(side, 0), 0.7, mode=("nearest", edge)) for side in (-rest, rest)]


def strongest(values):
    n = len(values)
    wanted = [n - TOP, *(int(n * q) for q in QUANTILES)]
    return [*np.partition(values, wanted)[wanted], values.mean()]


def reduced(tone, scale):
    rows, columns = (max(REACH, n // scale) for n in tone.shape)
    return tone if scale == 1 else np.asarray(Image.fromarray(tone).resize((columns, rows), Image.BOX))


def zones(shape):
    """Inside, and along the border."""
    row, column = (np.minimum(place, 1 - place) for place in np.ogrid[0 : 1 : shape[0] * 1j, 0 : 1 : shape[1] * 1j])
    inside = np.minimum(row, column) > BORDER
    return [inside, ~inside]
