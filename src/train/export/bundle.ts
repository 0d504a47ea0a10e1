/**
 * @file The run bundle: everything another program needs to read or replay a run,
 * as file name to bytes. A pure function of plain data. Not here: where the files
 * go (cli/bundle-folder.ts, zip.ts).
 */
import type { LayerInfo } from "../../nn/layer-info.ts";
import type { RunConfig } from "../config.ts";
import type { AdapterFacts, LayerRows, Normalisation, RunSummary } from "../events.ts";
import { planMemory } from "../memory.ts";
import { scheduleOf } from "../schedule.ts";
import { type ChosenTiles, kernelsFor } from "../tune.ts";
import { type CostColumns, costsCsv, kernelsCsv } from "./cost-tables.ts";
import { type Cell, csvBytes } from "./csv.ts";
import { agreementCsv, confusionCsv, type InspectionColumns, inspectionTensors } from "./inspection-tables.ts";
import { type NamedTensor, writeSafetensors } from "./safetensors.ts";

/** What updates.csv holds, column by column: name in the file, name in the store. */
export const UPDATE_COLUMNS = [
  ["update", "update"],
  ["epoch", "epoch"],
  ["loss", "loss"],
  ["accuracy", "accuracy"],
  ["decay", "decay"],
  ["images_per_second", "imagesPerSecond"],
  ["model_gain", "modelGain"],
  ["elapsed_ms", "elapsedMs"],
] as const;

/** What layers.csv holds after update and layer. */
export const LAYER_COLUMNS = [
  ["mean_square", "meanSquare"],
  ["square_mean", "squareMean"],
  ["gain", "gain"],
  ["state", "state"],
  ["warmup", "warmup"],
  ["rate", "rate"],
  ["weight_square", "weightSquare"],
] as const;

/** The numbers of a run as columns, oldest update first. A run store is one. */
export interface RunColumns extends CostColumns, InspectionColumns {
  readonly updateCount: number;
  column(metric: (typeof UPDATE_COLUMNS)[number][1] | "oneWorkerImagesPerSecond"): ArrayLike<number>;
  /** Of layer k, an index into `layers`. */
  layerColumn(metric: keyof LayerRows, k: number): ArrayLike<number>;
}

/** The sample order of one micro-batch. */
export interface OrderRow {
  readonly update: number;
  /** 0 … n−1 */
  readonly microBatch: number;
  /** The b indices into the data set's train file. */
  readonly indices: ArrayLike<number>;
}

export interface BundleInput {
  readonly config: RunConfig;
  readonly productVersion: string;
  /** By rank. */
  readonly adapters: readonly AdapterFacts[];
  readonly coordinatorAdapter: AdapterFacts;
  readonly kernels: ChosenTiles;
  readonly dataSha256: string;
  readonly normalisation: Normalisation;
  readonly layers: readonly LayerInfo[];
  readonly columns: RunColumns;
  /** Absent while the run goes on: then there is no summary.json. */
  readonly summary?: RunSummary | undefined;
  /** With batch-norm statistics, under PyTorch's names. */
  readonly initial: readonly NamedTensor[];
  readonly final: readonly NamedTensor[];
  /** Only where the order was recorded. */
  readonly order?: readonly OrderRow[] | undefined;
}

