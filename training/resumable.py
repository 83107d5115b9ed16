"""What trainings have in common: seeded, resumable steps, and the answer as probabilities.

A state file holds net, optimiser and progress; start again with the same seed to go on, with more or fewer --steps too.
"""
import argparse
import math
import time

import numpy as np
import torch
from torch import nn


class Probabilities(nn.Module):
    """A net as it is exported: it answers with the share of each class."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return torch.softmax(self.net(x), 1)


def ask(description, steps, batch, seed):
    """Options of the command line, with these defaults. Seeds torch."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument('--steps', type=int, default=steps)
    parser.add_argument('--batch', type=int, default=batch)
    parser.add_argument('--seed', type=int, default=seed)
    parser.add_argument('--threads', type=int, default=1)
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    torch.set_num_threads(options.threads)
    return options


def learning_rate(step, steps, highest):
    """Rises over the first tenth and falls to nothing at the last step."""
    rise = min(1, (step + 1) / (0.1 * steps))
    return highest * rise * 0.5 * (1 + math.cos(math.pi * step / steps))


def train(net, optimiser, loss_of, options, highest_rate, state_file):
    """Steps until `options.steps`; `loss_of(rng)` draws the batch of a step, the same whenever it is asked for."""
    step = 0
    if state_file.exists():
        state = torch.load(state_file)
        if state['seed'] == options.seed:
            net.load_state_dict(state['net'])
            optimiser.load_state_dict(state['optimiser'])
            step = state['step']
            print(f'goes on at step {step}')
    net.train()
    began = time.time()
    while step < options.steps:
        for group in optimiser.param_groups:
            group['lr'] = learning_rate(step, options.steps, highest_rate)
        loss = loss_of(np.random.default_rng((options.seed, step)))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        step += 1
        if step % 50 == 0:
            print(f'step {step} loss {loss.item():.4f} {time.time() - began:.0f} s', flush=True)
        if step % 250 == 0 or step == options.steps:
            torch.save({'net': net.state_dict(), 'optimiser': optimiser.state_dict(), 'step': step,
                        'seed': options.seed}, state_file)
