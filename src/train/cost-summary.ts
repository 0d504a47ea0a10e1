/**
 * @file Where the time of a run goes, in a few numbers: a typical update by part, the dispatches that take most of a
 * micro-batch, and this run beside one worker. Not here: words and pictures (ui/, cli/).
 */
import {
  COORDINATOR_COSTS,
  type CoordinatorCost,
  type KernelCost,
  probeAt,
  type TimeSource,
  WORKER_COSTS,
  type WorkerCost,
} from "./costs.ts";

/** The costs of a run as columns, oldest update first. A run store is one. */
export interface CostNumbers {
  readonly updateCount: number;
  /** W */
  readonly workers: number;
  column(metric: "imagesPerSecond" | "oneWorkerImagesPerSecond"): Float64Array;
  workerCost(cost: WorkerCost, rank: number): Float32Array;
  coordinatorCost(cost: CoordinatorCost): Float32Array;
  readonly timeSource: TimeSource | undefined;
  readonly kernels: readonly KernelCost[];
}

/** As a person reads it. */
export function costName(cost: WorkerCost | CoordinatorCost): string {
  return cost === "allReduce" ? "all-reduce" : cost;
}

/** Newest updates that are looked at. */
const RECENT = 20;

export interface Part<Cost extends string> {
  readonly cost: Cost;
  readonly ms: number;
}

export interface TypicalUpdate {
  /** By rank, each in the order of WORKER_COSTS. */
  readonly workers: readonly (readonly Part<WorkerCost>[])[];
  /** In the order of COORDINATOR_COSTS. */
  readonly coordinator: readonly Part<CoordinatorCost>[];
  /** Updates that it is the average of. */
  readonly count: number;
}

/**
 * The average of the newest usual updates, so that the parts of each add up to the same time; without timestamps, of
 * those that waited after every phase. Undefined where there is none.
 */
export function typicalUpdate(numbers: CostNumbers): TypicalUpdate | undefined {
  const wanted = numbers.timeSource === "device" ? "none" : "kernels";
  const measured = recent(numbers, (t) => probeAt(t) === wanted);
  if (measured.length === 0) return undefined;
  const average = (column: Float32Array) => measured.reduce((sum, t) => sum + column[t]!, 0) / measured.length;
  return {
    workers: Array.from({ length: numbers.workers }, (_, rank) =>
      WORKER_COSTS.map((cost) => ({ cost, ms: average(numbers.workerCost(cost, rank)) })),
    ),
    coordinator: COORDINATOR_COSTS.map((cost) => ({ cost, ms: average(numbers.coordinatorCost(cost)) })),
    count: measured.length,
  };
}

export function totalMs(parts: readonly { readonly ms: number }[]): number {
  return parts.reduce((sum, { ms }) => sum + ms, 0);
}

/** The same parts of several workers, on average. */
export function averageOf(workers: readonly (readonly Part<WorkerCost>[])[]): Part<WorkerCost>[] {
  return WORKER_COSTS.map((cost, i) => ({ cost, ms: totalMs(workers.map((parts) => parts[i]!)) / workers.length }));
}

/** Usual updates this near to a comparison are compared: what else a machine does changes with time. */
const NEAR = 5;

export interface SpeedUp {
  /** Median of the updates in which worker 0 worked alone. */
  readonly oneWorker: number;
  /** Median of the usual updates around those. */
  readonly imagesPerSecond: number;
  /** Updates in which worker 0 worked alone. */
  readonly count: number;
}

/** Undefined for a run with one worker, and as long as nothing was compared. */
export function speedUp(numbers: CostNumbers): SpeedUp | undefined {
  if (numbers.workers === 1) return undefined;
  const speed = numbers.column("imagesPerSecond");
  const alone = numbers.column("oneWorkerImagesPerSecond");
  const compared = recent(numbers, (t) => Number.isFinite(alone[t]));
  const around = new Set(compared.flatMap((t) => Array.from({ length: 2 * NEAR + 1 }, (_, i) => t - NEAR + i)));
  const usual = [...around].filter((t) => t >= 0 && t < numbers.updateCount && probeAt(t) === "none");
  if (usual.length === 0) return undefined;
  return {
    oneWorker: median(compared.map((t) => alone[t]!)),
    imagesPerSecond: median(usual.map((t) => speed[t]!)),
    count: compared.length,
  };
}

/** The newest updates for which `wanted` holds, newest first. */
function recent({ updateCount }: CostNumbers, wanted: (update: number) => boolean): number[] {
  const found: number[] = [];
  for (let t = updateCount - 1; t >= 0 && found.length < RECENT; t--) if (wanted(t)) found.push(t);
  return found;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
