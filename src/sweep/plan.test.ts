import { expect, test } from "vitest";
import { ConfigError } from "../core/errors.ts";
import type { RunConfig } from "../train/config.ts";
import { planSweep } from "./plan.ts";
import type { Sweep, SweepAxis } from "./sweep.ts";

const rules: SweepAxis = {
  name: "rule",
  values: [
    { label: "linear", set: { rule: "linear", warmup: "fixed" } },
    { label: "LENA", set: { rule: "lena" } },
  ],
};
const ns: SweepAxis = { name: "n", values: [2, 4].map((local) => ({ label: `${local}`, set: { workers: 1, local } })) };
const sweep: Sweep = {
  id: "test",
  title: "Test",
  base: { microBatch: 8, trainSize: 512, epochs: 1 },
  axes: [rules, ns],
  baseline: { workers: 1, local: 1, rule: "none", warmup: "none" },
  tolerance: 0.01,
  seeds: [1, 2],
};

function refusal(change: Partial<Sweep>): string {
  try {
    planSweep({ ...sweep, ...change });
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return "accepted";
}

test("the baseline comes first, then the cells, the last axis fastest, each with every seed", () => {
  const { runs, cells, baseline } = planSweep(sweep);
  expect(runs.map(({ key }) => key.replace(/-[0-9a-z]{7}$/, ""))).toEqual([
    ...["baseline-seed-1", "baseline-seed-2"],
    ...["rule-linear-n-2-seed-1", "rule-linear-n-2-seed-2", "rule-linear-n-4-seed-1", "rule-linear-n-4-seed-2"],
    ...["rule-lena-n-2-seed-1", "rule-lena-n-2-seed-2", "rule-lena-n-4-seed-1", "rule-lena-n-4-seed-2"],
  ]);
  expect(baseline?.keys).toEqual(runs.slice(0, 2).map(({ key }) => key));
  expect(cells[1]).toEqual({
    coordinates: { rule: "linear", n: "4" },
    n: 4,
    keys: runs.slice(4, 6).map(({ key }) => key),
  });
  expect(runs[4]!.config).toMatchObject({ rule: "linear", warmup: "fixed", local: 4, microBatch: 8, seed: 1 });
});

test("keys are stable, and different for every configuration", () => {
  const keys = planSweep(sweep).runs.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect(planSweep(sweep).runs.map(({ key }) => key)).toEqual(keys);
  const other = planSweep({ ...sweep, base: { ...sweep.base, momentum: 0.8 } }).runs.map(({ key }) => key);
  expect(other.filter((key) => keys.includes(key))).toEqual([]);
});

test("a configuration that two cells share is run once", () => {
  const one = { label: "1", set: { workers: 1, local: 1, rule: "none", warmup: "none" } } as const;
  const plan = planSweep({ ...sweep, axes: [{ name: "n", values: [one, ...ns.values] }] });
  expect(plan.runs).toHaveLength(6);
  expect(plan.cells[0]!.keys).toEqual(plan.baseline!.keys);
});

test("a grid that means no runs, too many or one twice is refused", () => {
  expect(refusal({ axes: [] })).toMatch(/wanted at least one field that varies, found none/);
  expect(refusal({ axes: [{ name: "n", values: [] }] })).toMatch(/wanted at least one value of n, found none/);
  expect(refusal({ seeds: [] })).toMatch(/wanted at least one seed/);
  expect(refusal({ seeds: [3, 3] })).toMatch(/wanted every seed once, found 3 twice/);
  expect(refusal({ axes: [ns, ns] })).toMatch(/wanted every field once, found n twice/);
  expect(refusal({ axes: [{ name: "n", values: [...ns.values, ns.values[0]!] }] })).toMatch(/value of n once, found 2/);
});

test("a million runs are counted, not planned", () => {
  const values = Array.from({ length: 1000 }, (_, i) => ({ label: `${i}`, set: { alpha: i / 1000 } }));
  const axes = [
    { name: "a", values },
    { name: "b", values: values.map(({ label }) => ({ label, set: { momentum: 0 } })) },
  ];
  expect(refusal({ axes, seeds: [1], baseline: undefined })).toMatch(
    /wanted at most 10000 runs, found 1000000 \(1000 × 1000 cells, 1 seeds\)\. Try: fewer/,
  );
  expect(planSweep({ ...sweep, axes: [axes[0]!], baseline: undefined }).runs).toHaveLength(2000);
});

test("a cell that cannot run is refused by its name", () => {
  const large = { name: "n", values: [{ label: "128", set: { workers: 1, local: 128 } }] };
  expect(refusal({ axes: [rules, large] })).toMatch(
    /^cell rule linear, n 128, trainSize: wanted at least one update per epoch: .* 1024 images, found a training set of 512\. Try: fewer/,
  );
  const typo = { label: "x", set: { alhpa: 1 } as Partial<RunConfig> };
  expect(refusal({ axes: [{ name: "alpha", values: [typo] }] })).toMatch(
    /wanted a field of a run's configuration, found "alhpa"\. Try: alpha\.$/,
  );
  expect(refusal({ baseline: { epochs: 0 } })).toMatch(/^baseline, epochs: wanted a whole number .*, found 0/);
});
