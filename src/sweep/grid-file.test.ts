import { expect, test } from "vitest";
import { ConfigError } from "../core/errors.ts";
import { type Grid, parseGrid } from "./grid-file.ts";
import { planSweep } from "./plan.ts";

const good: Grid = {
  title: "A small question",
  base: { trainSize: 512, microBatch: 8, epochs: 1 },
  vary: { rule: ["linear", "lena"], n: [2, 6, 16] },
  baseline: true,
  tolerance: 0.02,
  seeds: [1, 2],
};
const parse = (grid: unknown) => parseGrid("dir/my-grid.json", JSON.stringify(grid));

function refusal(make: () => unknown): string {
  try {
    make();
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  return "accepted";
}
const refusalOf = (change: object) => refusal(() => planSweep(parse({ ...good, ...change })));

test("a grid becomes a sweep, and n the workers that divide it", () => {
  const sweep = parse(good);
  expect(sweep).toMatchObject({ id: "my-grid", title: "A small question", tolerance: 0.02, seeds: [1, 2] });
  expect(sweep.axes[0]).toEqual({
    name: "rule",
    values: ["linear", "lena"].map((rule) => ({ label: rule, set: { rule } })),
  });
  expect(sweep.axes[1]!.values.map(({ set }) => set)).toEqual([
    { workers: 2, local: 1 },
    { workers: 3, local: 2 },
    { workers: 4, local: 4 },
  ]);
  expect(sweep.baseline).toEqual({ workers: 1, local: 1, rule: "none", warmup: "none" });
  expect(planSweep(sweep).runs).toHaveLength(14);
});

test("only what varies is needed", () => {
  expect(parse({ vary: { alpha: [0.1] } })).toEqual({
    id: "my-grid",
    title: "my-grid",
    preset: undefined,
    base: {},
    axes: [{ name: "alpha", values: [{ label: "0.1", set: { alpha: 0.1 } }] }],
    baseline: undefined,
    tolerance: 0.01,
    seeds: [1],
  });
});

test("workers of the base stay, and values may set several fields under a name of their own", () => {
  const pair = { label: "LSW", set: { rule: "linear", warmup: "fixed", n: 4 } };
  const sweep = parse({ base: { workers: 2 }, vary: { method: [pair] }, baseline: { n: 2 } });
  expect(sweep.axes[0]!.values[0]!.set).toEqual({ rule: "linear", warmup: "fixed", workers: 2, local: 2 });
  expect(sweep.baseline).toEqual({ workers: 2, local: 1 });
});

test.each([
  ["a field that is none", { vary: { ruel: ["lena"] } }, /my-grid\.json, vary\.ruel: wanted a field .* Try: rule\.$/],
  ["one in the base", { base: { epoch: 1 } }, /my-grid\.json, base: .*found "epoch"\. Try: epochs\.$/],
  ["a key that is none", { varry: {} }, /wanted only title, base, vary.*found "varry"\. Try: vary\.$/],
  ["an empty grid", { vary: {} }, /wanted at least one field that varies, found none/],
  ["an empty axis", { vary: { n: [] } }, /wanted at least one value of n, found none/],
  ["no list", { vary: { n: 8 } }, /vary\.n: wanted a list of values, found 8/],
  ["a value of a wrong form", { vary: { n: [[8]] } }, /vary\.n\.0: wanted a text, a number, or/],
  ["a value of a wrong kind", { vary: { rule: ["lena", "lsw"] } }, /cell rule lsw, rule: wanted one of .*found "lsw"/],
  ["an n out of range", { vary: { n: [0] } }, /vary\.n: wanted an n from 1 to 1024, found 0/],
  [
    "an n that workers do not divide",
    { base: { workers: 4 }, vary: { n: [6] } },
    /that 4 workers can share evenly, found 6/,
  ],
  ["a seed in the grid", { vary: { seed: [1, 2] } }, /wanted no seed.*Try: "seeds"/],
  ["a seed that is none", { seeds: [1.5] }, /seeds\.0: wanted .*found 1\.5/],
  ["the same run twice", { vary: { n: [8, 8] } }, /every value of n once, found 8 twice/],
  [
    "one field in two places",
    { vary: { n: [8], workers: [1, 2] } },
    /wanted every field to vary in one place, found workers/,
  ],
  ["too much for the data", { vary: { n: [1024] } }, /cell n 1024, trainSize: .*found a training set of 512/],
  ["a million runs", { vary: { alpha: many(1000), momentum: many(1000) } }, /at most 10000 runs, found 2000002/],
])("%s is refused in one message that says where", (_, change, message) => {
  expect(refusalOf(change)).toMatch(message);
});

test("text that is no JSON, or has nothing to vary, is refused", () => {
  expect(refusal(() => parseGrid("g.json", "{"))).toMatch(/^g\.json: wanted a grid as JSON, found /);
  for (const json of ["{}", "[]"]) {
    expect(refusal(() => parseGrid("g.json", json))).toMatch(/^g\.json, vary: wanted "vary", found undefined/);
  }
  expect(refusal(() => parseGrid("g.json", "3"))).toMatch(/^g\.json: wanted Object, found 3/);
});

function many(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i / count);
}
