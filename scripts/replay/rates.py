"""Every layer's rate as docs/lena.md has it, in float64, written from the formulas alone.

Symbols as there; a layer is a parameter tensor. Not here: gradients and weights (lena.py).
"""

import math

EPSILON = 1e-6
FIXED_SHARE = 0.055
LAYERWISE = ("lena", "lars")


class Rates:
    """One run's moving averages and states."""

    def __init__(self, config, dimensions):
        """`dimensions`: layer name to the number of its tensor's dimensions, in data order."""
        b, N, epochs = config["microBatch"], config["trainSize"], config["epochs"]
        self.config = config
        self.n = config["workers"] * config["local"]
        self.T1 = epochs * (N // b)
        self.update_count = epochs * (N // (self.n * b))
        self.released = config["rule"] == "lena" and config["variant"] == "released"
        self.theta = int(epochs * config["alpha"]) * (N // b) if self.released else config["alpha"] * self.T1
        self.groups = groups_of(config, dimensions)
        self.whole = tuple(dimensions)
        self.averages = {group: (0.0, 0.0) for group in {*self.groups.values(), self.whole} if group}
        self.S = {name: 0.0 for name in dimensions}

    def update(self, t, a, c, x_square):
        """From a(k), c(k) and ‖x(k)‖² of update t to each layer's numbers."""
        for group in self.averages:
            self.average(group, sum(a[name] for name in group), sum(c[name] for name in group))
        return {name: self.layer(name, t, a, c, x_square) for name in self.whole}

    def average(self, group, a, c):
        if self.config["gainEstimator"] == "unbiased":
            a, c = unbiased(a, c, self.n)
        rho = 1 if self.config["averaging"] == "none" else min(self.n / 1000, 1)
        A, C = self.averages[group]
        self.averages[group] = ((1 - rho) * A + rho * a, (1 - rho) * C + rho * c)

    def layer(self, name, t, a, c, x_square):
        gain = self.gain(name, c, x_square)
        before = self.S[name]
        self.S[name] += self.state_gain(name)
        warmup = self.warmup(t, before if self.released else self.S[name])
        return {
            "mean_square": a[name],
            "square_mean": c[name],
            "gain": gain,
            "state": self.S[name],
            "warmup": warmup,
            "rate": self.config["baseRate"] * gain * warmup * self.decay(t),
        }

    def ratio(self, group):
        A, C = self.averages[group]
        return (A + EPSILON) / (C + EPSILON)

    def variance(self, group):
        """G, of a layer, a module or the whole model."""
        return min(max(self.ratio(group), 1), self.n)

    def gain(self, name, c, x_square):
        rule, group = self.config["rule"], self.groups[name]
        if rule == "none":
            return 1
        if rule == "linear":
            return self.n
        if rule == "sqrt":
            return math.sqrt(self.n)
        if rule == "adascale":
            return self.variance(self.whole)
        if rule == "lena":
            return self.variance(group or self.whole)
        if rule == "lars":
            return self.trust_ratio(group, c, x_square) if group else self.n
        raise SystemExit(f"replay: no rule {rule!r} here. Try: add it to scripts/replay/rates.py")

    def trust_ratio(self, group, c, x_square):
        x, g = (math.sqrt(sum(squares[name] for name in group)) for squares in (x_square, c))
        if x == 0 or g == 0:
            return self.n
        return self.n * self.config["trustCoefficient"] * x / (g + self.config["weightDecay"] * x)

    def state_gain(self, name):
        """What S grows by."""
        group = self.groups[name]
        if self.config["rule"] != "lena" or not group:
            return self.variance(self.whole)
        if self.released and self.ratio(group) >= self.n:
            return self.variance(self.whole)
        return self.variance(group)

    def warmup(self, t, S):
        kind = self.config["warmup"]
        if kind == "none":
            return 1
        if kind == "fixed":
            return min(1, self.n * (t + 1) / (FIXED_SHARE * self.T1))
        if kind == "state-aware":
            return min(1, S / self.theta) if self.theta > 0 else 1
        raise SystemExit(f"replay: no warm-up {kind!r} here. Try: add it to scripts/replay/rates.py")

    def decay(self, t):
        kind, u = self.config["decay"], self.update_count
        if kind == "none":
            return 1
        if kind == "exponential":
            return 0.01 ** (self.n * t / self.T1)
        if kind == "steps":
            return 1 if t < u / 2 else 0.1 if t < 0.75 * u else 0.01
        if kind == "cosine":
            return (1 + math.cos(math.pi * t / u)) / 2
        raise SystemExit(f"replay: no decay {kind!r} here. Try: add it to scripts/replay/rates.py")


def unbiased(a, c, n):
    """σ² + μ² and σ²/n + μ² in place of a and c (Johnson et al. 2020, appendix B.3)."""
    if n == 1:
        return a, c
    noise = n / (n - 1) * (a - c)
    signal = max(0, c - noise / n)
    return noise + signal, noise / n + signal


def groups_of(config, dimensions):
    """Of each layer, the layers that it shares a rate with, itself among them; None: left out of the rule."""
    if config["rule"] not in LAYERWISE:
        return dict.fromkeys(dimensions)
    # Biases and batch norm's tensors are lists of numbers; all other weights have more dimensions.
    eligible = [name for name, count in dimensions.items() if config["layerwise"] == "all" or count > 1]
    by_module = config["granularity"] == "module"
    members = {}
    for name in eligible:
        members.setdefault(name.rpartition(".")[0] if by_module else name, []).append(name)
    share = config["layerwiseShare"]
    groups = dict.fromkeys(dimensions)
    for k, names in enumerate(members.values()):
        if math.floor((k + 1) * share) > math.floor(k * share):
            groups.update(dict.fromkeys(names, tuple(names)))
    return groups
