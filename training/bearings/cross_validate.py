#!/usr/bin/python3
"""Real bearings: trained and tested by physical bearing (fault × size), never by window. Prints JSON."""
import json
import os

import numpy as np

import windows
from figures import macro_auroc, over_bearings
from models import Forest, Net

KINDS = {"forest": Forest, "network": Net}
# Nets differ more than forests from seed to seed, but take longer.
SEEDS = 2


def out_of_fold(data, make, folds):
    scores = np.zeros(data.truth.shape)
    for fold in np.unique(folds):
        tested = folds == fold
        trained = ~tested
        for seed in range(SEEDS):
            scores[tested] += make(seed).fit(data, trained).scores(data, tested) / SEEDS
    return scores


def by_recording(data, scores):
    names, first = np.unique(data.recording, return_index=True)
    mean = np.array([scores[data.recording == name].mean(0) for name in names])
    return data.truth[first], mean, data.bearing[first]


def told(truth, scores, bearing):
    macro, each = macro_auroc(truth, scores)
    return {"macroAuroc": round(macro, 4), "by element": [round(x, 4) for x in each],
            "interval": [round(x, 4) for x in over_bearings(truth, scores, bearing)]}


def unheard(data, make):
    """Trained on simulated pulleys alone: no bearing of these, no rig, no ring that turned this way."""
    simulated = windows.read("cell-20263")
    every = np.ones(len(simulated.bearing), bool)
    return make(0).fit(simulated, every).scores(data, np.ones(len(data.bearing), bool))


def main():
    data = windows.read("recordings")
    bearings = np.unique(data.bearing)
    size = np.array([name.split("-")[-1] for name in data.bearing])
    by_window = np.random.default_rng(0).integers(0, 5, len(data.bearing)).astype(str)
    report = {"elements": data.elements, "bearings": {str(b): int((data.bearing == b).sum()) for b in bearings}}
    for kind, make in KINDS.items():
        scores = out_of_fold(data, make, data.bearing)
        largest = scores.max(1)
        verdict = {
            str(b): [round(float(x), 3) for x in scores[data.bearing == b].mean(0)] for b in bearings
        }
        report[kind] = {
            "leave one bearing out": told(data.truth, scores, data.bearing),
            "leave one bearing out, by recording": told(*by_recording(data, scores)),
            "right element of three, damaged bearings": round(
                float((scores.argmax(1) == data.truth.argmax(1))[data.truth.any(1)].mean()), 4
            ),
            "mean score by bearing": verdict,
            "highest score of the sound bearing": round(float(largest[data.bearing == "Normal"].max()), 3),
            "leave one size out": told(data.truth, out_of_fold(data, make, size), data.bearing),
            "trained on simulated pulleys alone": told(data.truth, unheard(data, make), data.bearing),
            "leaky, by window": told(data.truth, out_of_fold(data, make, by_window), data.bearing),
        }
        print(kind, report[kind], flush=True)
    with open(os.path.join(windows.RUNS, "cross-validation.json"), "w") as out:
        json.dump(report, out, indent=1)


if __name__ == "__main__":
    main()
