#!/usr/bin/python3
"""Trains the patch classifier on what make-patches made and exports it to ONNX, as the data-science phase hands it over.

Seeded and resumable: runs/patch-state.pt holds net, optimiser and progress.
Parts whose number divides by five are held out, by part; they never enter a training step.
BatchNorm is left unfused at export: what is made of the net for an edge is made from this base, and compared with it.
"""
import json
import pathlib
import sys

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

TRAINING = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(TRAINING))
from resumable import Probabilities, ask, train  # noqa: E402

RUNS = TRAINING / 'runs'
PIXELS = 64
MEAN = torch.tensor([0.35, 0.08, 0.04]).view(1, 3, 1, 1)
SPREAD = torch.tensor([0.2, 0.1, 0.1]).view(1, 3, 1, 1)
LABELS = ['plain', 'staking', 'grease', 'dent', 'residue']
LEARNING_RATE = 4e-3


def conv(inputs, outputs, size, stride=1, groups=1, act=True):
    layers = [nn.Conv2d(inputs, outputs, size, stride, size // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
    return layers + ([nn.ReLU6(inplace=True)] if act else [])


class Block(nn.Module):
    """Inverted residual (MobileNetV2): widen, filter each channel by itself, narrow again."""

    def __init__(self, inputs, outputs, stride, widen):
        super().__init__()
        wide = inputs * widen
        self.path = nn.Sequential(*(conv(inputs, wide, 1) if widen > 1 else []), *conv(wide, wide, 3, stride, wide),
                                  *conv(wide, outputs, 1, act=False))
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x):
        return x + self.path(x) if self.residual else self.path(x)


class PatchNet(nn.Module):
    def __init__(self):
        super().__init__()
        blocks, inputs = [], 16
        for widen, outputs, repeats, stride in [(1, 16, 1, 1), (4, 24, 2, 2), (4, 32, 2, 2), (4, 48, 3, 2), (4, 64, 2, 1)]:
            for k in range(repeats):
                blocks.append(Block(inputs, outputs, stride if k == 0 else 1, widen))
                inputs = outputs
        self.features = nn.Sequential(*conv(3, 16, 3, 2), *blocks, *conv(inputs, 256, 1))
        self.answer = nn.Linear(256, len(LABELS))

    def forward(self, x):
        return self.answer(torch.flatten(F.adaptive_avg_pool2d(self.features(x), 1), 1))


def load_patches():
    """Pictures, labels and part numbers; a record is part (2 bytes), label, pixels."""
    raw = np.concatenate([np.fromfile(file, np.uint8) for file in sorted((RUNS / 'patches').glob('*.bin'))])
    records = raw.reshape(-1, 3 + 3 * PIXELS * PIXELS)
    parts = records[:, 0].astype(int) + 256 * records[:, 1].astype(int)
    return records[:, 3:].reshape(-1, 3, PIXELS, PIXELS), records[:, 2].astype(np.int64), parts


def normalise(images):
    return (torch.from_numpy(images).float() / 255 - MEAN) / SPREAD


def batch_of(images, labels, size, rng):
    picked = rng.integers(len(images), size=size)
    x = images[picked].astype(np.float32)
    # A pulley may as well be seen in a mirror; lamps age.
    flip = rng.random(size) < 0.5
    x[flip] = x[flip, :, :, ::-1]
    x *= rng.uniform(0.85, 1.12, (size, 3, 1, 1)).astype(np.float32)
    return normalise(np.clip(x, 0, 255)), torch.from_numpy(labels[picked])


def evaluate(net, images, labels):
    """Confusion matrix: rows are the truth."""
    net.eval()
    confusion = np.zeros((len(LABELS), len(LABELS)), int)
    with torch.no_grad():
        for k in range(0, len(images), 64):
            found = net(normalise(images[k:k + 64])).argmax(1).numpy()
            np.add.at(confusion, (labels[k:k + 64], found), 1)
    net.train()
    return confusion


def main():
    options = ask(__doc__, steps=700, batch=32, seed=11)
    images, labels, parts = load_patches()
    held = parts % 5 == 0
    net = PatchNet()
    decayed = [p for p in net.parameters() if p.ndim > 1]
    others = [p for p in net.parameters() if p.ndim == 1]
    optimiser = torch.optim.AdamW([{'params': decayed, 'weight_decay': 1e-2}, {'params': others, 'weight_decay': 0}],
                                  lr=LEARNING_RATE)

    def loss_of(rng):
        x, y = batch_of(images[~held], labels[~held], options.batch, rng)
        return F.cross_entropy(net(x), y)

    train(net, optimiser, loss_of, options, LEARNING_RATE, RUNS / 'patch-state.pt')
    confusion = evaluate(net, images[held], labels[held])
    report = {
        'parameters': sum(p.numel() for p in net.parameters()),
        'trainingParts': int(len(np.unique(parts[~held]))),
        'heldOutParts': int(len(np.unique(parts[held]))),
        'steps': options.steps,
        'batch': options.batch,
        'seed': options.seed,
        'heldOutAccuracy': round(float(np.trace(confusion) / confusion.sum()), 4),
        'heldOutConfusion': confusion.tolist(),
    }
    (RUNS / 'patch-report.json').write_text(json.dumps(report, indent=2))
    net.eval()
    # PRESERVE: the ordinary mode of export would fold BatchNorm away.
    torch.onnx.export(Probabilities(net), torch.zeros(1, 3, PIXELS, PIXELS), str(RUNS / 'patch-model.onnx'),
                      opset_version=13, training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=True,
                      input_names=['patch'], output_names=['probabilities'])
    print(json.dumps(report, indent=2))


if __name__ == '__main__':
    main()
