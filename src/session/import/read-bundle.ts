/**
 * @file A run bundle read back: the same configuration, layers and numbers that makeBundle (train/export/bundle.ts) was
 * given, as a RunStore, so that whatever shows a run shows a recorded one. The bytes are treated as hostile: what does not
 * fit is a LenaError that says where. Weights and sample order are passed over: nothing here shows them.
 */
import type { LayerInfo } from "../../nn/layer-info.ts";
import { buildModel } from "../../nn/model.ts";
import { datasetOf, modelOf } from "../../train/config.ts";
import { COORDINATOR_COSTS, WORKER_COSTS } from "../../train/costs.ts";
import type { LayerRows, RunSummary, UpdateRow } from "../../train/events.ts";
import { type Schedule, scheduleOf } from "../../train/schedule.ts";
import { RunStore } from "../run-store.ts";
import { type BundleFacts, readFacts, readSummary } from "./bundle-json.ts";
import {
  type Costs,
  costColumn,
  type Numbers,
  readCosts,
  readEpochs,
  readKernels,
  readLayers,
  readUpdates,
} from "./bundle-tables.ts";
import { wrong } from "./csv.ts";
import { readAgreements, readConfusion, readInspection } from "./inspection-files.ts";
import { unzipFiles } from "./unzip.ts";

