#!/usr/bin/python3
"""Judges every photograph of a folder with a trained model and prints JSON.

    /usr/bin/python3 training/surfaces/predict.py --model model.joblib --images FOLDER

A model is a Python pickle: load only one that you trained yourself.
"""
import argparse
import json
import pathlib

import joblib
import numpy as np

import judges
import patches
import pictures
import texture


def main():
    said = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said.add_argument("--model", required=True)
    said.add_argument("--images", required=True)
    said.add_argument("--part", help="pattern for the part in a file's name; default: up to the first _")
    options = said.parse_args()
    model = joblib.load(options.model)
    folder = pathlib.Path(options.images)
    table = pictures.part_table(folder)
    images, parts = [], {}
    for path in pictures.photographs(folder):
        name = path.relative_to(folder).as_posix()
        part = table.get(name) or pictures.part_of(path.name, options.part)
        result = {"file": name, "part": part, **judged(model, path)}
        images.append(result)
        if result["score"] is not None:
            parts.setdefault(part, []).append(result["score"])
    whole = [
        {"part": part, "images": len(own), "score": round(float(np.mean(own)), 4), "defective": bool(np.mean(own) > 0)}
        for part, own in parts.items()
    ]
    print(json.dumps({"threshold": 0, "images": images, "parts": whole}, indent=1))


def judged(model, path):
    """Score above the model's threshold; null with the reason where the picture cannot be judged."""
    try:
        tone = pictures.tone(path, model["layout"], model["width"])
    except (ValueError, OSError) as reason:
        return {"score": None, "defective": None, "reason": str(reason)}
    described = [patches.describe(tone)] if model["layout"] == "plain" else None
    one = np.array([""])
    example = judges.Examples(one, one, one, texture.features(tone, model["layout"])[None], described, None)
    score = float(model["bench"].scores(example)[0] - model["bench"].threshold)
    return {"score": round(score, 4), "defective": score > 0}


if __name__ == "__main__":
    main()
