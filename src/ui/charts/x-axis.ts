/**
 * @file What runs along a chart: updates, epochs, images or seconds. An update stands where it began, so update 0 is
 * at 0 in each of them. Seconds of updates to come are guessed from those so far.
 */
import type { RunNumbers } from "../../session/run-store.ts";
import { formatTick } from "../format.ts";
import type { RunPlan } from "./run-plan.ts";

export const xUnits = { update: "updates", epoch: "epochs", image: "images", second: "seconds" } as const;
export type XUnit = keyof typeof xUnits;

export interface XAxis {
  readonly unit: XUnit;
  /** Where the run's last update stands. */
  readonly end: number;
  at(update: number): number;
  /** The update at x, perhaps between two. */
  update(x: number): number;
}

export function xAxisOf(unit: XUnit, { schedule }: RunPlan, store: RunNumbers | undefined): XAxis {
  const last = Math.max(1, schedule.updateCount - 1);
  if (unit === "second") return seconds(store?.column("elapsedMs") ?? new Float64Array(), last);
  const factor = { update: 1, epoch: 1 / schedule.updatesPerEpoch, image: schedule.totalBatch }[unit];
  return { unit, end: last * factor, at: (update) => update * factor, update: (x) => x / factor };
}

function seconds(elapsedMs: Float64Array, last: number): XAxis {
  const count = elapsedMs.length;
  const done = count === 0 ? 0 : elapsedMs[count - 1]! / 1000;
  const each = count === 0 || done === 0 ? 1 : done / count;
  const at = (update: number): number => {
    if (update >= count) return done + (update - count) * each;
    const whole = Math.max(0, Math.floor(update));
    const start = whole === 0 ? 0 : elapsedMs[whole - 1]! / 1000;
    return start + (update - whole) * (elapsedMs[whole]! / 1000 - start);
  };
  const update = (x: number): number => {
    if (x >= done) return count + (x - done) / each;
    let [low, high] = [0, count]; // at(low) <= x < at(high)
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (at(middle) <= x) low = middle;
      else high = middle;
    }
    return low + (x - at(low)) / (at(high) - at(low));
  };
  return { unit: "second", end: count > last ? at(last) : roundUp(at(last)), at, update };
}

/** To two digits, so that an axis whose end is guessed seldom moves. */
function roundUp(value: number): number {
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1);
  return Math.ceil(value / unit) * unit;
}

const compact = new Intl.NumberFormat("en-US", { notation: "compact", maximumFractionDigits: 1 });

/** Under the axis; null where there is nothing to count. */
export function xLabel(unit: XUnit, value: number): string | null {
  if (unit === "second") return value === 0 ? "0 s" : formatTick(value);
  if (unit === "update" && !Number.isInteger(value)) return null;
  return value === 0 ? `${unit} 0` : xNumber(unit, value);
}

/** Where the unit is said elsewhere. */
export function xNumber(unit: XUnit, value: number): string {
  if (unit === "image") return compact.format(value);
  return unit === "update" ? `${value}` : formatTick(value);
}
