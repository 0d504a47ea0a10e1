import { expect, test } from "vitest";
import { buildModel } from "../nn/model.ts";
import { datasetOf, modelOf } from "../train/config.ts";
import { planSweep } from "./plan.ts";
import { presetSweep } from "./presets.ts";
import { presetIds, scales } from "./sweep.ts";

const cases = presetIds.flatMap((preset) => scales.map((scale) => [preset, scale] as const));
const cellsPerN = { table1: 3, table2: 3 * 3, table3: 5, figure4: 3 };
const valuesOfN = { small: 3, paper: 5 };

test.each(cases)("%s, %s: every cell can run, with a baseline of one plain worker", (preset, scale) => {
  const sweep = presetSweep(preset, scale, [1, 2]);
  const plan = planSweep(sweep);
  const cellCount = cellsPerN[preset] * valuesOfN[scale];
  expect(sweep).toMatchObject({ preset, id: `${preset}-${scale}`, seeds: [1, 2] });
  expect(plan.cells).toHaveLength(cellCount);
  expect(plan.runs).toHaveLength(2 * (1 + cellCount));
  expect(plan.cells.every(({ coordinates, n }) => coordinates.n === String(n))).toBe(true);
  expect(plan.runs[0]!.config).toMatchObject({ workers: 1, local: 1, rule: "none", warmup: "none" });
  for (const { config } of plan.runs) {
    const { imageShape, classes } = datasetOf(config);
    expect(buildModel(modelOf(config), imageShape, classes.length).layers.length).toBeGreaterThan(0);
  }
});

test("the paper's protocol is kept, apart from the data set, and the title says so", () => {
  const { title, base, axes } = presetSweep("table1", "paper", [1]);
  expect(base).toMatchObject({ microBatch: 128, epochs: 100, momentum: 0.9, weightDecay: 5e-4, decay: "exponential" });
  expect(base).toMatchObject({ model: "resnet18", alpha: 0.05 });
  expect(axes[1]!.values.map(({ label }) => label)).toEqual(["8", "16", "32", "64", "128"]);
  expect(title).toContain("in place of CIFAR-10");
});
