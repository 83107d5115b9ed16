#!/usr/bin/python3
"""Trains the face net on simulated faces (make-faces) and exports it to ONNX.

Seeded and resumable: runs/state.pt holds net, optimiser and progress.
Parts whose number divides by five are held out, by part; they never enter a training step.
"""
import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

from resumable import Probabilities, ask, train

RUNS = pathlib.Path(__file__).parent / 'runs'
SPEC = json.loads((RUNS / 'spec.json').read_text())
ROWS, ANGLES = SPEC['input']['radii'], SPEC['input']['angles']
OVERLAP, STRIDE = SPEC['input']['overlap'], SPEC['stride']
CLASSES = len(SPEC['labels'])
# Crops teach as much as whole faces at a fraction of the cost.
CROP = 256
LEARNING_RATE = 6e-3


def conv(inputs, outputs, stride=1):
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True))


class FaceNet(nn.Module):
    """Two scales: cells of half a millimetre see their neighbourhood through a coarser path and answer by class."""

    def __init__(self):
        super().__init__()
        self.near = nn.Sequential(conv(3, 12, STRIDE), conv(12, 16))
        self.far = nn.Sequential(conv(16, 24, 2), conv(24, 24), conv(24, 24))
        self.join = conv(40, 16)
        self.answer = nn.Conv2d(16, CLASSES, 1)

    def forward(self, x):
        near = self.near(x)
        far = F.interpolate(self.far(near), scale_factor=2.0, mode='nearest')
        return self.answer(self.join(torch.cat([near, far], 1)))


def load_faces(held_out):
    images, labels = [], []
    for file in sorted((RUNS / 'faces').glob('*.bin')):
        if (int(file.stem) % 5 == 0) != held_out:
            continue
        raw = np.fromfile(file, np.uint8)
        size = 3 * ROWS * ANGLES
        images.append(raw[:size].reshape(3, ROWS, ANGLES))
        labels.append(raw[size:].reshape(ROWS // STRIDE, ANGLES // STRIDE))
    return np.stack(images), np.stack(labels)


def normalise(images):
    mean = torch.tensor(SPEC['input']['mean']).view(1, 3, 1, 1)
    spread = torch.tensor(SPEC['input']['spread']).view(1, 3, 1, 1)
    return (torch.from_numpy(images).float() / 255 - mean) / spread


def batch_of(images, labels, size, rng):
    """Crops at random angles, half of them around a cell that is not background."""
    x, y = [], []
    for _ in range(size):
        k = rng.integers(len(images))
        start = int(rng.integers(ANGLES // STRIDE)) * STRIDE
        if rng.random() < 0.5:
            columns = np.nonzero((labels[k] > 1).any(0))[0]
            if len(columns):
                start = (int(rng.choice(columns)) * STRIDE - CROP // 2 + int(rng.integers(-48, 48)) * STRIDE) % ANGLES
        image = np.take(images[k], np.arange(start, start + CROP), axis=2, mode='wrap')
        label = np.take(labels[k], np.arange(start // STRIDE, (start + CROP) // STRIDE), axis=1, mode='wrap')
        # A pulley may as well be seen in a mirror; lamps age.
        if rng.random() < 0.5:
            image, label = image[:, :, ::-1], label[:, ::-1]
        gain = rng.uniform(0.85, 1.12, (3, 1, 1))
        x.append(np.clip(image * gain, 0, 255).astype(np.uint8))
        y.append(label)
    return normalise(np.stack(x)), torch.from_numpy(np.stack(y).astype(np.int64))


def cell_weights(labels):
    """Flaws are few cells among many, and a small flaw must count as much as a large one."""
    by_class = torch.tensor([1.0, 1.5, 2.0, 3.0, 4.0])[labels]
    flaws = F.one_hot(labels, CLASSES).permute(0, 3, 1, 2).float()
    flaws[:, :2] = 0
    neighbours = 25 * F.avg_pool2d(flaws.sum(1, keepdim=True), 5, 1, 2)[:, 0]
    small = torch.clamp(10 / torch.clamp(neighbours, min=1), 1, 5)
    return torch.where(labels > 1, by_class * small, by_class)


def evaluate(net, images, labels):
    """Intersection over union of the cells by class, on whole faces."""
    net.eval()
    both, either = np.zeros(CLASSES), np.zeros(CLASSES)
    with torch.no_grad():
        for image, label in zip(images, labels):
            x = F.pad(normalise(image[None]), (OVERLAP, OVERLAP, 0, 0), mode='circular')
            edge = OVERLAP // STRIDE
            found = net(x).argmax(1)[0, :, edge:-edge].numpy()
            for c in range(CLASSES):
                both[c] += ((found == c) & (label == c)).sum()
                either[c] += ((found == c) | (label == c)).sum()
    net.train()
    return dict(zip(SPEC['labels'], np.round(both / np.maximum(either, 1), 4).tolist()))


def main():
    options = ask(__doc__, steps=3000, batch=8, seed=7)
    images, labels = load_faces(held_out=False)
    net = FaceNet()
    optimiser = torch.optim.AdamW(net.parameters(), lr=LEARNING_RATE, weight_decay=1e-4)

    def loss_of(rng):
        x, y = batch_of(images, labels, options.batch, rng)
        weights = cell_weights(y)
        return (weights * F.cross_entropy(net(x), y, reduction='none')).sum() / weights.sum()

    train(net, optimiser, loss_of, options, LEARNING_RATE, RUNS / 'state.pt')

    held_images, held_labels = load_faces(held_out=True)
    report = {
        'parameters': sum(p.numel() for p in net.parameters()),
        'trainingParts': len(images),
        'heldOutParts': len(held_images),
        'steps': options.steps,
        'batch': options.batch,
        'seed': options.seed,
        'heldOutCellIoU': evaluate(net, held_images, held_labels),
    }
    (RUNS / 'report.json').write_text(json.dumps(report, indent=2))
    net.eval()
    example = torch.zeros(1, 3, ROWS, ANGLES + 2 * OVERLAP)
    torch.onnx.export(Probabilities(net), example, str(RUNS / 'model.onnx'), opset_version=13,
                      input_names=['face'], output_names=['probabilities'])
    print(json.dumps(report, indent=2))


if __name__ == '__main__':
    main()
