/**
 * Whole runs against PyTorch in float64. The fixtures come from scripts/pytorch_replay.py
 * (docs/testing.md says how), never from our own output.
 */
import { expect, test } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import { defaultRunConfig, type RunConfig } from "../train/config.ts";
import { readSafetensors } from "../train/export/safetensors.ts";
import { type FinishedRun, runUpdates } from "./browser/testing.ts";
import resnet8 from "./resnet8.fixture.json";
import smallCnn from "./small-cnn.fixture.json";

/** One number in `stride` of a tensor, and the norm of the whole. */
interface TensorSample {
  readonly name: string;
  readonly norm: number;
  readonly stride: number;
  readonly values: readonly number[];
}

const LOSS = { abs: 0, rel: 1e-4 };
const RATES = { abs: 0, rel: 1e-3 };
const WEIGHTS = 1e-3;

function tensorsOf({ bundle }: FinishedRun, file: string): Map<string, ArrayLike<number>> {
  const tensors = readSafetensors(bundle.get(file)!, file);
  return new Map(tensors.map(({ name, values }) => [name, Array.from(values, Number)]));
}

/** Norm of what differs from the sample, as a share of the sample's own norm. */
function sampleError(values: ArrayLike<number>, { stride, values: want }: TensorSample): number {
  const difference = Math.hypot(...want.map((value, i) => values[i * stride]! - value));
  return difference / Math.max(Math.hypot(...want), 1e-6);
}

test.for([
  { name: "small-cnn, n = 8", fixture: smallCnn },
  { name: "resnet8, n = 4", fixture: resnet8 },
])("$name: 20 updates as PyTorch makes them", { timeout: 400_000 }, async ({ fixture }) => {
  const config = { ...defaultRunConfig, ...fixture.config } as RunConfig;
  const run = await runUpdates(config, fixture.losses.length);
  expect(fixture.losses).toHaveLength(20);
  expect(run.store.layers.map((layer) => layer.name)).toEqual(fixture.layers);

  expect(worstMismatch(run.store.column("loss"), fixture.losses, LOSS)).toBeUndefined();
  fixture.layers.forEach((layer, k) => {
    for (const [metric, want] of [
      ["gain", fixture.gains],
      ["state", fixture.states],
      ["rate", fixture.rates],
    ] as const) {
      const column = want.map((row) => row[k]!);
      const mismatch = worstMismatch(run.store.layerColumn(metric, k), column, RATES);
      expect(mismatch, `${metric} of ${layer}`).toBeUndefined();
    }
  });

  for (const [file, samples] of [
    ["initial.safetensors", fixture.initial],
    ["final.safetensors", fixture.final],
  ] as const) {
    const tensors = tensorsOf(run, file);
    for (const sample of samples) {
      const values = tensors.get(sample.name)!;
      expect(sampleError(values, sample), `${sample.name} in ${file}`).toBeLessThan(WEIGHTS);
      expect(Math.hypot(...Array.from(values)), `norm of ${sample.name}`).toSatisfy(
        (norm: number) => Math.abs(norm - sample.norm) <= WEIGHTS * Math.max(sample.norm, 1e-6),
      );
    }
  }
});
