/** @file How long a sweep still takes, from the time per image of the runs that are done. */
import { scheduleOf } from "../train/schedule.ts";
import type { PlannedRun, RunResult } from "./sweep.ts";

const imagesOf = ({ config }: PlannedRun) => {
  const { updateCount, totalBatch } = scheduleOf(config);
  return updateCount * totalBatch;
};

export class TimeLeft {
  readonly #images: ReadonlyMap<string, number>;
  #doneMs = 0;
  #doneImages = 0;
  #leftImages: number;

  constructor(runs: readonly PlannedRun[], results: ReadonlyMap<string, RunResult>) {
    this.#images = new Map(runs.map((run) => [run.key, imagesOf(run)]));
    this.#leftImages = [...this.#images.values()].reduce((sum, images) => sum + images, 0);
    for (const result of results.values()) this.add(result);
  }

  /** A run that ended early is over, and its images were fewer. */
  add({ key, updates, totalBatch, wallSeconds }: RunResult): void {
    this.#leftImages -= this.#images.get(key)!;
    this.#doneImages += updates * totalBatch;
    this.#doneMs += wallSeconds * 1000;
  }

  /** While `run` has made so many updates in so long; null before the first update of the first run. */
  ms(run: PlannedRun, updates: number, runMs: number): number | null {
    const images = updates * scheduleOf(run.config).totalBatch;
    const seen = this.#doneImages + images;
    if (seen === 0) return null;
    const left = Math.max(0, this.#leftImages - images);
    return ((this.#doneMs + (images > 0 ? runMs : 0)) / seen) * left;
  }
}
