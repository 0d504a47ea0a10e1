"""A model's description as ordinary PyTorch modules, with the weights of a bundle.

Not here: the same as functions of named tensors, for the replay in float64 (model.py).
"""

from torch import nn


class Residual(nn.Module):
    def __init__(self, body, shortcut):
        super().__init__()
        self.body = body
        self.shortcut = shortcut

    def forward(self, x):
        return self.body(x) + self.shortcut(x)


def build(layers, tensors, named, prefix=""):
    """Adds every module with weights to `named`, in the order data flows through them."""
    return nn.Sequential(*(module_of(layer, tensors, named, prefix) for layer in layers))


def module_of(layer, tensors, named, prefix):
    kind = layer["type"]
    name = prefix + layer.get("name", "")
    if kind == "residual":
        paths = (build(layer.get(path, []), tensors, named, f"{name}.") for path in ("body", "shortcut"))
        return Residual(*paths)
    if kind in ("conv2d", "dense", "batch-norm"):
        named[name] = weighted(layer, tensors[f"{name}.weight"].shape)
        named[name].load_state_dict({key: tensors[f"{name}.{key}"] for key in named[name].state_dict()})
        return named[name]
    return weightless(layer)


def weighted(layer, shape):
    has_bias = layer.get("bias", True)
    if layer["type"] == "dense":
        return nn.Linear(shape[1], shape[0], has_bias)
    if layer["type"] == "batch-norm":
        return nn.BatchNorm2d(shape[0])
    stride, padding = layer.get("stride", 1), layer.get("padding", 0)
    return nn.Conv2d(shape[1], shape[0], layer["kernel"], stride, padding, bias=has_bias)


def weightless(layer):
    kind = layer["type"]
    if kind == "relu":
        return nn.ReLU()
    if kind == "flatten":
        return nn.Flatten()
    if kind == "max-pool":
        return nn.MaxPool2d(layer["size"], layer.get("stride"))
    if kind == "average-pool":
        return nn.AvgPool2d(layer["size"], layer.get("stride"))
    if kind == "global-average-pool":
        return nn.AdaptiveAvgPool2d(1)
    raise SystemExit(f"modules: no layer type {kind!r} here. Try: add it to scripts/replay/modules.py")
