/**
 * @file Whole runs that choose their kernels by measuring. The software GPU says that it is a real one, and the
 * workers are in this thread, so that the test sees what they store.
 */
import { expect, test } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { fetchFileFrom } from "../data/fetch-file.ts";
import { disguised } from "../gpu/testing.ts";
import type { Tile } from "../kernels/tile.ts";
import { createCoordinator } from "../parallel/coordinator.ts";
import { serve } from "../parallel/link.ts";
import type { SessionHost } from "../parallel/protocol.ts";
import { createReplica } from "../parallel/replica.ts";
import { defaultRunConfig, parseRunConfig, type RunConfig } from "../train/config.ts";
import { configOfBundle } from "../train/export/bundle.ts";
import type { TextStore } from "../train/tile-cache.ts";
import { DATA_ROOT, type FinishedRun, runUpdates } from "./browser/testing.ts";

const model: RunConfig["model"] = {
  name: "tiny",
  layers: [
    { type: "max-pool", size: 2 },
    { type: "conv2d", name: "conv", filters: 4, kernel: 3, stride: 2, padding: 1, bias: true },
    { type: "relu" },
    { type: "flatten" },
    { type: "dense", name: "fc", units: 10, bias: true },
  ],
};
const config: RunConfig = {
  ...defaultRunConfig,
  ...{ model, workers: 2, local: 1, microBatch: 8, trainSize: 400, epochs: 1 },
};
const info = { vendor: "acme", architecture: "one", device: "", description: "" } as GPUAdapterInfo;

/** A place for tiles that counts how often it is used. */
function memory() {
  let text: string | undefined;
  const used = { reads: 0, writes: 0 };
  const store: TextStore = {
    async read() {
      used.reads++;
      return text;
    },
    async write(written) {
      used.writes++;
      text = written;
    },
  };
  return { store, used };
}

function hostWith(tileStore: TextStore): SessionHost {
  const gpu = disguised(navigator.gpu, { info });
  const clock = () => performance.now();
  const slowClock = () => clock() / 20; // a busy machine must not run out of the time that a tune may take
  const readFile = fetchFileFrom(DATA_ROOT);
  return {
    clock,
    startWorker(kind, name) {
      const { port1, port2 } = new MessageChannel();
      if (kind === "replica") serve(port2, createReplica({ gpu, clock }), name);
      else serve(port2, createCoordinator({ gpu, clock: slowClock, readFile, tileStore }), name);
      return { port: port1, died: new Promise(() => {}), terminate: () => port2.close() };
    },
  };
}

const recordOf = ({ bundle }: FinishedRun) => JSON.parse(new TextDecoder().decode(bundle.get("config.json")));
const lossesOf = ({ store }: FinishedRun) => [...store.column("loss")];

const ROUNDING = { abs: 0, rel: 1e-4 };

test("a tuned run gives the numbers of a fixed one, measures once, and can be repeated to the bit", async () => {
  const { store, used } = memory();
  const run = (kernels: RunConfig["kernels"]) => runUpdates({ ...config, kernels }, 2, {}, hostWith(store));
  const fixed = await run("fixed");
  expect(used).toEqual({ reads: 0, writes: 0 });

  const tuned = await run("tuned");
  expect(used.writes).toBe(1);
  const { chosenTiles, droppedTiles } = recordOf(tuned);
  expect(droppedTiles).toEqual([]);
  expect(Object.keys(chosenTiles)).toEqual(Object.keys(recordOf(fixed).chosenTiles));
  expect(Object.keys(chosenTiles).length).toBeGreaterThan(5);
  expect(lossesOf(tuned)).toHaveLength(2);
  expect(worstMismatch(lossesOf(tuned), lossesOf(fixed), ROUNDING)).toBeUndefined();

  const again = await run("tuned");
  expect(used.writes).toBe(1);
  expect(recordOf(again).chosenTiles).toEqual(chosenTiles);
  expect(lossesOf(again)).toEqual(lossesOf(tuned));

  const recorded = parseRunConfig(configOfBundle(recordOf(tuned)));
  if (!recorded.ok) throw new Error(JSON.stringify(recorded.problems));
  const { used: elsewhere, store: empty } = memory();
  const repeated = await runUpdates(recorded.config, 2, {}, hostWith(empty));
  expect(elsewhere).toEqual({ reads: 0, writes: 0 });
  expect(repeated.bundle.get("final.safetensors")).toEqual(tuned.bundle.get("final.safetensors"));
});

test("the tiles of a recorded configuration are those that the workers run with", async () => {
  const host = hostWith(memory().store);
  const first = { BM: 16, BN: 16, BK: 16, TM: 2, TN: 4 };
  const deep = { BM: 16, BN: 16, BK: 32, TM: 2, TN: 2 }; // too deep to split its sums, so they are rounded otherwise
  const run = (tile: Tile) => {
    const kernels = { tiles: { "dense.forward 8 196 10": tile } };
    return runUpdates({ ...config, workers: 1, kernels }, 1, {}, host);
  };
  const [one, other] = [await run(first), await run(deep)];
  expect(other.bundle.get("final.safetensors")).not.toEqual(one.bundle.get("final.safetensors"));
  expect(worstMismatch(lossesOf(other), lossesOf(one), ROUNDING)).toBeUndefined();
});
