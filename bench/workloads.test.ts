import { expect, test } from "vitest";
import { parseRunConfig } from "../src/train/config.ts";
import { scheduleOf } from "../src/train/schedule.ts";
import { DISTINCT_UPDATES } from "./batches.ts";
import { contenderIds } from "./contender.ts";
import { makeRandomImages } from "./random-data.ts";
import { trialsOf, workloadIds } from "./workloads.ts";

const all = trialsOf(workloadIds, contenderIds);

test("every configuration is one that a person could have given", () => {
  for (const { config } of all.flatMap(({ lanes }) => lanes))
    expect(parseRunConfig(config)).toMatchObject({ ok: true });
});

test("peers find all their batches in the first epoch", () => {
  for (const { config } of all.flatMap(({ lanes }) => lanes)) {
    expect(scheduleOf(config).updatesPerEpoch).toBeGreaterThanOrEqual(DISTINCT_UPDATES);
  }
});

test("every comparison is of lanes that are there, named once", () => {
  for (const { lanes, comparisons } of all) {
    const names = lanes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    for (const { of, to } of comparisons) expect(names).toEqual(expect.arrayContaining([of, to]));
  }
});

test("without a browser and peers: our engine in Node alone", () => {
  const trials = trialsOf(["w1", "parallel"], ["node"]);
  expect(trials.map(({ id }) => id)).toEqual(["w1", "parallel-small-cnn", "parallel-resnet8"]);
  expect(new Set(trials.flatMap(({ lanes }) => lanes.map(({ contender }) => contender)))).toEqual(new Set(["node"]));
});

test("the random images are the same each time, checked like any data set", () => {
  const { manifest } = makeRandomImages();
  expect(manifest.splits.train.shards[0]).toMatchObject({
    count: 1280,
    sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
  });
  expect(manifest.normalisation.mean[0]).toBeCloseTo(0.5, 2);
  expect(manifest.normalisation.deviation[2]).toBeCloseTo(1 / Math.sqrt(12), 2); // of a uniform distribution
});
