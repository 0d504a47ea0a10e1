/** @file How long a sweep takes before anything of it was measured. Not here: from its own runs (sweep/time-left.ts). */
import type { SweepPlan } from "../../sweep/sweep.ts";
import { datasetOf } from "../../train/config.ts";
import { scheduleOf } from "../../train/schedule.ts";

/** Work of a forward pass beside that of training, which goes forward and twice as far back. */
const FORWARD_SHARE = 1 / 3;
/** Training images per second at b = 16 and n = 8 on two processor cores, without a GPU, as `npm run bench` had them. */
const SOFTWARE_SPEED: Readonly<Record<string, number>> = { "small-cnn": 1_250 };
const START_SECONDS = 2;

/** Milliseconds on a computer without a GPU; null for a model that there is no measurement of. */
export function roughMs({ runs }: SweepPlan): number | null {
  let seconds = 0;
  for (const { config } of runs) {
    const speed = typeof config.model === "string" ? SOFTWARE_SPEED[config.model] : undefined;
    if (speed === undefined) return null;
    const { updateCount, totalBatch } = scheduleOf(config);
    const { validationCount, testCount } = datasetOf(config);
    const forwardOnly = config.epochs * validationCount + testCount;
    seconds += START_SECONDS + (updateCount * totalBatch + forwardOnly * FORWARD_SHARE) / speed;
  }
  return seconds * 1000;
}
