import { expect, test } from "vitest";
import { makeReport, markdown } from "./report.ts";

const adapter = { vendor: "google", architecture: "swiftshader", device: "", description: "", software: true };
const round = (...imagesPerSecond: number[]) => ({ losses: [2, 1, 1], imagesPerSecond, adapter });
const setting = { workload: "W1", adapter, processorCount: 2, loadBefore: 0.5, lossDifference: 2e-7 };
const versions = { "lena-lab": "1.2.3", "jax-js": "4.5.6" };

test("a ratio compares neighbours: a machine that slows down half-way does not change it", () => {
  const results = new Map([
    ["lena-lab", [round(800, 1000, 5000), round(500)]],
    ["jax-js", [round(100), round(50)]],
  ] as const);
  const report = makeReport(setting, results, versions);
  expect(report.contenders[0]!.imagesPerSecond).toEqual({ median: 750, min: 500, max: 1000 });
  expect(report.ratios).toEqual([{ peer: "jax-js", ratio: { median: 10, min: 10, max: 10 } }]);
  expect(markdown(report).split("\n")).toEqual(
    expect.arrayContaining([
      "| lena-lab 1.2.3 | 750 | 500 | 1000 | 67% |",
      "lena-lab / jax-js: 10.00 (10.00 to 10.00). Losses agree within 2.0e-7.",
    ]),
  );
});