export interface ReadBundle extends BundleFacts {
  readonly layers: readonly LayerInfo[];
  readonly store: RunStore;
  /** Absent where the run had not come to an end, or diverged. */
  readonly summary: RunSummary | undefined;
  /** "open": the bundle was made while the run went on. */
  readonly outcome: "finished" | "stopped" | "diverged" | "open";
  /** Those that were read, to be handed on. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const REQUIRED = ["config.json", "updates.csv", "layers.csv", "epochs.csv"];
const OPTIONAL = [
  ...["summary.json", "costs.csv", "kernels.csv"],
  ...["agreement.csv", "confusion.csv", "inspection.safetensors"],
];
const KNOWN = [...REQUIRED, ...OPTIONAL];

/** `name` is that of the archive or folder, for errors. */
export function readBundle(source: Uint8Array | ReadonlyMap<string, Uint8Array>, name: string): ReadBundle {
  const files = source instanceof Uint8Array ? filesOf(source, name) : source;
  const missing = REQUIRED.filter((file) => !files.has(file));
  if (missing.length > 0) {
    const found = files.size === 0 ? "none of a bundle's files" : `only ${[...files.keys()].join(", ").slice(0, 200)}`;
    throw wrong(name, `a run bundle with ${missing.join(", ")}`, found);
  }
  const where = (file: string) => `${name}: ${file}`;
  const read = <T>(file: string, use: (bytes: Uint8Array, where: string) => T) => {
    const bytes = files.get(file);
    return bytes ? use(bytes, where(file)) : undefined;
  };
  const facts = readFacts(files.get("config.json")!, where("config.json"));
  const { config } = facts;
  const schedule = scheduleOf(config);
  const { imageShape, classes } = datasetOf(config);
  const { layers } = buildModel(modelOf(config), imageShape, classes.length);
  const { updates, numbers } = readUpdates(files.get("updates.csv")!, where("updates.csv"), schedule);
  const byLayer = readLayers(files.get("layers.csv")!, where("layers.csv"), layers, updates);
  const epochs = readEpochs(files.get("epochs.csv")!, where("epochs.csv"), schedule, updates);
  const costs = read("costs.csv", (bytes, at) => readCosts(bytes, at, config.workers, updates));
  const agreements = read("agreement.csv", (bytes, at) => readAgreements(bytes, at, layers, config.workers, updates));
  const confusion = read("confusion.csv", (bytes, at) => readConfusion(bytes, at, classes.length, epochs.length));
  const inspection = read("inspection.safetensors", (bytes, at) =>
    readInspection(bytes, at, imageShape, classes.length, layers),
  );
  const summary = read("summary.json", readSummary);
  if (summary && (summary.updates !== updates || summary.epochs !== epochs.length)) {
    const wanted = `the ${updates} updates and ${epochs.length} epochs of the tables`;
    throw wrong(where("summary.json"), wanted, `${summary.updates} and ${summary.epochs}`);
  }

  const store = new RunStore(layers, config.workers);
  const elapsed = numbers.get("elapsed_ms") ?? elapsedFrom(numbers.get("images_per_second")!, schedule);
  for (let t = 0; t < updates; t++) {
    store.addUpdate({
      update: t,
      epoch: numbers.get("epoch")![t]!,
      loss: numbers.get("loss")![t]!,
      accuracy: numbers.get("accuracy")![t]!,
      decay: numbers.get("decay")![t]!,
      imagesPerSecond: numbers.get("images_per_second")![t]!,
      elapsedMs: elapsed[t]!,
      modelGain: numbers.get("model_gain")?.[t] ?? Number.NaN,
      layers: layerRows(byLayer, t, layers.length),
      agreement: agreements?.get(t),
      ...costsAt(costs, t, config.workers),
    });
  }
  for (const row of epochs) {
    const matrix = confusion?.get(row.epoch);
    const worst = row.epoch === epochs.length - 1 ? (inspection?.worst ?? []) : [];
    store.addEpoch(matrix ? { ...row, predictions: { confusion: matrix, worst } } : row);
  }
  store.strip = inspection?.strip;
  for (const row of inspection?.snapshots ?? []) store.addSnapshot(row);
  if (!costs) store.timeSource = undefined;
  store.kernels = read("kernels.csv", readKernels) ?? [];
  return { ...facts, files, layers, store, summary, outcome: summary?.outcome ?? outcomeOf(store) };
}

/** Those of a bundle, wherever in the archive its config.json lies. */
function filesOf(archive: Uint8Array, name: string): Map<string, Uint8Array> {
  const baseOf = (path: string) => path.slice(path.lastIndexOf("/") + 1);
  const found = unzipFiles(archive, name, (path) => KNOWN.includes(baseOf(path)));
  const places = [...found.keys()].filter((path) => baseOf(path) === "config.json");
  if (places.length > 1) {
    throw wrong(name, "one run bundle in the archive", `${places.length}: ${places.slice(0, 3).join(", ")}`);
  }
  const folder = (places[0] ?? "").slice(0, -"config.json".length);
  return new Map(
    [...found].flatMap(([path, bytes]) => (path === folder + baseOf(path) ? [[baseOf(path), bytes] as const] : [])),
  );
}

/** Of a bundle that lacks the column: updates follow each other without a gap. */
function elapsedFrom(imagesPerSecond: Float64Array, { totalBatch }: Schedule): Float64Array {
  let elapsedMs = 0;
  return imagesPerSecond.map((speed) => (elapsedMs += (totalBatch / speed) * 1000));
}

function layerRows(numbers: Numbers, t: number, count: number): LayerRows {
  const rowOf = (name: string) =>
    Float32Array.from(
      numbers.get(name)?.subarray(t * count, (t + 1) * count) ?? new Array<number>(count).fill(Number.NaN),
    );
  return {
    meanSquare: rowOf("mean_square"),
    squareMean: rowOf("square_mean"),
    gain: rowOf("gain"),
    state: rowOf("state"),
    warmup: rowOf("warmup"),
    rate: rowOf("rate"),
    weightSquare: rowOf("weight_square"),
  };
}

function costsAt(
  costs: Costs | undefined,
  t: number,
  workers: number,
): Pick<UpdateRow, "costs" | "workerMs" | "oneWorkerImagesPerSecond"> {
  const at = (column: string, rank: number) => costs?.numbers.get(column)?.[t * (workers + 1) + rank] ?? Number.NaN;
  const ranks = Array.from({ length: workers }, (_, rank) => WORKER_COSTS.map((cost) => at(costColumn(cost), rank)));
  const own = (parts: readonly number[]) =>
    parts.slice(0, WORKER_COSTS.indexOf("wait")).reduce((sum, ms) => sum + ms, 0);
  return {
    workerMs: Float32Array.from(ranks, own),
    oneWorkerImagesPerSecond: at("one_worker_images_per_second", workers),
    costs: {
      source: costs?.source ?? "device",
      probe: "none",
      workers: Float32Array.from(ranks.flat()),
      coordinator: Float32Array.from(COORDINATOR_COSTS, (cost) => at(costColumn(cost), workers)),
    },
  };
}

function outcomeOf(store: RunStore): ReadBundle["outcome"] {
  const last = store.updateCount - 1;
  const values = [
    store.column("loss")[last],
    ...store.layers.flatMap((_, k) => [
      store.layerColumn("meanSquare", k)[last],
      store.layerColumn("squareMean", k)[last],
    ]),
  ];
  return last >= 0 && !values.every(Number.isFinite) ? "diverged" : "open";
}
