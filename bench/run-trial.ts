/**
 * @file One trial: all lanes are opened, their losses compared, then they take
 * turns, round after round. A fast wrong answer is no result.
 * Not here: who trains (contenders/), what (workloads.ts).
 */
import { DivergedError } from "../src/core/errors.ts";
import { permutation, Stream } from "../src/core/rng.ts";
import type { AdapterFacts } from "../src/gpu/adapter-facts.ts";
import { FIRST_PROBE } from "../src/train/costs.ts";
import { scheduleOf } from "../src/train/schedule.ts";
import type { Contender, UpdateResult } from "./contender.ts";
import { median, worstDifference } from "./statistics.ts";
import type { Lane, Trial } from "./workloads.ts";

export interface LaneResult {
  readonly lane: Lane;
  readonly adapter: AdapterFacts;
  /** Of the first updates, which are not timed: they compile. */
  readonly losses: readonly number[];
  /** Median time of an update, of each round in which this lane took part. */
  readonly roundMs: readonly number[];
}

export interface TrialResult {
  readonly trial: Trial;
  readonly lanes: readonly LaneResult[];
  /** Largest relative difference between losses that should be equal. */
  readonly lossDifference: number;
}

const LOSS_TOLERANCE = 1e-3;
/** Losses compared; the first update says nothing of gradients. */
const LOSSES = 3;
const FEWEST_LOSSES = 2;
/** A round lasts as long as this, or one update. */
const ROUND_MS = 2000;
const MAX_UPDATES = 1000;
/** One update that lasts longer makes a lane slow: fewer losses, fewer rounds. */
const SLOW_MS = 10_000;
const SLOW_ROUNDS = 2;

interface OpenLane {
  readonly lane: Lane;
  readonly contender: Contender;
  readonly adapter: AdapterFacts;
  readonly losses: number[];
  readonly roundMs: number[];
  updateMs: number;
}

/** `start`: a contender for a lane, not opened yet. `say`: tells a person how far it is. */
export async function runTrial(
  trial: Trial,
  rounds: number,
  start: (lane: Lane) => Promise<Contender>,
  say: (line: string) => void,
): Promise<TrialResult> {
  const started: Contender[] = [];
  try {
    const lanes: OpenLane[] = [];
    for (const lane of trial.lanes) {
      say(`${trial.id}: ${lane.name}, first losses`);
      const contender = await start(lane);
      started.push(contender);
      const adapter = await contender.open(lane.config);
      lanes.push(await firstLosses({ lane, contender, adapter, losses: [], roundMs: [], updateMs: 0 }));
    }
    const lossDifference = checkLosses(lanes);
    const timed = lanes.filter(({ lane }) => !lane.witness);
    for (let round = 0; round < rounds; round++) {
      say(`${trial.id}: round ${round + 1} of ${rounds}`);
      await runRound(timed, round, trial.interleaved ? 1 : MAX_UPDATES);
    }
    const results = lanes.map(({ lane, adapter, losses, roundMs }) => ({ lane, adapter, losses, roundMs }));
    return { trial, lanes: results, lossDifference };
  } finally {
    for (const contender of started) await contender.close();
  }
}

async function firstLosses(open: OpenLane): Promise<OpenLane> {
  while (open.losses.length < LOSSES) {
    const [{ loss, ms }] = (await open.contender.run(1)) as [UpdateResult];
    open.losses.push(loss);
    open.updateMs = ms;
    if (open.losses.length >= FEWEST_LOSSES && ms > SLOW_MS) return open;
  }
  if (open.lane.witness) return open;
  // A round that does not count: kernels are still being compiled behind the first updates. Ours waits for them at its first probe.
  const isOurs = open.lane.contender === "page" || open.lane.contender === "node";
  const settling = isOurs ? FIRST_PROBE + 1 - open.losses.length : 0;
  const warm = await open.contender.run(Math.max(settling, updatesIn(ROUND_MS, open.updateMs)));
  open.updateMs = median(warm.map(({ ms }) => ms));
  return open;
}

/** Each lane makes its updates, at most `atOnce` before it is the next one's turn. */
async function runRound(lanes: readonly OpenLane[], round: number, atOnce: number): Promise<void> {
  const parts = lanes
    .filter(({ updateMs }) => updateMs <= SLOW_MS || round < SLOW_ROUNDS)
    .map((open) => ({ open, left: updatesIn(ROUND_MS, open.updateMs), ms: [] as number[] }));
  let last: (typeof parts)[number] | undefined;
  for (let turn = 0; parts.some(({ left }) => left > 0); turn++) {
    const waiting = parts.filter(({ left }) => left > 0);
    for (const part of inNewOrder(waiting, round * MAX_UPDATES + turn, last)) {
      const updates = Math.min(part.left, atOnce);
      part.left -= updates;
      part.ms.push(...(await part.open.contender.run(updates)).map(({ ms }) => ms));
      last = part;
    }
  }
  for (const { open, ms } of parts) open.roundMs.push(median(ms));
}

/** By chance, so that no lane always follows the same one; never `last` first: what has just run is still warm. */
export function inNewOrder<T>(items: readonly T[], turn: number, last: T | undefined): T[] {
  const order = Array.from(permutation(0, Stream.shuffle, turn, items.length), (i) => items[i]!);
  return order[0] === last ? [...order.slice(1), order[0]!] : order;
}

function updatesIn(roundMs: number, updateMs: number): number {
  return Math.min(MAX_UPDATES, Math.max(1, Math.ceil(roundMs / updateMs)));
}

/** Lanes with one n start from the same loss; those with one rule too go on alike. */
export function checkLosses(lanes: readonly Pick<OpenLane, "lane" | "losses">[]): number {
  let worst = 0;
  lanes.forEach((one, i) => {
    for (const other of lanes.slice(0, i)) {
      const count = comparable(one, other);
      const difference = worstDifference(one.losses.slice(0, count), other.losses.slice(0, count));
      worst = Math.max(worst, difference);
      if (difference <= LOSS_TOLERANCE) continue;
      throw new DivergedError({
        where: `bench, ${one.lane.name}`,
        wanted: `the losses of ${other.lane.name} within ${LOSS_TOLERANCE}: ${other.losses.join(", ")}`,
        found: one.losses.join(", "),
        tryThis: "npm run test:gpu, which compares every kernel with its twin",
      });
    }
  });
  return worst;
}

function comparable(one: Pick<OpenLane, "lane" | "losses">, other: Pick<OpenLane, "lane" | "losses">): number {
  if (scheduleOf(one.lane.config).n !== scheduleOf(other.lane.config).n) return 0;
  if (one.lane.config.rule !== other.lane.config.rule) return 1;
  return Math.min(one.losses.length, other.losses.length);
}
