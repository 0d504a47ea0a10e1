"""PyTorch as a contender: trains a model of LENA Lab's description with momentum SGD.

Reads a folder that pytorch.ts wrote: job.json, weights.f32, images.f32, labels.i32. Then each line of stdin is a number
of updates, and each answer is a line of JSON. "pytorch.py DEVICE" without a folder says whether that device can be had.
"""

import json
import os
import sys
import time
import warnings
from pathlib import Path

import torch
from torch import nn

BATCH_NORM_EPSILON = 1e-5
warnings.filterwarnings("ignore", "Lazy modules")


class Residual(nn.Module):
    def __init__(self, spec, channels):
        super().__init__()
        self.body, outputs = sequence(spec["body"], channels)
        self.shortcut, _ = sequence(spec.get("shortcut", []), channels)
        self.outputs = outputs

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


def sequence(specs, channels):
    """The layers, and how many channels come out of them."""
    modules = []
    for spec in specs:
        kind = spec["type"]
        if kind == "conv2d":
            sizes = (channels, spec["filters"], spec["kernel"], spec["stride"], spec["padding"])
            modules.append(nn.Conv2d(*sizes, bias=spec["bias"]))
            channels = spec["filters"]
        elif kind == "batch-norm":
            modules.append(nn.BatchNorm2d(channels, eps=BATCH_NORM_EPSILON))
        elif kind == "relu":
            modules.append(nn.ReLU(inplace=True))
        elif kind == "max-pool":
            modules.append(nn.MaxPool2d(spec["size"], spec.get("stride")))
        elif kind == "global-average-pool":
            modules.append(nn.AdaptiveAvgPool2d(1))
        elif kind == "flatten":
            modules.append(nn.Flatten())
        elif kind == "dense":
            modules.append(nn.LazyLinear(spec["units"], bias=spec["bias"]))
        elif kind == "residual":
            modules.append(Residual(spec, channels))
            channels = modules[-1].outputs
        else:
            raise SystemExit(f"pytorch.py: no layer type {kind!r} here. Try: add it to bench/contenders/pytorch.py")
    return nn.Sequential(*modules), channels


def load(folder, job, device):
    """Micro-batches on the device, and the model with the given weights."""
    shape = (-1, job["microBatch"], *job["imageShape"])
    images = torch.frombuffer(bytearray((folder / "images.f32").read_bytes()), dtype=torch.float32).view(shape).to(device)
    labels = torch.frombuffer(bytearray((folder / "labels.i32").read_bytes()), dtype=torch.int32)
    labels = labels.view(-1, job["microBatch"]).long().to(device)
    model = sequence(job["layers"], job["imageShape"][0])[0].to(device)
    model(images[0])  # settles the sizes that depend on the input; its statistics are not used in training
    weights = torch.frombuffer(bytearray((folder / "weights.f32").read_bytes()), dtype=torch.float32)
    with torch.no_grad():
        for parameter, values in zip(model.parameters(), weights.split([p.numel() for p in model.parameters()])):
            parameter.copy_(values.view_as(parameter))
    return images, labels, model


def updates(job, images, labels, model):
    """One update after another: its loss as a number."""
    sgd = torch.optim.SGD(
        model.parameters(), lr=job["rate"], momentum=job["momentum"], weight_decay=job["weightDecay"]
    )
    n = job["n"]
    at = 0
    while True:
        sgd.zero_grad(set_to_none=True)
        total = 0
        for _ in range(n):
            loss = nn.functional.cross_entropy(model(images[at]), labels[at]) / n
            loss.backward()
            total = total + loss.detach()
            at = (at + 1) % len(images)
        sgd.step()
        yield total.item()


def answer(value):
    print(json.dumps(value), flush=True)


def main():
    device = sys.argv[1]
    if device == "cuda":
        if not torch.cuda.is_available():
            raise SystemExit("pytorch.py: no CUDA device here")
        torch.backends.cuda.matmul.allow_tf32 = False
        torch.backends.cudnn.allow_tf32 = False
        torch.backends.cudnn.benchmark = True
    if len(sys.argv) == 2:
        return answer({"version": torch.__version__})
    torch.set_num_threads(os.cpu_count())
    folder = Path(sys.argv[2])
    job = json.loads((folder / "job.json").read_text())
    loss = updates(job, *load(folder, job, device))
    answer({"device": torch.cuda.get_device_name() if device == "cuda" else f"{torch.get_num_threads()} threads"})
    for line in sys.stdin:
        results = []
        for _ in range(int(line)):
            began = time.perf_counter()
            results.append({"loss": next(loss), "ms": 1000 * (time.perf_counter() - began)})
        answer(results)


main()
