"""What a cross-validation showed, as the report says it."""
import numpy as np

from figures import auroc, by_part, over_parts, rates, wilson

DRAWS = 1000
# Fewer sound parts say nothing about a rare false alarm.
LEAST_SOUND_PARTS = 100


def of(examples, runs, compared, about):
    sound_parts = len(np.unique(examples.part[~examples.defective]))
    return {
        **about,
        "pictures": len(examples.part), "parts": len(np.unique(examples.part)), "soundParts": sound_parts,
        "defectiveParts": len(np.unique(examples.part[examples.defective])),
        "byPart": measured(examples, runs),
        "byKind": {kind: of_kind(examples, runs, kind) for kind in np.unique(examples.kind)},
        "operatingPoint": operating_point(examples, runs) if sound_parts >= LEAST_SOUND_PARTS else None,
        "gainOverPlain": compared and gain(examples, runs, compared["byPart"]),
        "plain": compared and {
            name: measured(examples, [{"score": s, "threshold": np.zeros(len(s))} for s in scores])
            for name, scores in compared.items()
        },
    }


def measured(examples, runs):
    """Mean over the repeats, their range, and the interval over parts, for pictures and for whole parts."""
    defective, part = examples.defective, examples.part

    def figures(chosen):
        each = []
        for run in runs:
            y, excess = defective[chosen], (run["score"] - run["threshold"])[chosen]
            found = rates(y, excess > 0)
            parts, mean = by_part(part[chosen], y, excess)
            each.append((
                found["balancedAccuracy"], auroc(y, run["score"][chosen]), found["f1"],
                rates(parts, mean > 0)["balancedAccuracy"], auroc(parts, mean),
            ))
        return np.array(each)

    everything = figures(np.arange(len(part)))
    drawn = over_parts(part, lambda chosen: figures(chosen).mean(0), DRAWS)
    names = ("balancedAccuracy", "auroc", "f1", "partBalancedAccuracy", "partAuroc")
    return {
        name: {
            "mean": round(float(everything[:, k].mean()), 4), "repeats": [round(float(v), 4) for v in everything[:, k]],
            "interval": drawn[k],
        }
        for k, name in enumerate(names)
    }


def gain(examples, runs, plain_scores):
    """Balanced accuracy above the plain model's on the same folds, both judged on the same drawn parts."""

    def figures(chosen):
        y = examples.defective[chosen]
        each = [
            rates(y, (run["score"] > run["threshold"])[chosen])["balancedAccuracy"]
            - rates(y, (plain > 0)[chosen])["balancedAccuracy"]
            for run, plain in zip(runs, plain_scores)
        ]
        return np.array([np.mean(each)])

    everything = np.arange(len(examples.part))
    interval = over_parts(examples.part, figures, DRAWS)[0]
    return {"balancedAccuracy": round(float(figures(everything)[0]), 4), "interval": interval}


def of_kind(examples, runs, kind):
    """Share judged rightly, in the mean over repeats; for a defect also its AUROC against everything sound."""
    here = examples.kind == kind
    right = [((run["score"] > run["threshold"]) == examples.defective)[here].mean() for run in runs]
    parts = len(np.unique(examples.part[here]))
    told = {"pictures": int(here.sum()), "parts": parts, "right": round(float(np.mean(right)), 4)}
    if examples.defective[here].all():
        both = here | ~examples.defective
        told["auroc"] = round(float(np.mean([auroc(here[both], run["score"][both]) for run in runs])), 4)
    return told


def operating_point(examples, runs):
    """The quiet threshold on unseen parts, by part: the first repeat alone, since an interval counts each part once."""
    run = runs[0]
    defective, mean = by_part(examples.part, examples.defective, run["score"] - run["quiet"])
    found = rates(defective, mean > 0)
    return {
        "soundParts": int((~defective).sum()), "falseAlarms": found["falseAlarms"],
        "falseAlarmInterval": wilson(found["falseAlarms"], int((~defective).sum())),
        "defectiveParts": int(defective.sum()), "found": found["found"],
        "foundInterval": wilson(found["found"], int(defective.sum())),
    }
