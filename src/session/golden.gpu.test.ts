/**
 * Whole runs against PyTorch in float64. The fixtures come from scripts/pytorch_replay.py and
 * scripts/make_fixtures.py (docs/testing.md says how), never from our own output.
 */
import { describe, expect, test } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { defaultRunConfig, type RunConfig } from "../train/config.ts";
import { readSafetensors } from "../train/export/safetensors.ts";
import { type FinishedRun, runUpdates } from "./browser/testing.ts";
import resnet8Rules from "./golden/resnet8.fixture.json";
import smallCnnBnRules from "./golden/small-cnn-bn.fixture.json";
import resnet8 from "./resnet8.fixture.json";
import smallCnn from "./small-cnn.fixture.json";

/** One number in `stride` of a tensor, and the norm of the whole. */
interface TensorSample {
  readonly name: string;
  readonly norm: number;
  readonly stride: number;
  readonly values: readonly number[];
}

/** Of every update, and of every layer in it. */
interface Replay {
  readonly losses: readonly number[];
  readonly gains: readonly (readonly number[])[];
  readonly states: readonly (readonly number[])[];
  readonly rates: readonly (readonly number[])[];
  readonly final: readonly TensorSample[];
}

/** Relative, of float32 against float64. */
interface Tolerance {
  readonly loss: number;
  readonly rates: number;
  readonly weights: number;
}

const LARGE_BATCH: Tolerance = { loss: 1e-4, rates: 1e-3, weights: 1e-3 };
/** Of 32 images a flipped ReLU shows more: PyTorch's own float32 strays by 0.5% in a rate (docs/testing.md). */
const SMALL_BATCH: Tolerance = { loss: 1e-3, rates: 1e-2, weights: 1e-2 };

/** Norm of what differs from the sample, as a share of the sample's own norm. */
function sampleError(values: ArrayLike<number>, { stride, values: want }: TensorSample): number {
  const difference = Math.hypot(...want.map((value, i) => values[i * stride]! - value));
  return difference / Math.max(Math.hypot(...want), 1e-6);
}

function expectTensors(
  { bundle }: FinishedRun,
  file: string,
  samples: readonly TensorSample[],
  tolerance: number,
): void {
  const tensors = readSafetensors(bundle.get(file)!, file);
  const valuesOf = new Map(tensors.map(({ name, values }) => [name, Array.from(values, Number)]));
  for (const sample of samples) {
    const values = valuesOf.get(sample.name)!;
    expect(sampleError(values, sample), `${sample.name} in ${file}`).toBeLessThan(tolerance);
    expect(Math.hypot(...values), `norm of ${sample.name}`).toSatisfy(
      (norm: number) => Math.abs(norm - sample.norm) <= tolerance * Math.max(sample.norm, 1e-6),
    );
  }
}

async function expectSameRun(
  given: object,
  layers: readonly string[],
  initial: readonly TensorSample[],
  replay: Replay,
  tolerance: Tolerance,
): Promise<void> {
  const config = { ...defaultRunConfig, ...given } as RunConfig;
  const run = await runUpdates(config, replay.losses.length);
  expect(replay.losses).toHaveLength(20);
  expect(run.store.layers.map((layer) => layer.name)).toEqual(layers);

  expect(worstMismatch(run.store.column("loss"), replay.losses, { abs: 0, rel: tolerance.loss })).toBeUndefined();
  layers.forEach((layer, k) => {
    for (const [metric, want] of [
      ["gain", replay.gains],
      ["state", replay.states],
      ["rate", replay.rates],
    ] as const) {
      const column = want.map((row) => row[k]!);
      const mismatch = worstMismatch(run.store.layerColumn(metric, k), column, { abs: 0, rel: tolerance.rates });
      expect(mismatch, `${metric} of ${layer}`).toBeUndefined();
    }
  });

  expectTensors(run, "initial.safetensors", initial, tolerance.weights);
  expectTensors(run, "final.safetensors", replay.final, tolerance.weights);
}

test.for([
  { name: "small-cnn, n = 8", fixture: smallCnn },
  { name: "resnet8, n = 4", fixture: resnet8 },
])("$name: 20 updates as PyTorch makes them", { timeout: 400_000 }, async ({ fixture }) => {
  await expectSameRun(fixture.config, fixture.layers, fixture.initial, fixture, LARGE_BATCH);
});

for (const { config, layers, initial, runs } of [smallCnnBnRules, resnet8Rules]) {
  describe(`${config.model}, 20 updates as PyTorch makes them`, () => {
    for (const replay of runs as readonly (Replay & { readonly config: object })[]) {
      const name = Object.entries(replay.config).map(([key, value]) => `${key} ${value}`);
      test(name.join(", "), { timeout: 400_000 }, async () => {
        await expectSameRun({ ...config, ...replay.config }, layers, initial, replay, SMALL_BATCH);
      });
    }
  });
}
