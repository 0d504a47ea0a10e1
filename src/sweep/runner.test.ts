import { beforeEach, describe, expect, test } from "vitest";
import { DivergedError, GpuError, type LenaError } from "../core/errors.ts";
import { productVersion } from "../core/version.ts";
import { parseRunResult } from "./result.ts";
import { runSweep, type SweepEvent } from "./runner.ts";
import { summarise } from "./summary.ts";
import { type FakeRun, FakeSession, MemoryArchive, tinyPlan } from "./testing.ts";

const keys = tinyPlan.runs.map(({ key }) => key);
const parts = { where: "update 3", wanted: "finite", found: "conv1 NaN, largest rate 3", tryThis: "less" };
const noGpu: LenaError = new GpuError({ where: "worker 0", wanted: "a device", found: "none", tryThis: "another" });

let archive: MemoryArchive;
let sessions: FakeSession[];
let events: SweepEvent[];
beforeEach(() => {
  archive = new MemoryArchive();
  sessions = [];
  events = [];
});

/** Runs the plan with the fake that `fakeOf` gives for the i-th session of this start. */
function run(fakeOf: (i: number) => FakeRun = () => ({}), stop = new AbortController()) {
  let now = 0;
  const first = sessions.length;
  return runSweep(tinyPlan, {
    createSession: (config) => {
      sessions.push(new FakeSession(config, fakeOf(sessions.length - first)));
      return sessions.at(-1)!;
    },
    archive,
    clock: () => now++,
    signal: stop.signal,
    onEvent: (event) => events.push(event),
  });
}

test("every run is made once, in order, kept and disposed of", async () => {
  const { outcome, results } = await run();
  expect(outcome).toBe("finished");
  expect(archive.written).toEqual(keys);
  expect([...results.keys()]).toEqual(keys);
  expect(sessions.every(({ disposed }) => disposed)).toBe(true);
  expect(sessions.map(({ config }) => config)).toEqual(tinyPlan.runs.map(({ config }) => config));
  expect(events.filter(({ kind }) => kind === "result")).toHaveLength(keys.length);
});

test("a result says what the run's columns say", async () => {
  const { results } = await run();
  // n = 2, b = 8, 64 images, 3 epochs: 4 updates of 0.1 s per epoch, T1 = 24.
  const result = results.get(keys[6]!)!;
  expect(result).toMatchObject({ outcome: "finished", n: 2, totalBatch: 16, updates: 12, testAccuracy: 0.5 });
  expect(result).toMatchObject({ adapter: "An adapter", productVersion, dataSha256: "ab".repeat(32) });
  expect(result.epochs).toEqual([
    { epoch: 0, updates: 4, accuracy: 0.25, loss: 1, seconds: 0.4 },
    { epoch: 1, updates: 8, accuracy: 0.5, loss: 1 / 2, seconds: 0.8 },
    { epoch: 2, updates: 12, accuracy: 0.75, loss: 1 / 3, seconds: 1.2 },
  ]);
  expect(result.modelGains).toEqual([1.5, 2.5, 3.5]);
  // A / C = 2 but for ε, though the rule's own gain was 1.
  for (const epoch of result.gains) for (const gain of epoch) expect(gain).toBeCloseTo(2, 3);
  expect(result.gains.map((epoch) => epoch.length)).toEqual([6, 6, 6]);
  expect(result.layers[0]).toEqual({ name: "conv1.weight", role: "weight" });
  // θ = 0.05 · 24 = 1.2, and the first update takes the state to 2.
  expect(result.warmupEnd["conv1.weight"]).toEqual({ update: 0, epoch: 0 });
  expect(parseRunResult(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(result)));
});

