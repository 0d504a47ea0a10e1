#!/usr/bin/python3
"""Trains a recorded run's configuration in PyTorch, float32, and compares the accuracy curves.

    npm run -s lena -- train --record-order --out DIR …
    /usr/bin/python3 scripts/pytorch_train.py DIR

Ordinary modules, autograd and torch.optim.SGD, from the same initial weights, in the same sample
order. Validation accuracy is that of the validation split with batch norm's running statistics.
Needs PyTorch 1.13 or later (Debian: python3-torch).
"""

import argparse
from pathlib import Path

import torch
import torch.nn.functional as F

from replay.bundle import SHARD_FOLDER, normaliser, read_config, read_images, read_model, read_order
from replay.bundle import read_safetensors, read_split, read_table
from replay.modules import build
from replay.rates import Rates

EVALUATION_BATCH = 1000


def main():
    arguments = parse_arguments()
    folder = arguments.bundle
    config = read_config(folder)
    trainer = Trainer(config, read_safetensors(folder / "initial.safetensors"))
    training = normaliser(config["normalisation"], *read_images(arguments.data))
    pixels, labels, _ = read_split(arguments.shards, "validation")
    validation = normaliser(config["normalisation"], pixels, labels)
    order = read_order(folder)
    epochs = {int(row["update"]): row for row in read_table(folder / "epochs.csv")}
    differences = []
    print("epoch,lena,pytorch,difference")
    for t in range(len(order)):
        trainer.update(t, [training(indices) for indices in order[t]])
        if row := epochs.get(t + 1):
            ours, theirs = float(row["validation_accuracy"]), trainer.accuracy(validation, len(labels))
            differences.append(abs(ours - theirs))
            print(f"{int(row['epoch']) + 1},{ours:.4f},{theirs:.4f},{theirs - ours:+.4f}", flush=True)
    mean = sum(differences) / len(differences)
    print(f"difference over {len(differences)} epochs: mean {100 * mean:.2f}, largest {100 * max(differences):.2f} points")


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path, help="folder of a bundle that was written with --record-order")
    parser.add_argument("--data", type=Path, help="folder of the IDX files or of the shards, to train on")
    parser.add_argument("--shards", type=Path, default=SHARD_FOLDER, help="folder of the shards, for the validation split")
    return parser.parse_args()


class Trainer:
    """The model, its optimiser with a parameter group per layer, and the rates."""

    def __init__(self, config, tensors):
        self.modules = {}
        self.model = build(read_model(config["model"])["layers"], tensors, self.modules)
        self.parameters = {
            f"{name}.{key}": parameter
            for name, module in self.modules.items()
            for key, parameter in module.named_parameters()
        }
        groups = [{"params": [parameter]} for parameter in self.parameters.values()]
        self.optimiser = torch.optim.SGD(groups, 0.0, config["momentum"], weight_decay=config["weightDecay"])
        self.rates = Rates(config, {name: parameter.dim() for name, parameter in self.parameters.items()})

    def update(self, t, micro_batches):
        self.model.train()
        before = self.statistics()
        gradients, after = [], []
        for images, labels in micro_batches:
            self.set_statistics(before)
            loss = F.cross_entropy(self.model(images.float()), labels)
            gradients.append(torch.autograd.grad(loss, list(self.parameters.values())))
            after.append(self.statistics())
        self.set_statistics([torch.stack(seen).mean(0) for seen in zip(*after)])
        self.step(t, [torch.stack(parts) for parts in zip(*gradients)])

    def step(self, t, gradients):
        """`gradients`: of each layer, those of the n micro-batches."""
        names = list(self.parameters)
        mean_square = {name: square(stack) / len(stack) for name, stack in zip(names, gradients)}
        for parameter, stack in zip(self.parameters.values(), gradients):
            parameter.grad = stack.mean(0)
        square_mean = {name: square(parameter.grad) for name, parameter in self.parameters.items()}
        weight_square = {name: square(parameter.detach()) for name, parameter in self.parameters.items()}
        rows = self.rates.update(t, mean_square, square_mean, weight_square)
        for name, group in zip(names, self.optimiser.param_groups):
            group["lr"] = rows[name]["rate"]
        self.optimiser.step()

    def statistics(self):
        """Batch norm's running means and variances; each micro-batch of an update starts from the same ones."""
        return [buffer.clone() for buffer in self.model.buffers() if buffer.is_floating_point()]

    def set_statistics(self, values):
        buffers = [buffer for buffer in self.model.buffers() if buffer.is_floating_point()]
        for buffer, value in zip(buffers, values):
            buffer.copy_(value)

    def accuracy(self, validation, count):
        self.model.eval()
        correct = 0
        with torch.no_grad():
            for start in range(0, count, EVALUATION_BATCH):
                images, labels = validation(slice(start, start + EVALUATION_BATCH))
                correct += (self.model(images.float()).argmax(1) == labels).sum().item()
        return correct / count


def square(tensor):
    return tensor.pow(2).sum().item()


if __name__ == "__main__":
    main()
