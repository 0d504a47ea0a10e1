import { describe, expect, test } from "vitest";
import { familyFor } from "../../kernels/variant.ts";
import { defaultRunConfig, parseRunConfig, type RunConfig } from "../config.ts";
import { planMemory } from "../memory.ts";
import { type BundleInput, configOfBundle, makeBundle, type RunColumns } from "./bundle.ts";
import { readSafetensors } from "./safetensors.ts";

const adapter = { vendor: "google", architecture: "swiftshader", device: "", description: "", software: true };
const layer = { role: "weight", shape: [2], depth: 0, offset: 0, size: 2 } as const;
const layers = ["conv1", "fc"].map((module) => ({ ...layer, name: `${module}.weight`, module }));
const tensor = { name: "conv1.weight", shape: [2], values: Float32Array.of(1, 2) };
const config = { ...defaultRunConfig, workers: 2, local: 1, microBatch: 2, epochs: 1, trainSize: 8 };

const updateColumns = {
  update: [0, 1],
  epoch: [0, 0],
  loss: [2.5, Math.fround(2.3)],
  accuracy: [0.25, 0.5],
  decay: [1, 0.1],
  imagesPerSecond: [100, 200.5],
  modelGain: [1, 1.5],
  elapsedMs: [40, 59.5],
  oneWorkerImagesPerSecond: [Number.NaN, 90],
};
const first = { meanSquare: 1, squareMean: 2, gain: 3, state: 4, warmup: 5, rate: 6, weightSquare: 7 };

const image = { label: 1, predicted: 0, probability: 0.75, loss: 2 };
const predictions = {
  confusion: Uint32Array.of(2, 0, 1, 3),
  worst: [
    { ...image, index: 5, pixels: Uint8Array.of(1, 2) },
    { ...image, index: 3, pixels: Uint8Array.of(3, 4) },
  ],
};
const snapshotAt = (updates: number) => ({
  updates,
  filters: Float32Array.of(updates, -updates),
  filterShape: [2, 1, 1, 1],
  probabilities: Float32Array.of(0.5, 0.5, updates, 1 - updates),
});

const input: BundleInput = {
  config,
  productVersion: "0.1.0",
  adapters: [adapter, adapter],
  coordinatorAdapter: adapter,
  kernels: { adapter, tiles: {}, dropped: [] },
  dataSha256: "ab".repeat(32),
  normalisation: { mean: [0.286], deviation: [0.353] },
  layers,
  columns: {
    updateCount: 2,
    epochs: [{ epoch: 0, update: 2, validationLoss: 1.5, validationAccuracy: 0.75, predictions }],
    agreements: [
      { update: 0, norm: Float32Array.of(1, 2, 3, 4), cosine: Float32Array.of(1, 0, 0.5, -0.25) },
      { update: 1, norm: Float32Array.of(5, 6, 7, 8), cosine: Float32Array.of(1, 1, 1, 1) },
    ],
    snapshots: [0, 1, 2].map((updates) => snapshotAt(updates)),
    strip: { shape: [1, 1, 2], labels: Uint8Array.of(1, 0), pixels: Uint8Array.of(0, 64, 128, 255) },
    column: (metric) => updateColumns[metric],
    layerColumn: (metric, k) => [first[metric] + 10 * k, first[metric] + 10 * k + 100],
    workers: 2,
    workerCost: (cost, rank) => (cost === "forward" ? [10 + rank, 20 + rank] : [Number.NaN, 1]),
    coordinatorCost: (cost) => (cost === "allReduce" ? [3, 4] : [0.5, 0.5]),
    timeSource: "device",
    kernels: [
      { phase: "gather", kernel: "gather-batch", layer: "", operations: 0, ms: 1, runs: 2 },
      { phase: "forward", kernel: "conv2d.forward", layer: "conv1", operations: 3e6, ms: 4, runs: 2 },
    ],
  },
  summary: {
    updates: 2,
    epochs: 1,
    outcome: "finished",
    finalValidationAccuracy: 0.75,
    bestValidationAccuracy: 0.75,
    testAccuracy: 0.7,
    testLoss: 1.6,
    warmupEnd: { "conv1.weight": { update: 1, epoch: 0 }, "fc.weight": null },
    wallMs: 1234,
  },
  initial: [tensor],
  final: [{ ...tensor, values: Float32Array.of(3, 4) }],
  order: [
    { update: 0, microBatch: 0, indices: Uint32Array.of(5, 7) },
    { update: 0, microBatch: 1, indices: Uint32Array.of(1, 59_999) },
  ],
};

