"""The table that make-windows wrote."""
import json
import os
from types import SimpleNamespace

import numpy as np

RUNS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "runs", "bearings")


def read(name):
    with open(os.path.join(RUNS, name + ".json")) as file:
        table = json.load(file)
    windows = table["windows"]
    shape = (len(windows), len(table["elements"]), table["rows"], table["columns"])
    return SimpleNamespace(
        elements=table["elements"],
        feature_names=table["features"],
        features=np.array([window["features"] for window in windows], np.float32),
        neighbourhoods=np.fromfile(os.path.join(RUNS, name + ".f32"), "<f4").reshape(shape),
        truth=np.array([[window["damaged"] == element for element in table["elements"]] for window in windows], int),
        bearing=np.array([window["bearing"] for window in windows]),
        recording=np.array([window["name"] for window in windows]),
        severity=np.array([window.get("severity", np.nan) for window in windows]),
    )
