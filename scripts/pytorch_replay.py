#!/usr/bin/python3
"""Replays a recorded run in PyTorch, float64, and compares it with what the run wrote.

    npm run -s lena -- train --record-order --out DIR …
    /usr/bin/python3 scripts/pytorch_replay.py DIR

Prints the replay's numbers as CSV, then the worst differences; exit code 1 where one is too
large. Gradients are autograd's and the rates are computed here from docs/lena.md alone, so
this shares no code with what it checks. Needs PyTorch 1.13 or later (Debian: python3-torch).
"""

import argparse
import math
import sys
from pathlib import Path

import torch

from replay.bundle import normaliser, read_config, read_images, read_model, read_order, read_safetensors, read_table
from replay.fixture import write_fixture
from replay.lena import Run
from replay.model import parameter_names

TOLERANCES = {"loss": 1e-4, "gain": 1e-3, "state": 1e-3, "warmup": 1e-3, "rate": 1e-3, "weights": 1e-3, "statistics": 1e-3}
LAYER_COLUMNS = ("mean_square", "square_mean", "gain", "state", "warmup", "rate")


def main():
    arguments = parse_arguments()
    folder = arguments.bundle
    config = read_config(folder)
    model = read_model(config["model"])
    names = parameter_names(model["layers"])
    initial, final = read_safetensors(folder / "initial.safetensors"), read_safetensors(folder / "final.safetensors")
    layer_rows = read_table(folder / "layers.csv")
    recorded_names = [row["layer"] for row in layer_rows[: len(names)]]
    if recorded_names != names:
        raise SystemExit(f"layers.csv: wanted the layers {names}, found {recorded_names}")

    run = Run(config, model, names, initial)
    order = read_order(folder)
    update_rows = read_table(folder / "updates.csv")
    if len(order) != len(update_rows):
        raise SystemExit(f"order.csv: wanted the order of {len(update_rows)} updates, found {len(order)}")
    normalised = normaliser(config["normalisation"], *read_images(arguments.data))
    losses, rows, worst = [], [], Worst()
    print(",".join(("update", "layer", "loss", *LAYER_COLUMNS)))
    for t in range(len(order)):
        loss, numbers = run.update(t, [normalised(indices) for indices in order[t]])
        losses.append(loss)
        rows.append(numbers)
        for name, columns in numbers.items():
            print(",".join((str(t), name, repr(loss), *(repr(float(columns[key])) for key in LAYER_COLUMNS))))
        worst.see("loss", f"update {t}", float(update_rows[t]["loss"]), loss)
        for recorded in layer_rows[t * len(names) : (t + 1) * len(names)]:
            for key in LAYER_COLUMNS:
                where = f"update {t}, {recorded['layer']}"
                worst.see(key, where, float(recorded[key]), numbers[recorded["layer"]][key])

    compare_tensors(worst, run.tensors(), final, names)
    if arguments.fixture:
        write_fixture(arguments.fixture, config, initial, run.tensors(), losses, rows)
    sys.exit(0 if worst.report() else 1)


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path, help="folder of a bundle that was written with --record-order")
    parser.add_argument("--data", type=Path, help="folder of the IDX files or of the shards")
    parser.add_argument("--fixture", type=Path, help="also write the replay's numbers as a fixture")
    return parser.parse_args()


class Worst:
    """The largest relative difference of each kind of number, and where it is."""

    def __init__(self):
        self.found = {}

    def see(self, kind, where, got, wanted):
        self.see_difference(kind, where, abs(got - wanted) / max(abs(wanted), 1e-30))

    def see_difference(self, kind, where, difference):
        # A NaN is the worst of all, and stays.
        if kind not in self.found or difference > self.found[kind][0] or math.isnan(difference):
            self.found[kind] = (difference, where)

    def report(self):
        """Says all of it; True where every kind that has a tolerance keeps it."""
        passed = True
        for kind, (difference, where) in self.found.items():
            limit = TOLERANCES.get(kind)
            kept = limit is None or difference <= limit
            passed = passed and kept
            verdict = "no limit" if limit is None else f"limit {limit:g}" if kept else f"TOO LARGE, limit {limit:g}"
            print(f"{kind:12} worst relative difference {difference:.2e} ({verdict}) at {where}", file=sys.stderr)
        return passed


def compare_tensors(worst, replayed, recorded, names):
    """Weights as one vector; batch-norm statistics tensor by tensor."""
    if set(replayed) != set(recorded):
        raise SystemExit(f"final.safetensors: wanted {sorted(replayed)}, found {sorted(recorded)}")

    def relative(keys):
        got, wanted = (torch.cat([tensors[key].double().flatten() for key in keys]) for tensors in (recorded, replayed))
        return ((got - wanted).norm() / wanted.norm().clamp(min=1e-30)).item()

    worst.see_difference("weights", "all as one vector", relative(names))
    for name in replayed:
        worst.see_difference("tensor" if name in names else "statistics", name, relative([name]))


if __name__ == "__main__":
    main()
