"""Finds photographs, their classes, masks and physical parts, and reads their tone."""
import csv
import json
import pathlib
import re
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageDraw
from scipy import ndimage

import unwrap

ENDINGS = {".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".png"}
GOOD_WORDS = {"ok", "good", "free", "sound"}
# Light that changes over this many pixels belongs to the lamp, not to the surface.
LAMP_PX = 160


@dataclass(frozen=True)
class Picture:
    path: str
    part: str
    kind: str
    defective: bool
    mask: str | None


def find(folder, part_pattern=None):
    """Every labelled photograph under the folder, in order of its path; see README.md for the layout."""
    folder = pathlib.Path(folder)
    table = part_table(folder)
    found = []
    for path in photographs(folder):
        inside = path.relative_to(folder)
        part = table.get(inside.as_posix()) or part_of(path.name, part_pattern)
        if (folder / "polygons").is_dir():
            outlines = folder / "polygons" / f"{path.stem}.json"
            kind, defective, mask = ("outlined", True, outlines) if outlines.exists() else ("sound", False, None)
        else:
            kind, beside = inside.parts[0], path.with_suffix(".png")
            defective = not GOOD_WORDS & set(re.split(r"[^a-z]+", kind.lower()))
            mask = beside if beside != path and beside.exists() else None
        found.append(Picture(str(path), part, kind, defective, str(mask) if mask else None))
    return found


def part_of(name, pattern=None):
    """What the pattern's groups catch in the name, else what stands before its first underscore."""
    if pattern is None:
        return name.split("_")[0]
    caught = re.search(pattern, name)
    if not caught:
        raise ValueError(f"{name}: the part pattern does not match")
    return "-".join(g for g in caught.groups() if g) or caught.group()


def photographs(folder):
    """Every photograph under the folder; a .png beside another of the same name is its mask."""
    paths = sorted(p for p in pathlib.Path(folder).rglob("*") if p.suffix.lower() in ENDINGS)
    others = {p.with_suffix("") for p in paths if p.suffix.lower() != ".png"}
    return [p for p in paths if p.suffix.lower() != ".png" or p.with_suffix("") not in others]


def part_table(folder):
    for table in sorted(folder.glob("*.csv")):
        with open(table, newline="") as lines:
            rows = list(csv.DictReader(lines))
        column = next((c for c in (rows[0] if rows else {}) if c.lower().endswith(("part", "group"))), None)
        if column and "file" in rows[0]:
            return {row["file"]: row[column] for row in rows}
    return {}


def tone(path, layout, width=None):
    """Log brightness over the picture's own contrast, so that lamp and exposure do not show; float32, bounded.

    @param layout: `plain`, or `ring` for a round part with a dark cavity, which is laid flat.
    @throws ValueError where no ring is found.
    """
    picture = Image.open(path).convert("L")
    if width and picture.width > width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.BOX)
    grey = np.asarray(picture, np.float32)
    if layout == "ring":
        grey = unwrap.flat(grey)
        if grey is None:
            raise ValueError("no round part with a dark cavity is seen")
    log = np.log(grey + 8)
    if layout == "plain":
        log -= lamp(log)
    log -= np.median(log)
    return np.clip(log / (1.48 * np.median(np.abs(log)) + 0.02), -8, 8)


def lamp(log):
    """A very wide blur, made on a reduced picture."""
    step = 8
    rows, columns = (max(1, round(n / step)) for n in log.shape)
    small = np.asarray(Image.fromarray(log).resize((columns, rows), Image.BOX))
    blurred = ndimage.gaussian_filter(small, LAMP_PX / step, mode="nearest")
    return np.asarray(Image.fromarray(blurred).resize(log.shape[::-1], Image.BILINEAR))


def mask_of(picture, shape):
    """Outlined defects at this size; all false where sound, None where nobody outlined any although there is one."""
    if not picture.defective:
        return np.zeros(shape, bool)
    if picture.mask is None:
        return None
    if picture.mask.endswith(".json"):
        with Image.open(picture.path) as own:
            drawn = Image.new("L", own.size)
        for outline in json.loads(pathlib.Path(picture.mask).read_text())["shapes"]:
            ImageDraw.Draw(drawn).polygon([tuple(p) for p in outline["points"]], fill=255)
    else:
        drawn = Image.open(picture.mask).convert("L")
    mask = np.asarray(drawn.resize(shape[::-1], Image.NEAREST)) > 127
    return mask if mask.any() else None


def layout_of(pictures):
    """`ring` where nine of ten sampled photographs show one, else `plain`."""
    sample = pictures[:: max(1, len(pictures) // 20)]
    seen = [unwrap.flat(np.asarray(Image.open(p.path).convert("L"), np.float32)) is not None for p in sample]
    return "ring" if np.mean(seen) >= 0.9 else "plain"
