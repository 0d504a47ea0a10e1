import { expect, test } from "vitest";
import { markdown, reportTrial } from "./report.ts";
import type { Lane, Trial } from "./workloads.ts";
import { w1 } from "./workloads.ts";

const adapter = { vendor: "google", architecture: "swiftshader", device: "", description: "", software: true };
const ours: Lane = { name: "ours", contender: "page", config: w1 };
const theirs: Lane = { name: "theirs", contender: "jax-js", config: w1 };
const trial: Trial = {
  id: "w1",
  title: "W1",
  lanes: [ours, theirs],
  comparisons: [
    { kind: "speed", of: "ours", to: "theirs" },
    { kind: "overhead", of: "theirs", to: "ours" },
  ],
};
const lane = (lane: Lane, ...roundMs: number[]) => ({ lane, adapter, losses: [2, 1, 1], roundMs });
const lanes = [lane(ours, 128, 256, 128), lane(theirs, 256, 384)];
const report = reportTrial({ trial, lanes, lossDifference: 2e-7 }, 1e6);

test("images per second come from all rounds of a lane", () => {
  expect(report.rates[0]!.imagesPerSecond).toEqual({ median: 1000, min: 500, max: 1000 });
  expect(report.rates[1]!.imagesPerSecond.max).toBe(500);
});

test("ratios come from the rounds that both took part in", () => {
  expect(report.ratios.map(({ ratio }) => ratio)).toEqual([
    { median: 1.75, min: 1.5, max: 2 },
    { median: 0.75, min: 0.5, max: 1 },
  ]);
});

test("as Markdown", () => {
  const machine = { processor: "some processor", processorCount: 2, loadBefore: 0.5, loadAfter: 2 };
  const row = { model: "small-cnn", name: "conv2d.forward → conv1.y", count: 1, ms: 1, boundBytes: 1e6 };
  const kernels = {
    adapter,
    ceilings: { operationsPerSecond: 4e9, bytesPerSecond: 2e9 },
    rows: [
      { ...row, operations: 1e6 },
      { ...row, name: "relu → relu.y", count: 3, operations: 0 },
      { ...row, name: "fold-loss → totals", ms: 0.01, operations: 0 },
    ],
  };
  const text = markdown({ versions: { "lena-lab": "1.2.3" }, machine, rounds: 3, trials: [report], kernels });
  expect(text.split("\n")).toEqual(
    expect.arrayContaining([
      "2 × some processor, load 0.5 before, 2.0 after; 3 rounds.",
      "Losses agree within 2.0e-7.",
      "| ours | 1000 | 500 | 1000 | 50% | 3 | 1.00 | google swiftshader (software: no GPU's figures) |",
      "- ours / theirs: 1.75 (1.50 to 2.00)",
      "- theirs takes longer than ours by 75% (50% to 100%)",
      "| small-cnn | conv2d.forward → conv1.y | 1 | 1.00 | 25% | 1.00 GFLOP/s | 25% |",
      "| small-cnn | relu → relu.y | 3 | 1.00 | 75% | 1.00 GB/s | 50% |",
      "| small-cnn | others: 1 | | | 0.2% | | |",
    ]),
  );
});