const bundle = makeBundle(input);
const textOf = (file: string) => new TextDecoder().decode(bundle.get(file));
const jsonOf = (file: string): unknown => JSON.parse(textOf(file));

test("a bundle of a finished run holds exactly these files", () => {
  expect([...bundle.keys()].sort()).toEqual([
    "agreement.csv",
    "config.json",
    "confusion.csv",
    "costs.csv",
    "epochs.csv",
    "final.safetensors",
    "initial.safetensors",
    "inspection.safetensors",
    "kernels.csv",
    "layers.csv",
    "order.csv",
    "summary.json",
    "updates.csv",
  ]);
});

test("a bundle of a run under way has no summary, and no order where none was recorded", () => {
  const files = [...makeBundle({ ...input, summary: undefined, order: undefined }).keys()];
  expect(files).toHaveLength(11);
  expect(files).not.toContain("summary.json");
  expect(files).not.toContain("order.csv");
});

test("updates.csv has one row per update", () => {
  expect(textOf("updates.csv")).toBe(
    "update,epoch,loss,accuracy,decay,images_per_second,model_gain,elapsed_ms\n" +
      "0,0,2.5,0.25,1,100,1,40\n1,0,2.3,0.5,0.1,200.5,1.5,59.5\n",
  );
});

test("layers.csv has one row per update and layer", () => {
  expect(textOf("layers.csv").split("\n")).toEqual([
    "update,layer,mean_square,square_mean,gain,state,warmup,rate,weight_square",
    "0,conv1.weight,1,2,3,4,5,6,7",
    "0,fc.weight,11,12,13,14,15,16,17",
    "1,conv1.weight,101,102,103,104,105,106,107",
    "1,fc.weight,111,112,113,114,115,116,117",
    "",
  ]);
});

test("costs.csv has one row per update and who took part; what was not measured is empty", () => {
  expect(textOf("costs.csv").split("\n")).toEqual([
    "update,who,source,probe,broadcast_ms,gather_ms,forward_ms,backward_ms,norm_ms,readback_ms,wait_ms," +
      "all_reduce_ms,rates_ms,optimiser_ms,one_worker_images_per_second",
    "0,worker 0,device,none,,,10,,,,,,,,",
    "0,worker 1,device,none,,,11,,,,,,,,",
    "0,coordinator,device,none,0.5,,,,,0.5,0.5,3,0.5,0.5,",
    "1,worker 0,device,none,,1,20,1,1,1,1,,,,",
    "1,worker 1,device,none,,1,21,1,1,1,1,,,,",
    "1,coordinator,device,none,0.5,,,,,0.5,0.5,4,0.5,0.5,90",
    "",
  ]);
});

test("kernels.csv has one row per dispatch, with its rate where operations are counted", () => {
  expect(textOf("kernels.csv")).toBe(
    "phase,kernel,layer,ms,operations,gflop_per_second,runs\n" +
      "gather,gather-batch,,0.5,0,,2\nforward,conv2d.forward,conv1,2,3000000,1.5,2\n",
  );
});

test("agreement.csv has one row per inspected update, worker and layer", () => {
  expect(textOf("agreement.csv").split("\n").slice(0, 6)).toEqual([
    "update,worker,layer,norm,cosine",
    "0,0,conv1.weight,1,1",
    "0,0,fc.weight,2,0",
    "0,1,conv1.weight,3,0.5",
    "0,1,fc.weight,4,-0.25",
    "1,0,conv1.weight,5,1",
  ]);
});

test("confusion.csv has what occurred in each epoch", () => {
  expect(textOf("confusion.csv")).toBe("epoch,label,predicted,count\n0,0,0,2\n0,1,0,1\n0,1,1,3\n");
});

