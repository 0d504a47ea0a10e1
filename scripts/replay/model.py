"""Builds a model from its description and runs it in PyTorch, with parameters given by name."""

import torch.nn.functional as F

BATCH_NORM_EPSILON = 1e-5


def parameter_names(layers, prefix=""):
    """Of every layer, in the order data flows through them."""
    names = []
    for layer in layers:
        if layer["type"] == "residual":
            inner = f"{prefix}{layer['name']}."
            names += parameter_names(layer["body"], inner) + parameter_names(layer.get("shortcut", []), inner)
        elif layer["type"] in ("conv2d", "dense", "batch-norm"):
            name = prefix + layer["name"]
            names.append(f"{name}.weight")
            if layer.get("bias", True):
                names.append(f"{name}.bias")
    return names


def forward(layers, x, parameters, statistics, prefix=""):
    """The model's output. Adds to `statistics` each batch norm's mean and unbiased variance, by name."""
    for layer in layers:
        x = forward_layer(layer, x, parameters, statistics, prefix)
    return x


def forward_layer(layer, x, parameters, statistics, prefix):
    kind = layer["type"]
    name = prefix + layer.get("name", "")
    if kind == "conv2d":
        stride, padding = layer.get("stride", 1), layer.get("padding", 0)
        return F.conv2d(x, parameters[f"{name}.weight"], parameters.get(f"{name}.bias"), stride, padding)
    if kind == "dense":
        return F.linear(x, parameters[f"{name}.weight"], parameters.get(f"{name}.bias"))
    if kind == "batch-norm":
        channels = x.transpose(0, 1).flatten(1).detach()
        statistics[name] = (channels.mean(1), channels.var(1, unbiased=True))
        weight, bias = parameters[f"{name}.weight"], parameters[f"{name}.bias"]
        return F.batch_norm(x, None, None, weight, bias, training=True, eps=BATCH_NORM_EPSILON)
    if kind == "relu":
        return F.relu(x)
    if kind == "flatten":
        return x.flatten(1)
    if kind == "max-pool":
        return F.max_pool2d(x, layer["size"], layer.get("stride"))
    if kind == "average-pool":
        return F.avg_pool2d(x, layer["size"], layer.get("stride"))
    if kind == "global-average-pool":
        return x.mean((2, 3), keepdim=True)
    if kind == "residual":
        inner = f"{name}."
        body = forward(layer["body"], x, parameters, statistics, inner)
        return body + forward(layer.get("shortcut", []), x, parameters, statistics, inner)
    raise SystemExit(f"model: no layer type {kind!r} here. Try: add it to scripts/replay/model.py")
