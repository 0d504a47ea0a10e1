/** The rates of whole updates on the coordinator's device, from what workers send to the readback, against the twin. */
import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { Stream, uniforms } from "../core/rng.ts";
import { openDevice } from "../gpu/device.ts";
import { test } from "../gpu/testing.ts";
import { layerSquaresTwin } from "../kernels/segments.ts";
import { initialParameters, initialStatistics } from "../nn/initialise.ts";
import { buildModel } from "../nn/model.ts";
import { allLayers } from "../nn/testing.ts";
import { initialRateState, layerRatesTwin } from "../rates/rates-twin.ts";
import { defaultRunConfig, type RunConfig } from "./config.ts";
import { contributionLayout } from "./contribution.ts";
import { UpdateEngine } from "./update-engine.ts";
import { updateSpecOf } from "./update-spec.ts";

const model = buildModel(allLayers, [1, 12, 12], 10);
const initialWeights = Float32Array.from([...initialParameters(model, 1), ...initialStatistics(model)]);
const layout = contributionLayout(model);

/** Seeded gradients that shrink from update to update, and squares that are n times theirs and more. */
function contribution(rank: number, update: number): Float32Array {
  const values = uniforms(1, Stream.shuffle, 10 * update + rank, layout.size).map(
    (value) => (value - 0.4) / (update + 1),
  );
  model.layers.forEach(({ size }, k) => {
    values[layout.squaresAt + k] = (0.2 + 0.1 * (k % 5)) * size;
  });
  return values;
}

test.for<Partial<RunConfig>>([
  { rule: "lena", granularity: "module" },
  { rule: "lena", variant: "released", layerwise: "weights" },
  { rule: "lars", trustCoefficient: 0.02 },
  { rule: "lars", granularity: "module", layerwiseShare: 0.5 },
])("three updates with %j", async (change, { gpu }) => {
  const config: RunConfig = { ...defaultRunConfig, ...change, workers: 2, local: 1 };
  const spec = updateSpecOf(config, model);
  const watched = await openDevice(gpu, "update test");
  const engine = new UpdateEngine(watched, { ...spec, initialWeights }, () => 0);
  await engine.prepare();
  let state = initialRateState(model.layers.length);
  let weights: Float32Array = initialWeights;
  for (let update = 0; update < 3; update++) {
    for (const rank of [0, 1]) engine.receive(rank, contribution(rank, update));
    const { layers, ...result } = await engine.apply(update, 0.5, false);
    const weightSquares = layerSquaresTwin(model.layers, weights);
    expect(worstMismatch(layers.weightSquare, weightSquares), `weights at update ${update}`).toBeUndefined();
    const measured = model.layers.map((_, k) => {
      const [meanSquare, squareMean] = [layers.meanSquare[k]!, layers.squareMean[k]!];
      return { meanSquare, squareMean, weightSquare: weightSquares[k]! };
    });
    const want = layerRatesTwin(spec.rates, state, measured, { update, decay: 0.5 });
    for (const name of ["gain", "state", "warmup", "rate"] as const) {
      const column = want.layers.map((layer) => layer[name]);
      expect(worstMismatch(layers[name], column), `${name} at update ${update}`).toBeUndefined();
    }
    expect(worstMismatch([result.modelGain], [want.modelGain])).toBeUndefined();
    weights = result.weights.slice();
    state = want.state;
  }
  engine.dispose();
  watched.check();
  watched.destroy();
});
