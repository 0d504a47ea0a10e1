/** @file Runs the rate kernels for a few updates beside their float64 twin. Not part of the product. */
import { worstMismatch } from "../core/compare.ts";
import type { Executor } from "../gpu/executor.ts";
import { floats } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers } from "../gpu/testing.ts";
import { layerRates, normsCount, type RateSettings } from "./rates-kernel.ts";
import { initialRateState, layerRatesTwin } from "./rates-twin.ts";

const UPDATES = 4;

/** a, c and ‖x‖² of each layer. Layer 0 agrees (a = c), layer 1 is orthogonal and beyond (a > n·c), the others lie between. */
function madeUp(layerCount: number, update: number) {
  const square = randomFloats(layerCount, 3 * update).map((x) => x * x + 1e-3);
  const mean = randomFloats(layerCount, 3 * update + 1).map((x, k) => square[k]! * (0.1 + 0.9 * x * x));
  const weights = randomFloats(layerCount, 3 * update + 2).map((x) => x * x);
  mean[0] = square[0]!;
  if (layerCount > 1) mean[1] = square[1]! / 20;
  weights[layerCount - 1] = 0;
  return { square, mean, weights };
}

/** What differs from the twin in a few updates, in words. */
export async function mismatches(executor: Executor, settings: RateSettings): Promise<string[]> {
  const layerCount = settings.groups.length;
  const rowLength = layerCount + 3;
  const kept = { norms: floats("norms", normsCount(layerCount)), states: floats("states", layerCount) };
  let state = initialRateState(layerCount);
  const found: string[] = [];
  for (let update = 0; update < UPDATES; update++) {
    const { square, mean, weights } = madeUp(layerCount, update);
    const decay = 0.9 ** update;
    const buffers = new TestBuffers();
    const rows = buffers.output(4 * rowLength);
    const model = buffers.output(1);
    const dispatches = layerRates(settings, rowLength, {
      ...{ ...kept, rows, model },
      groups: buffers.of(settings.groups),
      meanSquare: buffers.of(square),
      squareMean: buffers.of(mean),
      weightSquares: settings.rule.usesWeights ? buffers.of(weights) : undefined,
      schedule: buffers.of(Float32Array.of(decay, update)),
    });
    await buffers.run(executor, dispatches);
    const measured = Array.from(square, (meanSquare, k) => {
      return { meanSquare, squareMean: mean[k]!, weightSquare: weights[k]! };
    });
    const want = layerRatesTwin(settings, state, measured, { update, decay });
    const got = await readFloats(executor, rows);
    (["gain", "state", "warmup", "rate"] as const).forEach((name, i) => {
      const row = got.subarray(i * rowLength, i * rowLength + layerCount);
      const mismatch = worstMismatch(
        row,
        want.layers.map((layer) => layer[name]),
      );
      if (mismatch) found.push(`${name} at update ${update}: ${mismatch}`);
    });
    const mismatch = worstMismatch(await readFloats(executor, model), [want.modelGain]);
    if (mismatch) found.push(`gain of the model at update ${update}: ${mismatch}`);
    state = want.state;
  }
  return found;
}
