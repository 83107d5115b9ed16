"""/usr/bin/python3 -m unittest discover -s training/surfaces"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import numpy as np
from PIL import Image, ImageDraw
from sklearn.metrics import balanced_accuracy_score, f1_score, roc_auc_score

import figures
import patches
import pictures
import texture
import unwrap
from folds import folds

HERE = pathlib.Path(__file__).parent


def impeller(tilt=1.0, grey=170):
    """A round part: ground, face, dark cavity, hub."""
    picture = Image.new("L", (300, 300), 150)
    draw = ImageDraw.Draw(picture)
    for radius, tone in ((130, grey), (80, 20), (38, grey)):
        draw.ellipse((152 - radius, 148 - radius * tilt, 152 + radius, 148 + radius * tilt), fill=tone)
    return np.asarray(picture, np.float32)


class Folds(unittest.TestCase):
    def setUp(self):
        random = np.random.default_rng(3)
        self.part = random.integers(0, 40, 600).astype(str)
        self.kind = np.where(self.part.astype(int) < 8, "ok", "def")

    def test_no_part_is_in_two_folds(self):
        for seed in range(20):
            fold = folds(self.part, self.kind, 5, seed)
            for part in np.unique(self.part):
                self.assertEqual(len(np.unique(fold[self.part == part])), 1)

    def test_every_fold_has_its_share_of_each_kind(self):
        for seed in range(20):
            fold = folds(self.part, self.kind, 5, seed)
            for kind, most in (("ok", 2), ("def", 8)):
                have = [len(np.unique(self.part[(fold == k) & (self.kind == kind)])) for k in range(5)]
                self.assertLessEqual(max(have), most)
                self.assertGreaterEqual(min(have), 1)


class Figures(unittest.TestCase):
    truth = np.array([1, 1, 1, 0, 0, 1, 0, 0, 1, 0], bool)
    score = np.array([0.9, 0.4, 0.4, 0.4, 0.1, 0.8, 0.7, 0.2, 0.6, 0.3])

    def test_agree_with_scikit_learn(self):
        called = self.score > 0.5
        found = figures.rates(self.truth, called)
        self.assertAlmostEqual(found["balancedAccuracy"], balanced_accuracy_score(self.truth, called))
        self.assertAlmostEqual(found["f1"], f1_score(self.truth, called))
        self.assertAlmostEqual(figures.auroc(self.truth, self.score), roc_auc_score(self.truth, self.score))

    def test_interval_takes_all_pictures_of_a_part_together(self):
        part = np.repeat(np.arange(12), 50)
        value = np.repeat(np.arange(12) % 2, 50).astype(float)
        low, high = figures.over_parts(part, lambda chosen: np.array([value[chosen].mean()]), 400)[0]
        # Six of twelve parts: as wide as a share of twelve is, not of six hundred.
        self.assertGreater(high - low, 0.4)

    def test_parts_count_the_same_however_often_photographed(self):
        part, kind = np.array(["a"] * 9 + ["b", "c"]), np.array([0] * 10 + [1])
        weight = figures.equal_parts(part, kind)
        self.assertAlmostEqual(weight[:9].sum(), weight[9])
        self.assertAlmostEqual(weight[:10].sum(), weight[10])


class Pooling(unittest.TestCase):
    def test_a_small_speck_shows_in_the_patch_that_holds_it(self):
        tone = np.zeros((96, 128), np.float32)
        tone[40:44, 70:74] = -4
        self.assertEqual(tuple(np.argwhere(patches.describe(tone)[..., 0] > 0)[0]), (2, 4))

    def test_the_strongest_patches_speak_for_the_picture(self):
        class Trees:
            def decision_function(self, rows):
                return rows[:, 0]

        quiet, loud = np.full((5, 6, 1), -3.0), np.full((5, 6, 1), -3.0)
        loud[2, 3] = 6
        scores = patches.strongest(Trees(), [quiet, loud])
        self.assertAlmostEqual(scores[0], -3)
        self.assertAlmostEqual(scores[1], np.mean([6, 0, -2.1]))

    def test_outlines_are_shared_out_over_patches(self):
        mask = np.zeros((32, 48), bool)
        mask[:8, 16:32] = True
        self.assertEqual(patches.shares(mask).tolist(), [[0, 0.5, 0], [0, 0, 0]])


class Ring(unittest.TestCase):
    def test_a_tilted_part_is_laid_flat(self):
        for tilt in (1.0, 0.85):
            flat = unwrap.flat(impeller(tilt))
            radii = np.linspace(unwrap.INNER, unwrap.OUTER, unwrap.RADII)
            face = flat[(radii > 0.68) & (radii < 0.94)]
            self.assertGreater((np.abs(face - 170) < 5).mean(), 0.98)
            self.assertGreater((flat[radii > 1.06] < 155).mean(), 0.98)

    def test_without_a_cavity_there_is_no_ring(self):
        self.assertIsNone(unwrap.flat(np.random.default_rng(0).normal(128, 5, (200, 200)).astype(np.float32)))

    def test_figures_do_not_change_with_the_part_s_turn(self):
        tone = np.random.default_rng(1).normal(0, 1, (unwrap.RADII, unwrap.ANGLES)).astype(np.float32)
        a, b = (texture.features(t, "ring") for t in (tone, np.roll(tone, 77, 1)))
        np.testing.assert_allclose(a, b, atol=1e-4)


class WholeRoad(unittest.TestCase):
    def test_trains_on_a_folder_and_judges_another(self):
        random = np.random.default_rng(0)
        with tempfile.TemporaryDirectory() as folder:
            for name in ("train/ok", "train/pitted", "new"):
                pathlib.Path(folder, name).mkdir(parents=True)
            for part in range(16):
                for shot in range(2):
                    grey = random.normal(140, 6, (96, 128))
                    if part % 2:
                        row, column = random.integers(15, 70, 2)
                        grey[row : row + 6, column : column + 6] = 40
                    to = "train/pitted" if part % 2 else "train/ok"
                    for name in (to, "new") if part < 2 else (to,):
                        Image.fromarray(grey.clip(0, 255).astype(np.uint8)).save(f"{folder}/{name}/p{part}_{shot}.png")

            def run(script, *more):
                done = subprocess.run([sys.executable, HERE / script, *more], capture_output=True, text=True)
                self.assertEqual(done.returncode, 0, done.stderr)
                return done.stdout

            run("train.py", "--data", f"{folder}/train", "--out", f"{folder}/out", "--repeats", "1", "--no-plain")
            report = json.loads(pathlib.Path(folder, "out/report.json").read_text())
            self.assertGreater(report["byPart"]["balancedAccuracy"]["mean"], 0.9)
            self.assertIsNone(report["operatingPoint"])
            told = json.loads(run("predict.py", "--model", f"{folder}/out/model.joblib", "--images", f"{folder}/new"))
            self.assertEqual({p["part"]: p["defective"] for p in told["parts"]}, {"p0": False, "p1": True})


class Data(unittest.TestCase):
    def test_the_real_sets_are_read_as_they_are(self):
        data = os.environ.get("CELLTWIN_DATA")
        if not data:
            print("skipped: no data")
            self.skipTest("no data")
        tiles = pictures.find(f"{data}/magnetic_tile/dev")
        self.assertEqual({p.defective for p in tiles if p.kind == "MT_Free"}, {False})
        self.assertTrue(all(p.part.startswith("tile_") and p.mask for p in tiles))
        impellers = pictures.find(f"{data}/casting_impeller/dev")
        self.assertTrue(all(p.part.startswith("part") for p in impellers))
        self.assertEqual(pictures.layout_of(impellers[::40]), "ring")


if __name__ == "__main__":
    unittest.main()
