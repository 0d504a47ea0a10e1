import { expect, test } from "vitest";
import { productVersion } from "../../core/version.ts";
import { COORDINATOR_COSTS, WORKER_COSTS } from "../../train/costs.ts";
import { zipFiles } from "../../train/export/zip.ts";
import type { LayerMetric, RunStore, UpdateMetric } from "../run-store.ts";
import { readBundle } from "./read-bundle.ts";
import { madeUpBundle, madeUpConfig, madeUpRun } from "./testing.ts";

const updateMetrics: UpdateMetric[] = [
  "update",
  "epoch",
  "loss",
  "accuracy",
  "decay",
  "imagesPerSecond",
  "elapsedMs",
  "modelGain",
];
const layerMetrics: LayerMetric[] = ["meanSquare", "squareMean", "gain", "state", "warmup", "rate", "weightSquare"];

function expectSameNumbers(read: RunStore, made: RunStore): void {
  expect(read.updateCount).toBe(made.updateCount);
  expect(read.layers).toEqual(made.layers);
  expect(read.epochs).toEqual(made.epochs);
  for (const metric of [...updateMetrics, "oneWorkerImagesPerSecond"] as const) {
    expect(read.column(metric), metric).toEqual(made.column(metric));
  }
  made.layers.forEach((_, k) => {
    for (const metric of layerMetrics) expect(read.layerColumn(metric, k), metric).toEqual(made.layerColumn(metric, k));
  });
  for (let rank = 0; rank < made.workers; rank++) {
    for (const cost of WORKER_COSTS) expect(read.workerCost(cost, rank), cost).toEqual(made.workerCost(cost, rank));
  }
  for (const cost of COORDINATOR_COSTS) expect(read.coordinatorCost(cost), cost).toEqual(made.coordinatorCost(cost));
  expect(read.agreements).toEqual(made.agreements);
  expect(read.snapshots).toEqual(made.snapshots);
  expect(read.strip).toEqual(made.strip);
  expect(read.timeSource).toBe(made.timeSource);
}

test("a bundle read back has the numbers that it was made of, bit by bit", () => {
  const store = madeUpRun();
  const files = madeUpBundle(madeUpConfig, store);
  for (const source of [files, zipFiles(files, new Date())]) {
    const read = readBundle(source, "run.zip");
    expectSameNumbers(read.store, store);
    expect(read.config).toEqual(madeUpConfig);
    expect(read).toMatchObject({ productVersion, outcome: "finished", dataSha256: "ab".repeat(32) });
    expect(read.adapters).toHaveLength(2);
    expect(read.summary).toMatchObject({ testAccuracy: 0.77, wallMs: 12_345, updates: store.updateCount });
    expect([...read.store.workerMs].map(Math.round)).toEqual([60, 61]);
    expect(read.store.kernels.map(({ kernel, runs }) => [kernel, runs])).toEqual(
      store.kernels.map(({ kernel, runs }) => [kernel, runs]),
    );
  }
});

test("the time of an update is told from the speed where the bundle does not hold it", () => {
  const store = madeUpRun();
  const files = madeUpBundle(madeUpConfig, store);
  const elapsed = readBundle(withoutColumn(files, "updates.csv", "elapsed_ms"), "run").store.column("elapsedMs");
  for (const [t, ms] of elapsed.entries()) expect(ms).toBeCloseTo(store.column("elapsedMs")[t]!, 6);
});

test("a run that diverged is read to its last update, where the loss is no number", () => {
  const store = madeUpRun(madeUpConfig, 3, (t) => (t === 2 ? Number.NaN : 2));
  const read = readBundle(madeUpBundle(madeUpConfig, store), "run.zip");
  expect(read).toMatchObject({ outcome: "diverged", summary: undefined });
  expect([...read.store.column("loss")]).toEqual([2, 2, Number.NaN]);
});

test("a bundle of a run under way, even of one without an update, is read", () => {
  for (const updates of [0, 1, 13]) {
    const store = madeUpRun(madeUpConfig, updates);
    const read = readBundle(madeUpBundle(madeUpConfig, store), "run.zip");
    expectSameNumbers(read.store, store);
    expect(read.outcome).toBe("open");
  }
});

test("weights, costs, what was inspected and the summary may be missing", () => {
  const store = madeUpRun();
  const files = madeUpBundle(madeUpConfig, store);
  const names = ["costs.csv", "kernels.csv", "agreement.csv", "confusion.csv", "inspection.safetensors"];
  for (const name of [...names, "summary.json", "initial.safetensors", "final.safetensors"]) files.delete(name);
  const read = readBundle(files, "run.zip");
  expect(read.store.column("loss")).toEqual(store.column("loss"));
  expect([...read.store.workerCost("forward", 1)].every(Number.isNaN)).toBe(true);
  expect(read.store).toMatchObject({ kernels: [], timeSource: undefined, agreements: [], snapshots: [] });
  expect(read.store.epochs[1]).not.toHaveProperty("predictions");
  expect(read).toMatchObject({ summary: undefined, outcome: "open" });
});

test("a bundle in a folder of the archive is found", () => {
  const files = new Map([...madeUpBundle()].map(([name, bytes]) => [`runs/one/${name}`, bytes]));
  expect(readBundle(zipFiles(files, new Date()), "run.zip").config).toEqual(madeUpConfig);
});

/** The table as an older version wrote it. */
function withoutColumn(files: ReadonlyMap<string, Uint8Array>, name: string, column: string) {
  const rows = new TextDecoder()
    .decode(files.get(name))
    .trim()
    .split("\n")
    .map((line) => line.split(","));
  const at = rows[0]!.indexOf(column);
  const text = rows.map((cells) => cells.filter((_, i) => i !== at || at < 0).join(",")).join("\n");
  return new Map([...files, [name, new TextEncoder().encode(`${text}\n`)]]);
}
