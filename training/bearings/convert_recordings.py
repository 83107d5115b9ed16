#!/usr/bin/python3
"""Recordings of the CWRU rig (.npz: DE counts, DE_lsb_g, fs_hz) as raw float32 m/s² with an index, for make-windows.

usage: convert_recordings.py FOLDER TARGET
File names say rpm, fault, size (thousandths of an inch) and the position of the load: 1750_OR_at6_21_DE12.npz.
"""
import glob
import json
import os
import sys

import numpy as np

ELEMENT = {"IR": "turning race", "OR": "standing race", "B": "ball", "Normal": None}
G = 9.80665


def main(folder, target):
    os.makedirs(target, exist_ok=True)
    index = []
    for path in sorted(glob.glob(os.path.join(folder, "*.npz"))):
        name = os.path.splitext(os.path.basename(path))[0]
        rpm, fault, *rest = name.split("_")
        data = np.load(path)
        samples = (data["DE"] * float(data["DE_lsb_g"]) * G).astype("<f4")
        samples.tofile(os.path.join(target, name + ".f32"))
        size = next((piece for piece in rest if piece.isdigit()), None)
        index.append({
            "file": name + ".f32",
            "name": name,
            # Positions of the load may be one bearing remounted: fault and size name the bearing.
            "bearing": f"{fault}-{size}" if size else fault,
            "damaged": ELEMENT[fault],
            "type": "SKF 6205",
            "sampleRateHz": float(data["fs_hz"]),
            "shaftHz": float(rpm) / 60,
        })
    with open(os.path.join(target, "index.json"), "w") as out:
        json.dump(index, out, indent=1)
    print(f"{len(index)} recordings in {target}")


if __name__ == "__main__":
    main(*sys.argv[1:])
