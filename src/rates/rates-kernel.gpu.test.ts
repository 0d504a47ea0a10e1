import { expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { floats } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import { initialRateState, layerRates, layerRatesTwin, type RateSettings } from "./rates-kernel.ts";
import { rateRules } from "./registry.ts";
import { warmups } from "./warmup.ts";

const UPDATES = 6;
const combinations = Object.values(rateRules).flatMap((rule) =>
  Object.values(warmups).flatMap((warmup) => [1, 5, 65].map((layerCount) => ({ rule, warmup, layerCount }))),
);

test.for(combinations)(
  "rule $rule.id with warm-up $warmup.id on $layerCount layers follows its twin",
  async ({ rule, warmup, layerCount }, { executor }) => {
    const settings: RateSettings = {
      rule,
      warmup,
      n: 8,
      singleWorkerIterations: 400,
      threshold: 20,
      baseRate: 0.02,
    };
    const rowLength = layerCount + 3;
    const norms = floats("norms", 2 * layerCount);
    const states = floats("states", layerCount);
    let state = initialRateState(layerCount);
    for (let update = 0; update < UPDATES; update++) {
      // Layer 0 agrees (a = c), layer 1 is orthogonal and beyond (a > n·c), the others lie between.
      const square = randomFloats(layerCount, 2 * update).map((x) => x * x + 1e-3);
      const mean = randomFloats(layerCount, 2 * update + 1).map((x, k) => square[k]! * (0.1 + 0.9 * x * x));
      mean[0] = square[0]!;
      if (layerCount > 1) mean[1] = square[1]! / 20;
      const decay = 0.9 ** update;
      const buffers = new TestBuffers();
      const rows = buffers.output(4 * rowLength);
      const model = buffers.output(1);
      const io = { norms, states, rows, model };
      const dispatches = layerRates(
        settings,
        { layerCount, rowLength },
        {
          ...io,
          meanSquare: buffers.of(square),
          squareMean: buffers.of(mean),
          schedule: buffers.of(Float32Array.of(decay, update)),
        },
      );
      await buffers.run(executor, dispatches);
      const measured = [...square].map((meanSquare, k) => ({ meanSquare, squareMean: mean[k]! }));
      const want = layerRatesTwin(settings, state, measured, { update, decay });
      const got = await readFloats(executor, rows);
      const row = (i: number) => got.subarray(i * rowLength, i * rowLength + layerCount);
      expect(
        worstMismatch(
          row(0),
          want.layers.map((layer) => layer.gain),
        ),
      ).toBeUndefined();
      expect(
        worstMismatch(
          row(1),
          want.layers.map((layer) => layer.state),
        ),
      ).toBeUndefined();
      expect(
        worstMismatch(
          row(2),
          want.layers.map((layer) => layer.warmup),
        ),
      ).toBeUndefined();
      expect(
        worstMismatch(
          row(3),
          want.layers.map((layer) => layer.rate),
        ),
      ).toBeUndefined();
      expect(worstMismatch(await readFloats(executor, model), [want.modelGain])).toBeUndefined();
      state = want.state;
    }
  },
);
