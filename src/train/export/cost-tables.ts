/**
 * @file Where the time of a run went, as two tables: costs.csv, by update and by who, and kernels.csv, by dispatch.
 */
import {
  COORDINATOR_COSTS,
  type CoordinatorCost,
  type KernelCost,
  kernelRate,
  probeAt,
  type TimeSource,
  WORKER_COSTS,
  type WorkerCost,
} from "../costs.ts";
import { type Cell, csvBytes } from "./csv.ts";

/** The costs of a run as columns, oldest update first. */
export interface CostColumns {
  readonly updateCount: number;
  /** W */
  readonly workers: number;
  column(metric: "update" | "oneWorkerImagesPerSecond"): ArrayLike<number>;
  /** Milliseconds; NaN where not measured. */
  workerCost(cost: WorkerCost, rank: number): ArrayLike<number>;
  coordinatorCost(cost: CoordinatorCost): ArrayLike<number>;
  /** Undefined before the first update. */
  readonly timeSource: TimeSource | undefined;
  readonly kernels: readonly KernelCost[];
}

/** Column by column: name in the file, and whose cost it is. */
export const COSTS: readonly (readonly [string, WorkerCost | CoordinatorCost])[] = [
  ["broadcast_ms", "broadcast"],
  ["gather_ms", "gather"],
  ["forward_ms", "forward"],
  ["backward_ms", "backward"],
  ["norm_ms", "norm"],
  ["readback_ms", "readback"],
  ["wait_ms", "wait"],
  ["all_reduce_ms", "allReduce"],
  ["rates_ms", "rates"],
  ["optimiser_ms", "optimiser"],
];

/** Of each update the workers by rank, then the coordinator; what one of them does not do or was not measured is empty. */
export function costsCsv(columns: CostColumns): Uint8Array {
  const header = ["update", "who", "source", "probe", ...COSTS.map(([name]) => name), "one_worker_images_per_second"];
  return csvBytes(header, costRows(columns));
}

function* costRows(columns: CostColumns): Generator<Cell[]> {
  const updates = columns.column("update");
  const who = Array.from({ length: columns.workers }, (_, rank) => {
    const values = COSTS.map(([, cost]) => (isOneOf(WORKER_COSTS, cost) ? columns.workerCost(cost, rank) : []));
    return { name: `worker ${rank}`, values: [...values, []] };
  });
  const own = COSTS.map(([, cost]) => (isOneOf(COORDINATOR_COSTS, cost) ? columns.coordinatorCost(cost) : []));
  who.push({ name: "coordinator", values: [...own, columns.column("oneWorkerImagesPerSecond")] });
  for (let t = 0; t < columns.updateCount; t++) {
    for (const { name, values } of who) {
      const cells = values.map((column) => (Number.isFinite(column[t]) ? column[t]! : ""));
      yield [updates[t]!, name, columns.timeSource ?? "", probeAt(updates[t]!), ...cells];
    }
  }
}

function isOneOf<T extends string>(list: readonly T[], value: string): value is T {
  return list.some((each) => each === value);
}

/** Of one micro-batch, on average over `runs`. */
export function kernelsCsv({ kernels }: CostColumns): Uint8Array {
  const rows = kernels.map((cost) => {
    const { phase, kernel, layer, operations, ms, runs } = cost;
    return [phase, kernel, layer, ms / runs, operations, kernelRate(cost) ?? "", runs];
  });
  return csvBytes(["phase", "kernel", "layer", "ms", "operations", "gflop_per_second", "runs"], rows);
}
