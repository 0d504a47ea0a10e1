/** The rates of whole updates on the coordinator's device, from what workers send to the readback, against the twin. */
import { describe, expect } from "vitest";
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

describe("the workers' gradients beside their mean", () => {
  async function agreementOf(config: RunConfig, sent: (rank: number) => Float32Array) {
    const watched = await openDevice(navigator.gpu, "agreement test");
    const engine = new UpdateEngine(watched, { ...updateSpecOf(config, model), initialWeights }, () => 0);
    await engine.prepare();
    for (let rank = 0; rank < config.workers; rank++) engine.receive(rank, sent(rank));
    const { weights } = await engine.apply(0, 1, false);
    const before = weights.slice();
    const agreement = await engine.agreement();
    expect(weights).toEqual(before);
    engine.dispose();
    watched.check();
    watched.destroy();
    return agreement;
  }
  const four = { ...defaultRunConfig, workers: 4, local: 2 };

  test("four workers of two micro-batches against float64, one layer of one worker all 0", async () => {
    const sent = [0, 1, 2, 3].map((rank) => contribution(rank, 0));
    const [idle] = model.layers;
    sent[2]!.fill(0, idle!.offset, idle!.offset + idle!.size);
    const { norm, cosine } = await agreementOf(four, (rank) => sent[rank]!);
    const want = { norm: [] as number[], cosine: [] as number[] };
    for (const values of sent) {
      for (const { offset, size } of model.layers) {
        const sums = { product: 0, square: 0, meanSquare: 0 };
        for (let at = offset; at < offset + size; at++) {
          const g = values[at]! / 2;
          const mean = sent.reduce((sum, each) => sum + each[at]!, 0) / 8;
          sums.product += g * mean;
          sums.square += g * g;
          sums.meanSquare += mean * mean;
        }
        want.norm.push(Math.sqrt(sums.square));
        want.cosine.push(sums.square === 0 ? 0 : sums.product / Math.sqrt(sums.square * sums.meanSquare));
      }
    }
    expect(worstMismatch(norm, want.norm)).toBeUndefined();
    expect(worstMismatch(cosine, want.cosine)).toBeUndefined();
    expect(cosine[2 * model.layers.length]).toBe(0);
    expect(Math.min(...cosine)).toBeLessThan(0.9);
  });

  test("identical micro-batches agree: cosines of 1", async () => {
    const { cosine } = await agreementOf(four, () => contribution(0, 0));
    expect(worstMismatch(cosine, new Float32Array(cosine.length).fill(1), { abs: 1e-6, rel: 0 })).toBeUndefined();
    expect(Math.max(...cosine)).toBeLessThanOrEqual(1);
  });
});
