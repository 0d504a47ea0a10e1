/**
 * @file A run's recorded norms and rates for tests, without training: norms by formula, rates by the float64 twins,
 * rounded as a run records them. Not part of the product.
 */
import { buildModel } from "../nn/model.ts";
import { initialRateState, layerRatesTwin } from "../rates/rates-twin.ts";
import { datasetOf, defaultRunConfig, modelOf, type RunConfig } from "./config.ts";
import type { RateColumns } from "./gain-averages.ts";
import type { KnownRun } from "./other-rules.ts";
import { decayAt, scheduleOf } from "./schedule.ts";
import { rateSettingsOf } from "./update-spec.ts";

export type Norms = (
  t: number,
  k: number,
  n: number,
) => { readonly meanSquare: number; readonly squareMean: number; readonly weightSquare: number };

/** Layers between agreement and none, in waves. */
const waves: Norms = (t, k, n) => {
  const meanSquare = 1 + 0.3 * Math.sin(t * 1.7 + k);
  const agreement = 0.5 + 0.5 * Math.sin(k * 1.9 + t * 0.1);
  const squareMean = meanSquare * (agreement + (1 - agreement) / n);
  return { meanSquare, squareMean, weightSquare: k % 4 === 3 ? 0 : 2 + Math.cos(k + 0.05 * t) };
};

const metrics = ["meanSquare", "squareMean", "weightSquare", "gain", "state", "warmup", "rate"] as const;

export function madeUpRates(change: Partial<RunConfig> = {}, updates = 40, norms: Norms = waves) {
  const config: RunConfig = { ...defaultRunConfig, ...change };
  const schedule = scheduleOf(config);
  const { imageShape, classes } = datasetOf(config);
  const { layers } = buildModel(modelOf(config), imageShape, classes.length);
  const settings = rateSettingsOf(config, layers);
  const columns = { update: [] as number[], decay: [] as number[], modelGain: [] as number[] };
  const perLayer = layers.map(() => Object.fromEntries(metrics.map((metric) => [metric, [] as number[]])));
  let state = initialRateState(layers.length);
  const numbers = {
    updateCount: 0,
    column: (metric: keyof typeof columns) => Float64Array.from(columns[metric]),
    layerColumn: (metric: (typeof metrics)[number], k: number) => Float32Array.from(perLayer[k]![metric]!),
  };
  const add = (count: number) => {
    for (let i = 0; i < count; i++) {
      const t = numbers.updateCount++;
      const decay = decayAt(config.decay, t, schedule);
      const measured = layers.map((_, k) => norms(t, k, schedule.n));
      const next = layerRatesTwin(settings, state, measured, { update: t, decay });
      state = next.state;
      columns.update.push(t);
      columns.decay.push(decay);
      columns.modelGain.push(next.modelGain);
      perLayer.forEach((rows, k) => {
        const row = { ...measured[k]!, ...next.layers[k]! };
        for (const metric of metrics) rows[metric]!.push(row[metric]);
      });
    }
  };
  add(updates);
  const run: KnownRun = { config, schedule, layers };
  return { run, numbers: numbers satisfies RateColumns, add };
}
