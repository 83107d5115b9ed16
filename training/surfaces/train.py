#!/usr/bin/python3
"""Cross-validates on photographs of one kind of part, split by physical part, then trains on all of them.

    /usr/bin/python3 training/surfaces/train.py --data FOLDER --out FOLDER

Writes report.json and model.joblib. What is already there (figures of pictures, scores of folds) is not computed again.
"""
import argparse
import hashlib
import json
import pathlib
import time

import joblib
import numpy as np
from sklearn.model_selection import StratifiedKFold

import figures
import folds as partition
import judges
import patches
import pictures
import plain
import report
import texture
import unwrap
from folds import folds

OUTER = 5


def code(*modules):
    """Of the source that decides a kept result: a change of it makes the result anew."""
    return hashlib.sha256(b"".join(pathlib.Path(m.__file__).read_bytes() for m in modules)).hexdigest()


FIGURES_CODE = code(pictures, unwrap, texture, patches)
SCORES_CODE = FIGURES_CODE + code(judges, figures, partition)


def main():
    options = arguments()
    out = pathlib.Path(options.out)
    out.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    say = (lambda what: print(f"{time.monotonic() - began:7.0f} s  {what}", flush=True))
    found = pictures.find(options.data, options.part)
    layout = options.layout or pictures.layout_of(found)
    found, examples, left_out = described(found, layout, options.width, out, say)
    say(f"{len(found)} pictures of {len(set(examples.part))} parts, layout {layout}, {len(left_out)} left out")
    state = stamp(found, layout, options)
    seeds = range(options.seed, options.seed + options.repeats)
    runs = [cross_validate(examples, seed, out / f"{state}-{seed}", say) for seed in seeds]
    compared = None if options.no_plain else compare(found, examples, seeds, out / f"{state}-plain.json", say)
    written = report.of(examples, runs, compared, {"layout": layout, "leftOut": left_out, "seed": options.seed})
    (out / "report.json").write_text(json.dumps(written, indent=2) + "\n")
    bench = judges.fit(examples, options.seed)
    joblib.dump({"bench": bench, "layout": layout, "width": options.width}, out / "model.joblib")
    say(f"model.joblib: {bench.chosen}")
    print(json.dumps(written["byPart"], indent=2))


def arguments():
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--data", required=True, help="one folder a class; see README.md")
    said.add_argument("--out", required=True)
    said.add_argument("--part", help="pattern whose groups name the part in a file's name; default: up to the first _")
    said.add_argument("--layout", choices=("ring", "plain"), help="default: ring where the pictures show one")
    said.add_argument("--width", type=int, help="pictures wider than this are reduced first")
    said.add_argument("--seed", type=int, default=0)
    said.add_argument("--repeats", type=int, default=3, help="cross-validations, each with other folds")
    said.add_argument("--no-plain", action="store_true", help="do not measure the plain model beside")
    return said.parse_args()


def described(found, layout, width, out, say):
    """The pictures in figures, kept beside the report from one run to the next."""
    kept = out / "figures"
    kept.mkdir(exist_ok=True)
    usable, left_out, textures, each, outlined = [], [], [], [], []
    with_patches = layout == "plain" and any(p.defective and p.mask for p in found)
    for k, picture in enumerate(found):
        made_of = pathlib.Path(picture.path).read_bytes() + f"{layout} {width} {FIGURES_CODE}".encode()
        path = kept / f"{hashlib.sha256(made_of).hexdigest()[:24]}.npz"
        if not path.exists():
            describe(picture, layout, width, path)
        one = np.load(path)
        if "reason" in one:
            left_out.append({"file": pathlib.Path(picture.path).name, "reason": str(one["reason"])})
            continue
        usable.append(picture)
        textures.append(one["texture"])
        if with_patches:
            each.append(one["patches"])
            mask = pictures.mask_of(picture, tuple(one["shape"]))
            outlined.append(None if mask is None else patches.shares(mask))
        if k % 100 == 99:
            say(f"picture {k + 1} of {len(found)}")
    examples = judges.Examples(
        np.array([p.part for p in usable]), np.array([p.kind for p in usable]), np.array([p.defective for p in usable]),
        np.array(textures), each or None, outlined or None,
    )
    return usable, examples, left_out


def describe(picture, layout, width, path):
    try:
        tone = pictures.tone(picture.path, layout, width)
    except ValueError as reason:
        np.savez(path, reason=str(reason))
        return
    more = {"patches": patches.describe(tone)} if layout == "plain" else {}
    np.savez(path, texture=texture.features(tone, layout), shape=tone.shape, **more)


def cross_validate(examples, seed, folder, say):
    """Scores of pictures whose part was never trained on, with the thresholds that held for them."""
    folder.mkdir(exist_ok=True)
    fold = folds(examples.part, examples.kind, OUTER, seed)
    score, threshold, quiet = (np.zeros(len(fold)) for _ in range(3))
    for k in range(OUTER):
        path, unseen = folder / f"fold-{k}.json", np.nonzero(fold == k)[0]
        if not path.exists():
            bench = judges.fit(examples.only(np.nonzero(fold != k)[0]), seed)
            path.write_text(json.dumps({
                "scores": bench.scores(examples.only(unseen)).tolist(), "threshold": bench.threshold,
                "quietThreshold": bench.quiet_threshold, "chosen": bench.chosen,
            }))
        kept = json.loads(path.read_text())
        score[unseen], threshold[unseen], quiet[unseen] = kept["scores"], kept["threshold"], kept["quietThreshold"]
        say(f"seed {seed}, fold {k + 1} of {OUTER}: {kept['chosen']}")
    return {"score": score, "threshold": threshold, "quiet": quiet}


def compare(found, examples, seeds, path, say):
    """The plain model by part, and with a split at random, which lets it see every part while it learns."""
    if not path.exists():
        x = np.stack([plain.features(p.path) for p in found])
        by_part, at_random = [], []
        for seed in seeds:
            split = np.zeros(len(x), int)
            at_will = StratifiedKFold(OUTER, shuffle=True, random_state=seed).split(x, examples.kind)
            for k, (_, unseen) in enumerate(at_will):
                split[unseen] = k
            by_part.append(plain.unseen_scores(x, examples.defective, folds(examples.part, examples.kind, OUTER, seed)))
            at_random.append(plain.unseen_scores(x, examples.defective, split))
        path.write_text(json.dumps({"byPart": np.array(by_part).tolist(), "atRandom": np.array(at_random).tolist()}))
    say("plain model compared")
    return {name: [np.array(s) for s in scores] for name, scores in json.loads(path.read_text()).items()}


def stamp(found, layout, options):
    """Names everything that decides the folds' scores."""
    told = [SCORES_CODE, layout, options.width, [(p.part, p.kind, pathlib.Path(p.path).name) for p in found]]
    return "folds-" + hashlib.sha256(json.dumps(told).encode()).hexdigest()[:12]


if __name__ == "__main__":
    main()
