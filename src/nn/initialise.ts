/**
 * @file Parameters before the first update. Weights: He uniform, U(−b, b) with
 * b = √(6 / fan-in), so the variance is 2 / fan-in (He et al., ICCV 2015); biases
 * and shifts 0, scales 1. Same seed, same bits, on every machine.
 */
import { Stream, uniforms } from "../core/rng.ts";
import type { Model } from "./model.ts";

/** The flat parameter buffer (parameterFloats). */
export function initialParameters(model: Model, seed: number): Float32Array {
  const parameters = new Float32Array(model.parameterFloats);
  model.layers.forEach(({ name, offset, size }, k) => {
    const start = model.starts.get(name)!;
    const values = parameters.subarray(offset, offset + size);
    if ("constant" in start) {
      values.fill(start.constant);
      return;
    }
    const bound = Math.sqrt(6 / start.heFanIn);
    const random = uniforms(seed, Stream.initialise, k, size);
    for (let i = 0; i < size; i++) values[i] = (2 * random[i]! - 1) * bound;
  });
  return parameters;
}

/** Running batch-norm statistics (statisticsFloats): means 0, variances 1, as in PyTorch. */
export function initialStatistics(model: Model): Float32Array {
  const statistics = new Float32Array(model.statisticsFloats);
  for (const { offset, channels } of model.statistics) statistics.fill(1, offset + channels, offset + 2 * channels);
  return statistics;
}