test.each([0, 1, 7, 40, 60])("interrupted after update %i of all, it loses and repeats nothing", async (updates) => {
  const stop = new AbortController();
  let made = 0;
  const first = await run(() => ({ afterUpdate: () => ++made > updates && stop.abort() }), stop);
  expect(first.outcome).toBe("stopped");
  const kept = [...archive.written];
  expect(sessions).toHaveLength(kept.length + 1);
  const second = await run();
  expect(second.outcome).toBe("finished");
  expect(archive.written).toEqual(keys);
  expect(sessions).toHaveLength(keys.length + 1);
  const version = { productVersion };
  const timeless = ({ wallSeconds: _, ...rest }: { wallSeconds: number }) => rest;
  const interrupted = [...second.results.values()].map(timeless);
  archive = new MemoryArchive();
  const whole = await run();
  expect(interrupted).toEqual([...whole.results.values()].map(timeless));
  expect(summarise(tinyPlan, second.results, version).cells[0]!.finalAccuracy).toEqual(
    summarise(tinyPlan, whole.results, version).cells[0]!.finalAccuracy,
  );
});

test("a sweep that is stopped before it begins makes no run", async () => {
  const stop = new AbortController();
  stop.abort();
  expect(await run(undefined, stop)).toMatchObject({ outcome: "stopped" });
  expect(sessions).toEqual([]);
});

test("a result of another version or configuration, or a failed one, is made again", async () => {
  await run();
  const result = (i: number) => archive.results.get(keys[i]!)!;
  archive.results.set(keys[0]!, { ...result(0), productVersion: "0.0.1" });
  archive.results.set(keys[1]!, { ...result(1), config: { ...result(1).config, momentum: 0.1 } });
  archive.results.set(keys[2]!, { ...result(2), outcome: "failed" });
  archive.written.length = 0;
  await run();
  expect(archive.written).toEqual(keys.slice(0, 3));
});

test("a diverged run is a result, with its reason and what there was until then", async () => {
  const { results } = await run((i) => (i === 2 ? { failure: { update: 5, error: new DivergedError(parts) } } : {}));
  expect(results.get(keys[2]!)).toMatchObject({
    outcome: "diverged",
    reason: { name: "DivergedError", ...parts },
    updates: 5,
    testAccuracy: null,
  });
  expect(results.get(keys[2]!)!.epochs).toHaveLength(1);
  expect(results.size).toBe(keys.length);
  archive.written.length = 0;
  await run();
  expect(archive.written).toEqual([]);
});

describe("failures", () => {
  test("one is kept and the sweep goes on", async () => {
    const { results, outcome } = await run((i) => (i === 0 ? { failure: { update: 0, error: noGpu } } : {}));
    expect(outcome).toBe("finished");
    expect(results.get(keys[0]!)).toMatchObject({ outcome: "failed", reason: { name: "GpuError" }, updates: 0 });
    expect(sessions.every(({ disposed }) => disposed)).toBe(true);
  });

  test("three of one cause in a row end it", async () => {
    await expect(run(() => ({ failure: { update: 0, error: noGpu } }))).rejects.toThrow(
      /3 failures in a row, the last one worker 0: wanted a device, found none\. Try: another; then start/,
    );
    expect(archive.written).toHaveLength(3);
  });

  test("of different causes, or with a run between them, they do not", async () => {
    const error = (i: number) => (i % 2 ? noGpu : new Error("surprise"));
    expect((await run((i) => ({ failure: { update: 0, error: error(i) } }))).outcome).toBe("finished");
    archive = new MemoryArchive();
    const apart = await run((i) => (i % 3 ? { failure: { update: 0, error: noGpu } } : {}));
    expect(apart.outcome).toBe("finished");
  });
});

test("the time left is measured, falls to nothing, and counts runs that were kept", async () => {
  await run();
  const lefts = events.flatMap((event) => (event.kind === "progress" ? [event.leftMs] : []));
  expect(lefts[0]).toBeNull();
  expect(lefts.at(-1)).toBe(0);
  const middle = lefts[Math.floor(lefts.length / 2)]!;
  expect(middle).toBeGreaterThan(0);
  archive.results.delete(keys.at(-1)!);
  events.length = 0;
  await run();
  expect(events[0]).toEqual({ kind: "plan", kept: keys.length - 1, planned: keys.length });
  const [first] = events.flatMap((event) => (event.kind === "progress" ? [event.leftMs] : []));
  expect(first).toBeGreaterThan(0);
});
