"""The update as docs/lena.md has it, in float64, written from the formulas alone.

Symbols as there; a layer is a parameter tensor. Not here: what the rates are (rates.py).
"""

import torch
import torch.nn.functional as F

from replay.model import forward
from replay.rates import Rates

BATCH_NORM_MOMENTUM = 0.1


class Run:
    """One run: its parameters, batch-norm statistics, rates and velocities."""

    def __init__(self, config, model, names, tensors):
        self.config = config
        self.layers = model["layers"]
        self.parameters = {name: tensors[name].clone().requires_grad_() for name in names}
        self.buffers = {name: tensor.clone() for name, tensor in tensors.items() if name not in names}
        self.n = config["workers"] * config["local"]
        self.rates = Rates(config, {name: tensors[name].dim() for name in names})
        self.velocity = {name: torch.zeros_like(tensors[name]) for name in names}

    def update(self, t, micro_batches):
        """Update number t from n pairs of images and labels. Returns its loss and each layer's numbers."""
        n, names = self.n, list(self.parameters)
        mean_gradient = {name: 0.0 for name in names}
        a = {name: 0.0 for name in names}
        loss_sum, statistics = 0.0, []
        for images, labels in micro_batches:
            seen = {}
            loss = F.cross_entropy(forward(self.layers, images, self.parameters, seen), labels)
            gradients = torch.autograd.grad(loss, list(self.parameters.values()))
            for name, gradient in zip(names, gradients):
                mean_gradient[name] = mean_gradient[name] + gradient / n
                a[name] += gradient.pow(2).sum().item() / n
            loss_sum += loss.item()
            statistics.append(seen)
        c = {name: mean_gradient[name].pow(2).sum().item() for name in names}
        x_square = {name: x.detach().pow(2).sum().item() for name, x in self.parameters.items()}
        rows = self.rates.update(t, a, c, x_square)
        self.descend(mean_gradient, {name: row["rate"] for name, row in rows.items()})
        self.track(statistics)
        return loss_sum / n, rows

    def descend(self, mean_gradient, rate):
        """Momentum SGD in PyTorch's form, one rate per layer."""
        with torch.no_grad():
            for name, x in self.parameters.items():
                decayed = mean_gradient[name] + self.config["weightDecay"] * x
                self.velocity[name] = self.config["momentum"] * self.velocity[name] + decayed
                x -= rate[name] * self.velocity[name]

    def track(self, statistics):
        """Running statistics: one step per update, towards the mean over its micro-batches."""
        for name in statistics[0]:
            for place, key in enumerate(("running_mean", "running_var")):
                seen = torch.stack([each[name][place] for each in statistics]).mean(0)
                old = self.buffers[f"{name}.{key}"]
                self.buffers[f"{name}.{key}"] = (1 - BATCH_NORM_MOMENTUM) * old + BATCH_NORM_MOMENTUM * seen
            self.buffers[f"{name}.num_batches_tracked"] += 1

    def tensors(self):
        """All that final.safetensors should hold."""
        return {**{name: x.detach() for name, x in self.parameters.items()}, **self.buffers}