export function makeBundle(input: BundleInput): Map<string, Uint8Array> {
  const files = new Map([
    ["config.json", jsonBytes(configFile(input))],
    [
      "updates.csv",
      csvBytes(
        UPDATE_COLUMNS.map(([name]) => name),
        updateRows(input),
      ),
    ],
    ["layers.csv", csvBytes(["update", "layer", ...LAYER_COLUMNS.map(([name]) => name)], layerRows(input))],
    ["epochs.csv", csvBytes(["epoch", "update", "validation_loss", "validation_accuracy"], epochRows(input))],
    ["costs.csv", costsCsv(input.columns)],
    ["kernels.csv", kernelsCsv(input.columns)],
    ["agreement.csv", agreementCsv(input.columns, input.layers)],
    ["confusion.csv", confusionCsv(input.columns)],
    ["inspection.safetensors", writeSafetensors(inspectionTensors(input.columns))],
    ["initial.safetensors", writeSafetensors(input.initial)],
    ["final.safetensors", writeSafetensors(input.final)],
  ]);
  if (input.summary) files.set("summary.json", jsonBytes(input.summary));
  if (input.order) {
    const indices = Array.from({ length: input.config.microBatch }, (_, i) => `index_${i}`);
    files.set("order.csv", csvBytes(["update", "micro_batch", ...indices], orderRows(input.order)));
  }
  return files;
}

/** What is kept of a bundle where room is scarce: weights are most of its bytes, and nothing that a chart shows. */
export function withoutWeights(bundle: ReadonlyMap<string, Uint8Array>): Map<string, Uint8Array> {
  return new Map([...bundle].filter(([name]) => name !== "initial.safetensors" && name !== "final.safetensors"));
}

/** Keys of a bundle's config.json that are facts of the run, not part of its configuration. */
const FACT_KEYS = [
  ...["productVersion", "adapters", "coordinatorAdapter", "chosenTiles", "droppedTiles"],
  ...["dataSha256", "normalisation", "derived"],
];

/**
 * The configuration in a bundle's config.json, so that a run can be repeated from its bundle: where tiles were
 * measured, with those that were chosen. Other values pass as they are.
 */
export function configOfBundle(file: unknown): unknown {
  if (typeof file !== "object" || file === null || !("productVersion" in file)) return file;
  const config = Object.fromEntries(Object.entries(file).filter(([key]) => !FACT_KEYS.includes(key)));
  const { chosenTiles: tiles } = file as { chosenTiles?: unknown };
  const measured = config.kernels === "tuned" && typeof tiles === "object" && Object.keys(tiles ?? {}).length > 0;
  return measured ? { ...config, kernels: { tiles } } : config;
}

function configFile({ config, ...input }: BundleInput): object {
  const { n, totalBatch, updatesPerEpoch, updateCount, singleWorkerIterations, threshold } = scheduleOf(config);
  const { worker, coordinator } = planMemory(config, kernelsFor(input.adapters[0]!, input.kernels));
  const gpuBytes = { worker, coordinator };
  return {
    ...config,
    productVersion: input.productVersion,
    adapters: input.adapters,
    coordinatorAdapter: input.coordinatorAdapter,
    chosenTiles: input.kernels.tiles,
    droppedTiles: input.kernels.dropped,
    dataSha256: input.dataSha256,
    normalisation: input.normalisation,
    derived: { n, totalBatch, updatesPerEpoch, updateCount, T1: singleWorkerIterations, theta: threshold, gpuBytes },
  };
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}

function* updateRows({ columns }: BundleInput): Generator<Cell[]> {
  const values = UPDATE_COLUMNS.map(([, metric]) => columns.column(metric));
  for (let t = 0; t < columns.updateCount; t++) yield values.map((column) => column[t]!);
}

function* layerRows({ columns, layers }: BundleInput): Generator<Cell[]> {
  const updates = columns.column("update");
  const values = layers.map((_, k) => LAYER_COLUMNS.map(([, metric]) => columns.layerColumn(metric, k)));
  for (let t = 0; t < columns.updateCount; t++) {
    for (const [k, layer] of layers.entries()) {
      yield [updates[t]!, layer.name, ...values[k]!.map((column) => column[t]!)];
    }
  }
}

function* epochRows({ columns }: BundleInput): Generator<Cell[]> {
  for (const row of columns.epochs) yield [row.epoch, row.update, row.validationLoss, row.validationAccuracy];
}

function* orderRows(order: readonly OrderRow[]): Generator<Cell[]> {
  for (const row of order) yield [row.update, row.microBatch, ...Array.from(row.indices)];
}
