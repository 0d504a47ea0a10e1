/**
 * @file Between which numbers rates, gains and losses are drawn, so that every form of a chart, and its file, agree.
 */
import type { ChartView } from "./chart-view.ts";
import type { RunPlan } from "./run-plan.ts";

/**
 * On a log axis wide enough for the whole run from the start, so that it need not move; on a linear one, and of a part
 * of the run, as what was measured there needs.
 */
export function rateRange(
  { floor, ceiling, schedule }: RunPlan,
  scale: ChartView["scale"],
  [smallest, largest]: Extremes,
  isPart = false,
): [number, number] {
  const top = ceiling(0);
  if (scale === "linear") return [0, largest !== null && largest > 0 ? roundUp(largest * 1.05) : top * 1.1 || 1];
  if (!(top > 0)) return [1e-4, 1];
  const known = smallest !== null && smallest > 0 ? smallest : top;
  if (isPart && largest !== null) return [roundDown(known / 1.05), roundUp(Math.max(largest, known) * 1.05)];
  return [roundDown(Math.min(floor(schedule.updateCount), known)), Math.max(top * 1.9, (largest ?? 0) * 1.2)];
}

/** To 1, 2 or 5 of its decade: where a log axis begins, its lines are round. */
export function roundDown(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  return [5, 2, 1].map((digit) => digit * magnitude).find((round) => round <= value) ?? magnitude;
}

/** Rates of the empty and the full bar at an update: a layer in its warm-up stands below the floor. */
export function barRange({ floor, ceiling }: RunPlan, update: number): [number, number] {
  return [floor(update) / 3 || 0.1, ceiling(update) || 1];
}

/** Before anything is measured. */
function plannedRange({ floor, ceiling, schedule }: RunPlan, scale: ChartView["scale"]): [number, number] {
  const high = ceiling(0) || 1;
  return [scale === "linear" ? 0 : Math.min(floor(schedule.updateCount), floor(0) / 10) || high / 1000, high];
}

/** The strongest colour stands for at most so many times the rate of the lightest, so that layers differ to the eye. */
const HEAT_SPAN = 100;

/** Rates of the lightest and the strongest colour: as measured so far. High in steps, so that it seldom moves. */
export function heatRange(
  plan: RunPlan,
  scale: ChartView["scale"],
  [smallest, largest]: Extremes,
): readonly [number, number] {
  if (smallest === null || largest === null) return plannedRange(plan, scale);
  const high = roundUp(largest);
  return [scale === "linear" ? 0 : Math.max(high / HEAT_SPAN, Math.min(roundDown(smallest), high / 2)), high];
}

function roundUp(value: number): number {
  const magnitude = 10 ** Math.floor(Math.log10(value));
  const enough = value * (1 - 1e-6); // 0.1 as a float32 is a little more than 0.1
  return Number((([1, 2, 3, 5, 7].find((digit) => digit * magnitude >= enough) ?? 10) * magnitude).toPrecision(2));
}

/** Where `value` stands in that range, from 0 to 1. */
export function shareOf(value: number, scale: ChartView["scale"], [low, high]: readonly [number, number]): number {
  const share = scale === "linear" ? value / high : Math.log(Math.max(value, low) / low) / Math.log(high / low);
  return Math.min(1, Math.max(0, share));
}

export type Extremes = [smallest: number | null, largest: number | null];

/** The extremes of some numbers and of what else is drawn among them: of that, what is above 0. */
export function withColumns([smallest, largest]: Extremes, columns: readonly ArrayLike<number>[]): Extremes {
  let [low, high] = [smallest ?? Number.POSITIVE_INFINITY, largest ?? Number.NEGATIVE_INFINITY];
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) {
      const value = column[i]!;
      if (!(value > 0 && Number.isFinite(value))) continue;
      [low, high] = [Math.min(low, value), Math.max(high, value)];
    }
  }
  return [Number.isFinite(low) ? low : null, Number.isFinite(high) ? high : null];
}

/** From here on a linear axis would press most layers against the bottom. */
const LOG_GAIN_FROM = 24;

export function isGainLog({ schedule }: RunPlan): boolean {
  return schedule.n >= LOG_GAIN_FROM;
}

/** From 1 to n, and wider where a rule leaves that; of a part of the run, as what was measured there needs. */
export function gainRange(plan: RunPlan, [smallest, largest]: Extremes, isPart = false): [number, number] {
  const { n } = plan.schedule;
  if (isPart && smallest !== null && largest !== null && smallest > 0) return gainsOfPart(plan, smallest, largest);
  // Below 1 is room for the floor's name, and not for 0.5 on the axis.
  const [low, high] = isGainLog(plan) ? [0.51, n * 1.7] : [1 - Math.max(0.6, n * 0.17), Math.max(1.6, n * 1.18)];
  return [Math.min(low, (smallest ?? low) * 0.9), Math.max(high, (largest ?? high) * 1.1)];
}

function gainsOfPart(plan: RunPlan, smallest: number, largest: number): [number, number] {
  const room = Math.max(0.1, (largest - smallest) * 0.1);
  if (!isGainLog(plan)) return [Math.max(0, smallest - room), largest + room];
  // Two powers of 2 at least: the numbers on the axis.
  const [first, last] = [Math.floor(Math.log2(smallest / 1.02)), Math.ceil(Math.log2(largest * 1.02))];
  return [2 ** first, 2 ** Math.max(first + 1, last)];
}

/** A little over the loss of a model that guesses among ten classes. */
const LEAST_LOSS = 2.6;
/** A loss beyond this leaves the chart: the rest of the curve would be pressed flat. */
const MOST_LOSS = 12;

export function lossRange(largest: number | null, isPart = false): [number, number] {
  return [0, Math.max(isPart && largest ? 0 : LEAST_LOSS, Math.min(MOST_LOSS, (largest ?? 0) * 1.08 || 0))];
}
