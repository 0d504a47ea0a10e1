/** @file Updates from formulas, put into a store at once: for tests of parts that take a store. Not part of the page. */
import type { RunStore } from "../../session/run-store.ts";
import type { UpdateRow } from "../../train/events.ts";
import { madeUpCosts } from "../../train/testing.ts";
import type { RunPlan } from "../charts/run-plan.ts";

/** Adds the next update: every number a formula of layer and update, or as given. */
export function addMadeUpUpdate(store: RunStore, { schedule, floor }: RunPlan, given: Partial<UpdateRow> = {}): void {
  const t = store.updateCount;
  const { n, threshold, updatesPerEpoch } = schedule;
  const row = (of: (k: number) => number) => Float32Array.from(store.layers, (_, k) => of(k));
  const gain = row((k) => 1 + (n - 1) * (0.5 + 0.4 * Math.sin(k * 1.9 + t / 40) + 0.1 * Math.sin(t * 1.7 + k)));
  const state = row((k) => gain[k]! + (t === 0 ? 0 : store.layerColumn("state", k)[t - 1]!));
  const warmup = state.map((S) => Math.min(1, S / threshold));
  const squareMean = gain.map((G) => 1 / G);
  store.addUpdate({
    ...{
      update: t,
      epoch: Math.floor(t / updatesPerEpoch),
      loss: 0.4 + 2 * Math.exp(-t / 30),
      accuracy: 0.8,
      decay: 1,
    },
    ...{ imagesPerSecond: 1200, elapsedMs: 100 * (t + 1), modelGain: (1 + n) / 2 },
    layers: {
      meanSquare: row(() => 1),
      weightSquare: row((k) => k + 1),
      squareMean,
      gain,
      state,
      warmup,
      rate: gain.map((G, k) => G * warmup[k]! * floor(t)),
    },
    workerMs: new Float32Array(store.workers).fill(80),
    costs: madeUpCosts(store.workers),
    oneWorkerImagesPerSecond: Number.NaN,
    ...given,
  });
}
