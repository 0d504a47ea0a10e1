"""Replays as small files that a test can check without PyTorch."""

import json
from typing import NamedTuple

import torch

RUN_KEYS = (
    "dataset model workers local microBatch epochs trainSize rule warmup variant granularity layerwise layerwiseShare "
    "gainEstimator averaging trustCoefficient alpha baseRate momentum weightDecay decay seed"
).split()


class Detail(NamedTuple):
    """How much of a replay a fixture keeps."""

    sample: int
    digits: int

    def rounded(self, value):
        return float(f"{value:.{self.digits}g}")


FULL = Detail(sample=64, digits=9)
SHORT = Detail(sample=12, digits=6)


def sample_stride(size, sample):
    """1, or a prime, so that a large tensor is sampled in all its channels and kernel places alike."""
    stride = max(1, -(-size // sample))
    if stride == 1:
        return 1
    stride = max(stride, 11)
    while any(stride % divisor == 0 for divisor in range(2, int(stride**0.5) + 1)):
        stride += 1
    return stride


def sampled(tensors, detail):
    """Of every tensor of floats the norm, and every stride-th value of it read as flat."""
    samples = []
    for name, tensor in tensors.items():
        if not tensor.is_floating_point():
            continue
        flat = tensor.double().flatten()
        stride = sample_stride(flat.numel(), detail.sample)
        values = [detail.rounded(value) for value in flat[::stride].tolist()]
        samples.append({"name": name, "norm": detail.rounded(flat.norm().item()), "stride": stride, "values": values})
    return samples


def numbers_of(losses, rows, final, detail):
    """`rows`: per update, layer name to its numbers."""

    def column(key):
        return [[detail.rounded(numbers[key]) for numbers in update.values()] for update in rows]

    return {
        "losses": [detail.rounded(loss) for loss in losses],
        "gains": column("gain"),
        "states": column("state"),
        "rates": column("rate"),
        "final": sampled(final, detail),
    }


def run_config(config):
    """The part of a bundle's config.json that describes the run."""
    return {key: config[key] for key in RUN_KEYS}


def write_fixture(path, config, initial, final, losses, rows):
    write(
        path,
        {
            "source": source("scripts/pytorch_replay.py"),
            "config": run_config(config),
            "layers": list(rows[0]),
            "initial": sampled(initial, FULL),
            **numbers_of(losses, rows, final, FULL),
        },
    )


def source(script):
    return f"{script}, PyTorch {torch.__version__}, float64"


def write(path, content):
    lines = ",\n".join(f"  {json.dumps(key)}: {json_lines(value)}" for key, value in content.items())
    path.write_text(f"{{\n{lines}\n}}\n")


def json_lines(value):
    """On one line; a list of objects on one line each."""
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + ",\n".join(f"    {compact(item)}" for item in value) + "\n  ]"
    return compact(value)


def compact(value):
    return json.dumps(value, separators=(",", ":"))
