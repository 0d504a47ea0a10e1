/** @file Tuning on a device. The software GPU stands in for a real one, with the smallest tiles, which it compiles soonest. */
import { expect } from "vitest";
import { openDevice } from "../gpu/device.ts";
import { disguised, test } from "../gpu/testing.ts";
import { type TileProblem, tileProblem } from "../kernels/tile-problem.ts";
import { TileBench } from "./tile-bench.ts";
import { tune } from "./tune.ts";

const conv = {
  ...{ batch: 3, channels: 5, height: 6, width: 6, filters: 7, kernel: 3, stride: 2, padding: 1 },
  ...{ outHeight: 3, outWidth: 3 },
};
const dense = { batch: 3, inputs: 300, outputs: 10 };
const problems = [
  tileProblem("conv2d.forward", conv),
  tileProblem("conv2d.input-gradient", conv),
  tileProblem("conv2d.weight-gradient", conv),
  tileProblem("dense.forward", dense),
  tileProblem("dense.input-gradient", dense),
  tileProblem("dense.weight-gradient", dense),
];
const limits = { measuringMs: 60_000, totalMs: 60_000 };
const clock = () => performance.now();

async function tuned(gpu: GPU, given: readonly TileProblem[]) {
  const watched = await openDevice(gpu, "tune test");
  const bench = new TileBench(watched, given, clock);
  const result = await tune(given, bench, { clock, limits });
  bench.dispose();
  watched.check();
  watched.destroy();
  return result;
}

test.for([
  { name: "by timestamps", gpu: navigator.gpu },
  { name: "by the clock", gpu: disguised(navigator.gpu, { features: new Set() }) },
])("every operation gets one of its candidates, all of which agree, $name", async ({ gpu }) => {
  const { tiles, dropped } = await tuned(gpu, problems);
  expect(dropped).toEqual([]);
  expect(Object.keys(tiles)).toEqual(problems.map(({ key }) => key));
  for (const { key, candidates } of problems) expect(candidates).toContainEqual(tiles[key]);
});

test("a candidate that computes nothing is not taken for a fast one", async () => {
  const [whole] = problems as [TileProblem];
  const [, idle] = whole.candidates;
  const lazy: TileProblem = {
    ...whole,
    dispatches: (scratch, tile) => (tile === idle ? [] : whole.dispatches(scratch, tile)),
  };
  const { tiles, dropped } = await tuned(navigator.gpu, [lazy]);
  expect(tiles).toEqual({ [whole.key]: whole.candidates[0] });
  expect(dropped).toEqual([expect.stringContaining("off; worst at")]);
});

test("a candidate whose buffers are too large for the device is dropped, and nothing is allocated for it", async () => {
  const [whole] = problems as [TileProblem];
  const [, huge] = whole.candidates;
  const greedy: TileProblem = {
    ...whole,
    floats: (tile) => ({ ...whole.floats(tile), partials: tile === huge ? 2 ** 40 : 0 }),
  };
  const { tiles, dropped } = await tuned(navigator.gpu, [greedy]);
  expect(tiles).toEqual({ [whole.key]: whole.candidates[0] });
  expect(dropped).toEqual([expect.stringContaining("wanted buffers as large as this device allows")]);
});
