/**
 * @file Some updates as a timeline: a lane per worker and one for the coordinator, each update filled with its parts in
 * order. A part that happens once per micro-batch is drawn once per update, as long as all of them took.
 */

import { COORDINATOR_COSTS, type CoordinatorCost, WORKER_COSTS, type WorkerCost } from "../../train/costs.ts";
import type { Cost, LanePart } from "../panels/cost-look.ts";

export interface Piece {
  readonly part: LanePart;
  /** From the start of the timeline. */
  readonly fromMs: number;
  readonly ms: number;
}

export interface Timeline {
  readonly updates: readonly { readonly update: number; readonly fromMs: number; readonly ms: number }[];
  /** By rank. */
  readonly workers: readonly (readonly Piece[])[];
  readonly coordinator: readonly Piece[];
  readonly totalMs: number;
}

/** A run store is one. */
export interface TimelineNumbers {
  readonly workers: number;
  column(metric: "update" | "elapsedMs"): Float64Array;
  workerCost(cost: WorkerCost, rank: number): Float32Array;
  coordinatorCost(cost: CoordinatorCost): Float32Array;
}

/** The `count` updates up to `last`, fewer at the start of a run. */
export function timelineOf(numbers: TimelineNumbers, last: number, count: number): Timeline {
  const first = Math.max(0, last - count + 1);
  const elapsed = numbers.column("elapsedMs");
  const startMs = elapsed[first - 1] ?? 0;
  const indices = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  const updates = indices.map((t) => {
    const began = elapsed[t - 1] ?? 0;
    return { update: numbers.column("update")[t]!, fromMs: began - startMs, ms: elapsed[t]! - began };
  });
  const lane = (costs: readonly Cost[], columnOf: (cost: Cost) => Float32Array) => {
    const columns = costs.map((part) => ({ part, column: columnOf(part) }));
    return updates.flatMap(({ fromMs, ms }, i) => {
      const parts = columns.map(({ part, column }) => ({ part, ms: column[first + i]! }));
      return fill(parts, fromMs, ms);
    });
  };
  return {
    updates,
    workers: Array.from({ length: numbers.workers }, (_, rank) =>
      lane(WORKER_COSTS, (cost) => numbers.workerCost(cost as WorkerCost, rank)),
    ),
    coordinator: lane(COORDINATOR_COSTS, (cost) => numbers.coordinatorCost(cost as CoordinatorCost)),
    totalMs: elapsed[last]! - startMs,
  };
}

/** Parts one after the other from `fromMs`, within an update of `wholeMs`. */
function fill(parts: readonly { part: Cost; ms: number }[], fromMs: number, wholeMs: number): Piece[] {
  const measured = parts.filter(({ ms }) => Number.isFinite(ms));
  const known = measured.reduce((sum, { ms }) => sum + ms, 0);
  const shown: { part: LanePart; ms: number }[] = [...measured];
  const isWhole = measured.length === parts.length;
  const rest = { part: "work" as const, ms: Math.max(0, wholeMs - known) };
  // What was not measured lies where its parts would: for a worker before the wait, for the coordinator after it.
  if (!isWhole) shown.splice(parts.at(-1)?.part === "wait" ? 0 : shown.length, 0, rest);
  const scale = known > wholeMs ? wholeMs / known : 1; // clocks of several threads need not agree
  let at = fromMs;
  return shown.map(({ part, ms }) => {
    const piece = { part, fromMs: at, ms: ms * scale };
    at += piece.ms;
    return piece;
  });
}

/** Images per second that a worker computed in an update, exchange and waiting left out. */
export function workerSpeed(numbers: TimelineNumbers, rank: number, t: number, images: number): number | undefined {
  const elapsed = numbers.column("elapsedMs");
  const wait = numbers.workerCost("wait", rank)[t];
  const ms = elapsed[t]! - (elapsed[t - 1] ?? 0) - (wait ?? Number.NaN);
  return ms > 0 ? (images * 1000) / ms : undefined;
}
