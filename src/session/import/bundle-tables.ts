/**
 * @file The tables of a run bundle from outside, held to what the configuration says: updates and epochs in order, the
 * layers of the model in its order. Not here: how a cell is read (csv.ts).
 */
import type { LayerInfo } from "../../nn/layer-info.ts";
import { type KernelCost, REPLICA_PHASES, type TimeSource } from "../../train/costs.ts";
import type { EpochRow } from "../../train/events.ts";
import { LAYER_COLUMNS, UPDATE_COLUMNS } from "../../train/export/bundle.ts";
import { COSTS } from "../../train/export/cost-tables.ts";
import type { Schedule } from "../../train/schedule.ts";
import { readCsv, wrong } from "./csv.ts";

export type Numbers = ReadonlyMap<string, Float64Array>;

/** Columns that came later than the first bundles, which are read without them. */
const LATER: readonly string[] = ["model_gain", "elapsed_ms", "weight_square"];
const isLater = (name: string) => LATER.includes(name);
const namesOf = (columns: readonly (readonly [string, string])[]) => {
  const names = columns.map(([name]) => name);
  return { numbers: names.filter((name) => !isLater(name)), optional: LATER };
};

/** A loss or norm that is no finite number ends a run: before its last update there is none. */
const ENDS_A_RUN: readonly string[] = ["loss", "mean_square", "square_mean"];

export function readUpdates(bytes: Uint8Array, where: string, { updateCount, updatesPerEpoch }: Schedule) {
  const { rowCount, numbers } = readCsv(bytes, where, namesOf(UPDATE_COLUMNS));
  if (rowCount > updateCount)
    throw wrong(where, `at most the ${updateCount} updates of the configuration`, `${rowCount} rows`);
  for (let t = 0; t < rowCount; t++) {
    const line = `${where} line ${t + 2}`;
    const epoch = Math.floor(t / updatesPerEpoch);
    if (numbers.get("update")![t] !== t) throw wrong(line, `update ${t}`, `${numbers.get("update")![t]}`);
    if (numbers.get("epoch")![t] !== epoch) throw wrong(line, `epoch ${epoch}`, `${numbers.get("epoch")![t]}`);
    checkFinite(numbers, t, t === rowCount - 1, line);
  }
  return { updates: rowCount, numbers };
}

/** Row t·L + k is of update t and layer k. */
export function readLayers(bytes: Uint8Array, where: string, layers: readonly LayerInfo[], updates: number): Numbers {
  const { rowCount, numbers, texts } = readCsv(bytes, where, {
    ...namesOf(LAYER_COLUMNS),
    numbers: ["update", ...namesOf(LAYER_COLUMNS).numbers],
    texts: ["layer"],
  });
  const names = texts.get("layer")!;
  const update = numbers.get("update")!;
  for (let row = 0; row < rowCount; row++) {
    const line = `${where} line ${row + 2}`;
    const [t, k] = [Math.floor(row / layers.length), row % layers.length];
    if (names[row] !== layers[k]!.name) {
      throw wrong(
        line,
        `layer ${layers[k]!.name}, as the configuration's model has it`,
        `"${names[row]!.slice(0, 80)}"`,
      );
    }
    if (update[row] !== t) throw wrong(line, `update ${t}`, `${update[row]}`);
    checkFinite(numbers, row, t === updates - 1, line);
  }
  const wanted = updates * layers.length;
  if (rowCount !== wanted)
    throw wrong(where, `${wanted} rows: ${updates} updates of ${layers.length} layers`, `${rowCount}`);
  return numbers;
}

function checkFinite(numbers: Numbers, row: number, isLast: boolean, line: string): void {
  if (isLast) return;
  for (const name of ENDS_A_RUN) {
    const value = numbers.get(name)?.[row] ?? 0;
    if (!Number.isFinite(value)) throw wrong(line, `a finite ${name} before the last update`, `${value}`);
  }
}

