/**
 * @file Where the time of an update goes: which parts there are, when the rarer ones are measured, and the record of
 * one update. Not here: measuring (gpu/stopwatch.ts, replica-engine.ts, update-engine.ts).
 */

/** What a worker's device does for each micro-batch. */
export const REPLICA_PHASES = ["gather", "forward", "backward", "norm"] as const;
/** What the coordinator's device does per update. */
export const UPDATE_PHASES = ["allReduce", "rates", "optimiser"] as const;
/**
 * A worker's share of an update. readback: the rest of its own time, in which it writes the weights, submits, and
 * copies its contribution back. wait: for other workers and for the coordinator.
 */
export const WORKER_COSTS = [...REPLICA_PHASES, "readback", "wait"] as const;
/** broadcast: copying and posting the weights. wait: for the workers. readback: the rest of the coordinator's own time. */
export const COORDINATOR_COSTS = ["broadcast", "wait", ...UPDATE_PHASES, "readback"] as const;

export type WorkerCost = (typeof WORKER_COSTS)[number];
export type CoordinatorCost = (typeof COORDINATOR_COSTS)[number];

/** "device": by the device's own timestamps. "wall": by a clock, only in updates that wait after every phase. */
export type TimeSource = "device" | "wall";

/**
 * What an update measures beside its usual work, which it does not change. "alone": worker 0 goes first while the
 * others wait. "kernels": so too, and every dispatch is timed; without timestamps every phase is, by waiting.
 */
export type Probe = "none" | "alone" | "kernels";

/** Updates between two probes of a kind: each costs the time in which workers could have overlapped. */
const PROBE_EVERY = 25;
/** The first update that is probed: until then quick kernels give way to the full ones, which a probe would wait for. */
export const FIRST_PROBE = 10;

export function probeAt(update: number): Probe {
  const place = (update - FIRST_PROBE) % PROBE_EVERY;
  if (place === 0) return "alone";
  return place === 1 ? "kernels" : "none";
}

/** One dispatch of a micro-batch, with the time of all the times that it was measured. */
export interface KernelCost {
  readonly phase: (typeof REPLICA_PHASES)[number];
  readonly kernel: string;
  /** Module that it works for; empty where it works for all. */
  readonly layer: string;
  /** Of one run; 0 where multiply-adds are not what it is for. */
  readonly operations: number;
  readonly ms: number;
  readonly runs: number;
}

/** Milliseconds; NaN where an update did not measure them. */
export interface UpdateCosts {
  readonly source: TimeSource;
  readonly probe: Probe;
  /** (W, WORKER_COSTS), by rank */
  readonly workers: Float32Array;
  /** (COORDINATOR_COSTS) */
  readonly coordinator: Float32Array;
  /** Only in an update that measured them, of worker 0. */
  readonly kernels?: readonly KernelCost[] | undefined;
}

/** GFLOP/s; undefined where there is nothing to count or the time was too short to measure. */
export function kernelRate({ operations, ms, runs }: KernelCost): number | undefined {
  return operations > 0 && ms > 0 ? (operations * runs) / ms / 1e6 : undefined;
}

/** The times of both, dispatch by dispatch; `before` may be empty. */
export function addKernels(before: readonly KernelCost[], more: readonly KernelCost[]): KernelCost[] {
  return more.map((cost, i) => {
    const { ms = 0, runs = 0 } = before[i] ?? {};
    return { ...cost, ms: cost.ms + ms, runs: cost.runs + runs };
  });
}

/** What one rank sends beside its numbers. */
export interface WorkTimes {
  readonly source: TimeSource;
  /** From the call to the contribution in hand. */
  readonly workMs: number;
  /** (REPLICA_PHASES) */
  readonly phaseMs: Float32Array;
  readonly kernels?: readonly KernelCost[] | undefined;
}

/** The times of one update, as those who took part measured them. */
export interface UpdateTimes {
  readonly probe: Probe;
  /** By rank. */
  readonly work: readonly WorkTimes[];
  /** Copying and posting the weights. */
  readonly broadcastMs: number;
  /** From the start to the last contribution. */
  readonly contributeMs: number;
  /** From there to the new weights in hand. */
  readonly applyMs: number;
  /** (UPDATE_PHASES) */
  readonly phaseMs: Float32Array;
}

export function costsOf({ probe, work, broadcastMs, contributeMs, applyMs, phaseMs }: UpdateTimes): UpdateCosts {
  const updateMs = contributeMs + applyMs;
  const rest = (whole: number, parts: Float32Array) => Math.max(0, whole - sum(parts));
  const workers = work.flatMap(({ workMs, phaseMs: parts }) => [
    ...parts,
    rest(workMs, parts),
    Math.max(0, updateMs - Math.max(workMs, sum(parts) || 0)),
  ]);
  const coordinator = [broadcastMs, contributeMs - broadcastMs, ...phaseMs, rest(applyMs, phaseMs)];
  return {
    source: work.every(({ source }) => source === "device") ? "device" : "wall",
    probe,
    workers: Float32Array.from(workers),
    coordinator: Float32Array.from(coordinator),
    kernels: work[0]?.kernels,
  };
}

/**
 * Milliseconds that one worker would need for the micro-batches of all: `count` times what the device did for worker 0
 * while it worked alone, `aloneMs` in all, and everything else once. Without timestamps all of it counts `count` times.
 */
export function oneWorkerMs(count: number, aloneMs: number, { phaseMs }: WorkTimes, applyMs: number): number {
  const deviceMs = sum(phaseMs);
  const repeated = Number.isFinite(deviceMs) ? Math.min(deviceMs, aloneMs) : aloneMs;
  return count * repeated + (aloneMs - repeated) + applyMs;
}

function sum(values: Float32Array): number {
  return values.reduce((total, value) => total + value, 0);
}
