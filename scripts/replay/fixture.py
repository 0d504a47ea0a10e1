"""A replay as a small file that a test can check without PyTorch."""

import json

import torch

SAMPLE = 64
DIGITS = 9
RUN_KEYS = "dataset model workers local microBatch epochs trainSize rule warmup alpha baseRate momentum weightDecay decay seed"


def rounded(value):
    return float(f"{value:.{DIGITS}g}")


def sample_stride(size):
    """1, or a prime, so that a large tensor is sampled in all its channels and kernel places alike."""
    stride = max(1, -(-size // SAMPLE))
    if stride == 1:
        return 1
    stride = max(stride, 11)
    while any(stride % divisor == 0 for divisor in range(2, int(stride**0.5) + 1)):
        stride += 1
    return stride


def sampled(name, tensor):
    """The norm, and every stride-th value of the tensor read as flat."""
    flat = tensor.double().flatten()
    stride = sample_stride(flat.numel())
    values = [rounded(value) for value in flat[::stride].tolist()]
    return {"name": name, "norm": rounded(flat.norm().item()), "stride": stride, "values": values}


def write_fixture(path, config, initial, final, losses, rows):
    """`rows`: per update, layer name to its numbers."""
    names = list(rows[0])
    floats = [name for name in final if final[name].is_floating_point()]

    def column(key):
        return [[rounded(update[name][key]) for name in names] for update in rows]

    content = {
        "source": f"scripts/pytorch_replay.py, PyTorch {torch.__version__}, float64",
        "config": {key: config[key] for key in RUN_KEYS.split()},
        "layers": names,
        "losses": [rounded(loss) for loss in losses],
        "gains": column("gain"),
        "states": column("state"),
        "rates": column("rate"),
        "initial": [sampled(name, initial[name]) for name in floats],
        "final": [sampled(name, final[name]) for name in floats],
    }
    lines = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items())
    path.write_text(f"{{\n{lines}\n}}\n")
