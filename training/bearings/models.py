"""The two bearing models: a forest on features, a small network on the neighbourhoods of the lines.

Both answer one question for one element at a time: is it this element that strikes? One model serves all elements of
all bearings, so what it learns about one race helps with the other.
"""
import numpy as np
import torch
from sklearn.ensemble import ExtraTreesClassifier
from torch import nn

torch.set_num_threads(1)
STEPS = 400


def weights_of(windows_bearing, truth):
    """Every bearing counts the same however much was recorded of it; both answers count the same."""
    names, inverse, counts = np.unique(windows_bearing, return_inverse=True, return_counts=True)
    weight = np.repeat(1.0 / counts[inverse], truth.shape[1]).reshape(truth.shape)
    for answer in (0, 1):
        weight[truth == answer] *= 0.5 / weight[truth == answer].sum()
    return (weight * weight.size).astype(np.float32)


class Forest:
    def __init__(self, seed=0, trees=120, leaf=3, depth=12):
        self.trees = ExtraTreesClassifier(
            trees, min_samples_leaf=leaf, max_depth=depth, random_state=seed, n_jobs=1
        )

    def fit(self, data, chosen):
        weight = weights_of(data.bearing[chosen], data.truth[chosen])
        rows = data.features[chosen].reshape(-1, data.features.shape[2])
        self.trees.fit(rows, data.truth[chosen].reshape(-1), sample_weight=weight.reshape(-1))
        return self

    def scores(self, data, chosen):
        rows = data.features[chosen].reshape(-1, data.features.shape[2])
        return self.trees.predict_proba(rows)[:, 1].reshape(-1, data.truth.shape[1])


class LineNet(nn.Module):
    """Convolutions along the order axis; what stands out anywhere near a line is pooled."""

    def __init__(self, rows, width=16):
        super().__init__()
        self.near = nn.Conv1d(rows, width, 5, padding=2)
        self.wide = nn.Conv1d(width, width, 5, padding=2)
        self.decide = nn.Sequential(nn.Dropout(0.2), nn.Linear(2 * width, 1))

    def logits(self, x):
        x = torch.relu(self.near(x))
        x = torch.relu(self.wide(nn.functional.max_pool1d(x, 2)))
        pooled = torch.cat([x.mean(2), x.max(2).values], 1)
        return self.decide(pooled)

    def forward(self, x):
        return torch.sigmoid(self.logits(x))


class Net:
    def __init__(self, seed=0, epochs=20):
        self.seed, self.epochs = seed, epochs

    def fit(self, data, chosen, checkpoint=None):
        torch.manual_seed(self.seed)
        rows, columns = data.neighbourhoods.shape[2:]
        x = torch.from_numpy(data.neighbourhoods[chosen].reshape(-1, rows, columns))
        y = torch.from_numpy(data.truth[chosen].reshape(-1, 1).astype(np.float32))
        w = torch.from_numpy(weights_of(data.bearing[chosen], data.truth[chosen]).reshape(-1, 1))
        self.net = LineNet(rows)
        optimiser = torch.optim.AdamW(self.net.parameters(), 3e-3, weight_decay=1e-2)
        began = 0
        if checkpoint and checkpoint.exists():
            state = torch.load(checkpoint)
            self.net.load_state_dict(state["net"])
            optimiser.load_state_dict(state["optimiser"])
            began = state["epoch"]
        # However few windows there are, as many steps are taken.
        steps = STEPS // self.epochs
        for epoch in range(began, self.epochs):
            order = torch.Generator().manual_seed(1000 * self.seed + epoch)
            self.net.train()
            for group in optimiser.param_groups:
                group["lr"] = 3e-3 * 0.5 * (1 + np.cos(np.pi * epoch / self.epochs))
            for _ in range(steps):
                batch = torch.randint(len(x), (128,), generator=order)
                # The floor's roughness must not be learnt by heart. The last rows only say which element is asked about.
                noisy = x[batch].clone()
                noisy[:, :-3] += 0.1 * torch.randn(noisy[:, :-3].shape, generator=order)
                losses = nn.functional.binary_cross_entropy_with_logits(self.net.logits(noisy), y[batch], reduction="none")
                loss = (losses * w[batch]).mean()
                optimiser.zero_grad()
                loss.backward()
                optimiser.step()
            if checkpoint:
                torch.save(
                    {"net": self.net.state_dict(), "optimiser": optimiser.state_dict(), "epoch": epoch + 1}, checkpoint
                )
                print(f"epoch {epoch + 1} of {self.epochs}, loss {float(loss):.4f}", flush=True)
        self.net.eval()
        return self

    def scores(self, data, chosen):
        rows, columns = data.neighbourhoods.shape[2:]
        x = torch.from_numpy(data.neighbourhoods[chosen].reshape(-1, rows, columns))
        with torch.no_grad():
            return self.net(x).numpy().reshape(-1, data.truth.shape[1])