export function readEpochs(
  bytes: Uint8Array,
  where: string,
  { updatesPerEpoch }: Schedule,
  updates: number,
): EpochRow[] {
  const columns = ["epoch", "update", "validation_loss", "validation_accuracy"];
  const { rowCount, numbers } = readCsv(bytes, where, { numbers: columns });
  const wanted = Math.floor(updates / updatesPerEpoch);
  if (rowCount > wanted)
    throw wrong(where, `at most ${wanted} epochs, as there are ${updates} updates`, `${rowCount} rows`);
  return Array.from({ length: rowCount }, (_, e) => {
    const [epoch, update, validationLoss, validationAccuracy] = columns.map((name) => numbers.get(name)![e]!);
    const line = `${where} line ${e + 2}`;
    if (epoch !== e) throw wrong(line, `epoch ${e}`, `${epoch}`);
    if (update !== (e + 1) * updatesPerEpoch) throw wrong(line, `update ${(e + 1) * updatesPerEpoch}`, `${update}`);
    if (!(validationAccuracy! >= 0 && validationAccuracy! <= 1)) {
      throw wrong(line, "a validation accuracy from 0 to 1", `${validationAccuracy}`);
    }
    return { epoch: e, update, validationLoss: validationLoss!, validationAccuracy: validationAccuracy! };
  });
}

/** Row t·(W + 1) + r is of update t and worker r, or of the coordinator where r is W. */
export interface Costs {
  readonly source: TimeSource | undefined;
  readonly numbers: Numbers;
}

export function readCosts(bytes: Uint8Array, where: string, workers: number, updates: number): Costs {
  const numbers = ["update", ...COSTS.map(([name]) => name), "one_worker_images_per_second"];
  const table = readCsv(bytes, where, { numbers, texts: ["who", "source"], blanks: true });
  const wanted = updates * (workers + 1);
  if (table.rowCount !== wanted)
    throw wrong(
      where,
      `${wanted} rows: ${updates} updates of ${workers} workers and the coordinator`,
      `${table.rowCount}`,
    );
  const who = table.texts.get("who")!;
  for (let row = 0; row < wanted; row++) {
    const rank = row % (workers + 1);
    const name = rank === workers ? "coordinator" : `worker ${rank}`;
    if (who[row] !== name) throw wrong(`${where} line ${row + 2}`, name, `"${who[row]!.slice(0, 80)}"`);
  }
  const [source] = table.texts.get("source")!;
  if (source !== undefined && source !== "device" && source !== "wall")
    throw wrong(where, "device or wall as source", `"${source.slice(0, 80)}"`);
  return { source, numbers: table.numbers };
}

/** The name in the file of a worker's or the coordinator's cost. */
export const costColumn = (cost: (typeof COSTS)[number][1]): string => COSTS.find(([, one]) => one === cost)![0];

export function readKernels(bytes: Uint8Array, where: string): KernelCost[] {
  const { rowCount, numbers, texts } = readCsv(bytes, where, {
    numbers: ["ms", "operations", "runs"],
    texts: ["phase", "kernel", "layer"],
  });
  return Array.from({ length: rowCount }, (_, i) => {
    const [ms, operations, runs] = ["ms", "operations", "runs"].map((name) => numbers.get(name)![i]!);
    const phase = REPLICA_PHASES.find((one) => one === texts.get("phase")![i]);
    const line = `${where} line ${i + 2}`;
    if (!phase)
      throw wrong(line, `one of ${REPLICA_PHASES.join(", ")} as phase`, `"${texts.get("phase")![i]!.slice(0, 40)}"`);
    if (!(runs! >= 1)) throw wrong(line, "at least one run", `${runs}`);
    return {
      phase,
      kernel: texts.get("kernel")![i]!,
      layer: texts.get("layer")![i]!,
      operations: operations!,
      ms: ms! * runs!,
      runs: runs!,
    };
  });
}
