"""The update as docs/lena.md has it, in float64, written from the formulas alone.

Symbols as there; a layer is a parameter tensor.
"""

import torch
import torch.nn.functional as F

from replay.model import forward

EPSILON = 1e-6
FIXED_SHARE = 0.055
BATCH_NORM_MOMENTUM = 0.1


class Run:
    """One run: its parameters, moving averages, states and velocities."""

    def __init__(self, config, model, names, tensors):
        self.config = config
        self.layers = model["layers"]
        self.parameters = {name: tensors[name].clone().requires_grad_() for name in names}
        self.buffers = {name: tensor.clone() for name, tensor in tensors.items() if name not in names}
        self.n = config["workers"] * config["local"]
        self.T1 = config["epochs"] * (config["trainSize"] // config["microBatch"])
        self.theta = config["alpha"] * self.T1
        self.A = {name: 0.0 for name in names}
        self.C = {name: 0.0 for name in names}
        self.S = {name: 0.0 for name in names}
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
        gain, warmup = self.gains_and_warmups(t, a, c)
        decay = 0.01 ** (n * t / self.T1) if self.config["decay"] == "exponential" else 1.0
        rate = {name: self.config["baseRate"] * gain[name] * warmup[name] * decay for name in names}
        self.descend(mean_gradient, rate)
        self.track(statistics)
        rows = {
            name: {
                "mean_square": a[name],
                "square_mean": c[name],
                "gain": gain[name],
                "state": self.S[name],
                "warmup": warmup[name],
                "rate": rate[name],
            }
            for name in names
        }
        return loss_sum / n, rows

    def gains_and_warmups(self, t, a, c):
        n, names = self.n, list(self.parameters)
        rho = min(n / 1000, 1)
        for name in names:
            self.A[name] = (1 - rho) * self.A[name] + rho * a[name]
            self.C[name] = (1 - rho) * self.C[name] + rho * c[name]

        def variance(A, C):
            return min(max((A + EPSILON) / (C + EPSILON), 1), n)

        whole_model = variance(sum(self.A.values()), sum(self.C.values()))
        rule = self.config["rule"]
        if rule == "lena":
            gain = {name: variance(self.A[name], self.C[name]) for name in names}
        elif rule in ("linear", "none"):
            gain = {name: n if rule == "linear" else 1 for name in names}
        else:
            raise SystemExit(f"replay: no rule {rule!r} here. Try: add it to scripts/replay/lena.py")
        for name in names:
            self.S[name] += gain[name] if rule == "lena" else whole_model

        kind = self.config["warmup"]
        if kind == "state-aware":
            warmup = {name: min(1, self.S[name] / self.theta) if self.theta > 0 else 1 for name in names}
        elif kind in ("fixed", "none"):
            share = n * (t + 1) / (FIXED_SHARE * self.T1)
            warmup = {name: min(1, share) if kind == "fixed" else 1 for name in names}
        else:
            raise SystemExit(f"replay: no warm-up {kind!r} here. Try: add it to scripts/replay/lena.py")
        return gain, warmup

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