describe("inspection.safetensors", () => {
  const tensorsOf = (change: Partial<RunColumns>) => {
    const columns = { ...input.columns, ...change };
    const tensors = readSafetensors(makeBundle({ ...input, columns }).get("inspection.safetensors")!, "inspection");
    return Object.fromEntries(tensors.map(({ name, shape, values }) => [name, { shape, values: [...values] }]));
  };

  test("holds the snapshots, the strip and the worst images of the last epoch", () => {
    expect(tensorsOf({})).toEqual({
      snapshot_updates: { shape: [3], values: [0, 1, 2] },
      filters: { shape: [3, 2, 1, 1, 1], values: [0, -0, 1, -1, 2, -2] },
      strip_probabilities: { shape: [3, 2, 2], values: [0.5, 0.5, 0, 1, 0.5, 0.5, 1, 0, 0.5, 0.5, 2, -1] },
      strip_labels: { shape: [2], values: [1, 0] },
      strip_pixels: { shape: [2, 1, 1, 2], values: [0, 64, 128, 255] },
      worst_index: { shape: [2], values: [5, 3] },
      worst_label: { shape: [2], values: [1, 1] },
      worst_predicted: { shape: [2], values: [0, 0] },
      worst_probability: { shape: [2], values: [0.75, 0.75] },
      worst_loss: { shape: [2], values: [2, 2] },
      worst_pixels: { shape: [2, 1, 1, 2], values: [1, 2, 3, 4] },
    });
  });

  test("of a model that begins otherwise has no filters", () => {
    const bare = { ...snapshotAt(0), filters: new Float32Array(0), filterShape: [0] };
    expect(tensorsOf({ snapshots: [bare] }).filters).toEqual({ shape: [1, 0], values: [] });
  });

  test("of a run that has only begun holds what there is", () => {
    expect(Object.keys(tensorsOf({ epochs: [], snapshots: [] }))).toEqual(["strip_labels", "strip_pixels"]);
    expect(tensorsOf({ epochs: [], snapshots: [], strip: undefined })).toEqual({});
  });
});

test("epochs.csv and order.csv have the columns that a replay reads", () => {
  expect(textOf("epochs.csv")).toBe("epoch,update,validation_loss,validation_accuracy\n0,2,1.5,0.75\n");
  expect(textOf("order.csv")).toBe("update,micro_batch,index_0,index_1\n0,0,5,7\n0,1,1,59999\n");
});

test("the weights are those before and after the run", () => {
  expect(readSafetensors(bundle.get("initial.safetensors")!, "initial")).toEqual(input.initial);
  expect(readSafetensors(bundle.get("final.safetensors")!, "final")).toEqual(input.final);
});

test("config.json says what was run, on what, and what follows from it", () => {
  const { worker, coordinator } = planMemory(config, { family: familyFor(adapter) });
  const gpuBytes = { worker, coordinator };
  expect(jsonOf("config.json")).toEqual({
    ...config,
    chosenTiles: {},
    droppedTiles: [],
    productVersion: "0.1.0",
    adapters: [adapter, adapter],
    coordinatorAdapter: adapter,
    dataSha256: "ab".repeat(32),
    normalisation: { mean: [0.286], deviation: [0.353] },
    derived: { n: 2, totalBatch: 4, updatesPerEpoch: 2, updateCount: 2, T1: 4, theta: 0.2, gpuBytes },
  });
});

test("a run can be repeated from its config.json", () => {
  expect(parseRunConfig(configOfBundle(jsonOf("config.json")))).toEqual({ ok: true, config });
});

describe("tiles in config.json", () => {
  const tile = { BM: 64, BN: 64, BK: 8, TM: 8, TN: 8 };
  const tiles = { "dense.forward 2 4 2": tile };
  const again = (kernels: RunConfig["kernels"]) => {
    const files = makeBundle({ ...input, config: { ...config, kernels }, kernels: { adapter, tiles, dropped: ["x"] } });
    return configOfBundle(JSON.parse(new TextDecoder().decode(files.get("config.json"))));
  };

  test("measured ones are repeated as they were", () => {
    expect(parseRunConfig(again("tuned"))).toEqual({ ok: true, config: { ...config, kernels: { tiles } } });
    expect(again({ tiles })).toEqual({ ...config, kernels: { tiles } });
  });

  test("fixed ones stay fixed", () => {
    expect(again("fixed")).toEqual({ ...config, kernels: "fixed" });
  });
});

test("a configuration that is no bundle's passes as it is, mistakes included", () => {
  expect(configOfBundle({ workers: 2, derived: 1 })).toEqual({ workers: 2, derived: 1 });
  expect(configOfBundle("nonsense")).toBe("nonsense");
});

test("summary.json is the summary", () => {
  expect(jsonOf("summary.json")).toEqual(input.summary);
});
