#!/usr/bin/python3
"""Makes the fixtures of src/session/golden: each run of its runs.json in PyTorch, float64.

    /usr/bin/python3 scripts/make_fixtures.py
    /usr/bin/python3 scripts/make_fixtures.py --runs FILE --out DIR

Initial weights and sample order come from recordings of the command line, which do not depend
on rule or rates: one recording serves all runs that differ in those alone. All numbers of a
fixture are the replay's. Needs PyTorch 1.13 or later (Debian: python3-torch).
"""

import argparse
import json
import signal
import subprocess
import tempfile
from pathlib import Path

from replay.bundle import REPOSITORY, normaliser, read_config, read_images, read_model, read_order, read_safetensors
from replay.fixture import SHORT, numbers_of, run_config, sampled, source, write
from replay.lena import Run
from replay.model import parameter_names

FOLDER = REPOSITORY / "src/session/golden"
UPDATES = 20
ORDER_KEYS = ("model", "workers", "local", "microBatch", "epochs", "trainSize", "seed")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=Path, default=FOLDER / "runs.json", help="list of the runs, by model")
    parser.add_argument("--out", type=Path, default=FOLDER, help="folder of the fixtures")
    arguments = parser.parse_args()
    images = read_images()
    with tempfile.TemporaryDirectory() as recordings:
        for model, entry in json.loads(arguments.runs.read_text()).items():
            path = arguments.out / f"{model}.fixture.json"
            write(path, fixture(entry["base"] | {"model": model}, entry["runs"], images, Path(recordings)))
            print(f"{path}: {len(entry['runs'])} runs", flush=True)


def fixture(base, runs, images, recordings):
    bundle = recorded(base, recordings)
    config = run_config(read_config(bundle)) | base
    names = parameter_names(read_model(config["model"])["layers"])
    return {
        "source": source("scripts/make_fixtures.py"),
        "config": config,
        "layers": names,
        "initial": sampled(read_safetensors(bundle / "initial.safetensors"), SHORT),
        "runs": [{"config": run} | replayed(recorded(base | run, recordings), config | run, images) for run in runs],
    }


def recorded(config, recordings):
    """Folder of a bundle with the initial weights and the first updates' order of such a run."""
    wanted = {key: config[key] for key in ORDER_KEYS if key in config}
    folder = recordings / "-".join(map(str, wanted.values()))
    if not folder.exists():
        flags = [word for key, value in wanted.items() for word in (f"--{flag_of(key)}", str(value))]
        command = ["node", "scripts/lena.mjs", "train", *flags, "--record-order", "--json", "--out", str(folder)]
        with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE, text=True) as process:
            stop_after(UPDATES, process)
        if not (folder / "order.csv").exists():
            raise SystemExit(f"{' '.join(command)}: wanted a bundle with order.csv, found exit code {process.returncode}")
    return folder


def flag_of(key):
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in key)


def stop_after(updates, process):
    """As Ctrl-C does: the bundle then holds what was done until there."""
    for line in process.stdout:
        event = json.loads(line)
        if event["kind"] == "update" and event["row"]["update"] == updates - 1:
            process.send_signal(signal.SIGINT)


def replayed(bundle, config, images):
    facts = read_config(bundle)
    model = read_model(config["model"])
    run = Run(config, model, parameter_names(model["layers"]), read_safetensors(bundle / "initial.safetensors"))
    normalised = normaliser(facts["normalisation"], *images)
    order = read_order(bundle)
    updates = [run.update(t, [normalised(indices) for indices in order[t]]) for t in range(UPDATES)]
    losses, rows = zip(*updates)
    return numbers_of(losses, rows, run.tensors(), SHORT)


if __name__ == "__main__":
    main()
