import { expect, test } from "vitest";
import { defaultRunConfig } from "../train/config.ts";
import type { RunEvent } from "../train/events.ts";
import { madeUpCosts } from "../train/testing.ts";
import { jsonReport, textReport } from "./report.ts";
import { resultText } from "./result.ts";
import { duration, table } from "./words.ts";

const config = { ...defaultRunConfig, workers: 2, local: 1, microBatch: 16, epochs: 2, trainSize: 64 };
const one = Float32Array.of(0.1);
const layers = { meanSquare: one, squareMean: one, weightSquare: one, gain: one, state: one, warmup: one, rate: one };

function update(t: number): RunEvent {
  const numbers = {
    loss: 2.25,
    accuracy: 0.5,
    decay: 1,
    imagesPerSecond: 99.6,
    elapsedMs: 1000 * (t + 1),
    modelGain: 1,
  };
  const times = { workerMs: one, costs: madeUpCosts(2), oneWorkerImagesPerSecond: Number.NaN };
  return { kind: "update", row: { update: t, epoch: Math.floor(t / 2), ...numbers, layers, ...times } };
}

/** All that is written while the events come, `gapMs` apart. */
function written(events: readonly RunEvent[], width: number | undefined, gapMs: number): string {
  let text = "";
  let now = 0;
  const report = textReport(config, {
    write: (more) => {
      text += more;
    },
    width,
    clock: () => now,
  });
  for (const event of events) {
    report(event);
    now += gapMs;
  }
  return text;
}

test("a terminal shows one line that is redrawn", () => {
  const text = written([update(0), update(1)], 200, 1000);
  expect(text.split("\r\x1b[K")).toEqual([
    "[#####---------------] update 1/4  epoch 1/2  loss 2.250  validation –  100 images/s  0:03 left",
    "[##########----------] update 2/4  epoch 1/2  loss 2.250  validation –  100 images/s  0:02 left",
  ]);
});

test("a line never wraps", () => {
  expect(written([update(0)], 30, 0)).toHaveLength(29);
});

test("updates that come faster than anyone reads are left out, but the last is shown", () => {
  const text = written([0, 1, 2, 3].map(update), 200, 1);
  expect(text).toContain("update 1/4");
  expect(text).not.toContain("update 3/4");
  expect(text).toContain("update 4/4");
});

test("a log gets whole lines, few of them, and every epoch", () => {
  const row = { epoch: 0, update: 2, validationLoss: 1.5, validationAccuracy: 0.75 };
  const text = written([update(0), update(1), { kind: "epoch", row }, update(2), update(3)], undefined, 1000);
  expect(text.split("\n")).toEqual([
    expect.stringContaining("update 1/4"),
    "epoch 1/2  validation loss 1.500  accuracy 75.00%",
    expect.stringMatching(/update 4\/4.*validation 75\.00%/),
    "",
  ]);
});

test("before the first update: the memory it takes, and a line on the adapter, honest about software and sharing", () => {
  const adapter = {
    vendor: "google",
    architecture: "swiftshader",
    device: "",
    description: "SwiftShader",
    software: true,
  };
  const ready: RunEvent = {
    kind: "ready",
    layers: [],
    adapters: [adapter, adapter],
    coordinatorAdapter: adapter,
    kernels: { adapter, tiles: {}, dropped: ["dense.forward 8 4 2, tile 16×16×16, 2×4 each: 3/8 off"] },
    dataSha256: "",
    normalisation: { mean: [0], deviation: [1] },
  };
  expect(written([ready], undefined, 0)).toMatch(
    /on the GPU: 2 workers × [\d.]+ MB \+ coordinator [\d.]+ MB = [\d.]+ MB\n/,
  );
  expect(written([ready], undefined, 0)).toContain(
    "adapter: SwiftShader, a software GPU: it computes on the processor; 2 workers share it, which adds no speed",
  );
  expect(written([ready], undefined, 0)).toContain("kernel not used: dense.forward 8 4 2, tile 16×16×16");
});

test("every event is one line of JSON, float32 in full precision", () => {
  const lines: string[] = [];
  const report = jsonReport((text) => lines.push(text));
  report({ kind: "state", state: "running" });
  report(update(0));
  expect(JSON.parse(lines[0]!)).toEqual({ kind: "state", state: "running" });
  expect(JSON.parse(lines[1]!)).toMatchObject({ kind: "update", row: { loss: 2.25, layers: { rate: [0.1] } } });
  const strip = { shape: [1, 1, 2], labels: Uint8Array.of(3), pixels: Uint8Array.of(0, 255) };
  report({ kind: "strip", strip });
  expect(JSON.parse(lines[2]!)).toEqual({ kind: "strip", strip: { shape: [1, 1, 2], labels: [3], pixels: [0, 255] } });
  expect(lines.every((line) => line.indexOf("\n") === line.length - 1)).toBe(true);
});

test("the result names each layer's warm-up end and last rate", () => {
  const layer = { module: "fc", role: "weight", shape: [1], depth: 0, offset: 0, size: 1 } as const;
  const numbers = {
    layers: ["fc.weight", "fc.bias"].map((name) => ({ ...layer, name })),
    updateCount: 2,
    layerColumn: (metric: string, k: number) => (metric === "rate" ? [9, 0.25 + k] : [9, 2]),
  };
  const summary = {
    updates: 2,
    epochs: 1,
    outcome: "stopped",
    finalValidationAccuracy: 0.5,
    bestValidationAccuracy: 0.5,
    testAccuracy: null,
    testLoss: null,
    warmupEnd: { "fc.weight": { update: 7, epoch: 1 }, "fc.bias": null },
    wallMs: 61_000,
  } as const;
  expect(resultText(summary, numbers).split("\n")).toEqual([
    "layer          warm-up ended  last gain  last rate",
    "fc.weight  update 7, epoch 2      2.000     0.2500",
    "fc.bias          not reached      2.000      1.250",
    "",
    "stopped: validation accuracy 50.00% (best 50.00%), test accuracy –, 2 updates in 1:01",
    "",
  ]);
});

test("times and tables read well", () => {
  expect([0, 7_400, 754_000, 3_723_000].map(duration)).toEqual(["0:00", "0:07", "12:34", "1:02:03"]);
  expect(
    table([
      ["a", "b"],
      ["long", "1"],
    ]),
  ).toBe("a     b\nlong  1\n");
});
