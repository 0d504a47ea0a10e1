"""Reads a run bundle and the images it was trained on. Standard library and PyTorch only.

Not here: what the numbers mean (model.py, lena.py).
"""

import csv
import gzip
import json
import math
import struct
from pathlib import Path

import torch

REPOSITORY = Path(__file__).resolve().parents[2]
IDX_FOLDER = Path("/usr/share/datasets/fashion-mnist")
SHARD_FOLDER = REPOSITORY / "public/data/fashion-mnist"


def read_config(folder):
    return json.loads((folder / "config.json").read_text())


def read_model(model):
    """The model's description: a name means one of the models that ship."""
    if isinstance(model, str):
        return json.loads((REPOSITORY / f"src/nn/models/{model}.json").read_text())
    return model


def read_safetensors(path):
    """Name to tensor; float32 becomes float64."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    dtypes = {"F32": torch.float32, "I64": torch.int64}
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__":
            continue
        first, last = (8 + length + offset for offset in entry["data_offsets"])
        flat = torch.frombuffer(bytearray(data[first:last]), dtype=dtypes[entry["dtype"]])
        tensor = flat.reshape(entry["shape"])
        tensors[name] = tensor.double() if entry["dtype"] == "F32" else tensor
    return tensors


def read_table(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def read_order(folder):
    """Update to its micro-batches in order, each a list of indices into the train file."""
    path = folder / "order.csv"
    if not path.exists():
        raise SystemExit(f"{path}: not there. Try: record the run with --record-order")
    with path.open(newline="") as file:
        rows = csv.reader(file)
        next(rows)
        order = {}
        for update, micro_batch, *indices in rows:
            micro_batches = order.setdefault(int(update), [])
            if int(micro_batch) != len(micro_batches):
                raise SystemExit(f"{path}: update {update}, wanted micro-batch {len(micro_batches)}, found {micro_batch}")
            micro_batches.append([int(index) for index in indices])
    return order


def read_images(folder=None):
    """Images (60000,1,28,28) and labels as uint8, in the order of the source's train file."""
    folder = folder or (IDX_FOLDER if IDX_FOLDER.exists() else SHARD_FOLDER)
    return read_shards(folder) if (folder / "index.json").exists() else read_idx(folder)


def read_idx(folder):
    images = gzip.decompress((folder / "train-images-idx3-ubyte.gz").read_bytes())
    labels = gzip.decompress((folder / "train-labels-idx1-ubyte.gz").read_bytes())
    magic, count, height, width = struct.unpack_from(">4I", images)
    if magic != 0x803 or struct.unpack_from(">2I", labels) != (0x801, count):
        raise SystemExit(f"{folder}: these are not IDX files of images and their labels")
    pixels = torch.frombuffer(bytearray(images[16:]), dtype=torch.uint8)
    return pixels.reshape(count, 1, height, width), torch.frombuffer(bytearray(labels[8:]), dtype=torch.uint8)


def read_shards(folder):
    """The train file put together again from the shards of the train and validation splits."""
    splits = [read_split(folder, name) for name in ("train", "validation")]
    indices = torch.cat([index for _, _, index in splits])
    order = torch.argsort(indices)
    return tuple(torch.cat([split[place] for split in splits])[order] for place in (0, 1))


def read_split(folder, name):
    """Images and labels of one split, and each image's place in the source's file."""
    manifest = json.loads((folder / "index.json").read_text())
    images, labels, indices = [], [], []
    for shard in manifest["splits"][name]["shards"]:
        content = bytearray(gzip.decompress((folder / shard["file"]).read_bytes()))
        count = shard["count"]
        pixel_count = count * math.prod(manifest["imageShape"])
        images.append(torch.frombuffer(content[:pixel_count], dtype=torch.uint8).reshape(count, *manifest["imageShape"]))
        labels.append(torch.frombuffer(content[pixel_count : pixel_count + count], dtype=torch.uint8))
        indices.append(torch.frombuffer(content[pixel_count + count :], dtype=torch.int32).long())
    return tuple(torch.cat(parts) for parts in (images, labels, indices))


def normaliser(normalisation, images, labels):
    """From indices into `images` to a micro-batch: float64 images and labels."""
    mean, deviation = (
        torch.tensor(normalisation[key], dtype=torch.float64).reshape(1, -1, 1, 1) for key in ("mean", "deviation")
    )
    return lambda indices: ((images[indices].double() / 255 - mean) / deviation, labels[indices].long())
