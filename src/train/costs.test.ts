import { expect, test } from "vitest";
import { addKernels, costsOf, kernelRate, oneWorkerMs, probeAt } from "./costs.ts";
import { madeUpCosts } from "./testing.ts";

test("an update's parts add up to its whole time, for every worker and for the coordinator", () => {
  const { source, workers, coordinator } = madeUpCosts(2);
  expect(source).toBe("device");
  expect([...workers]).toEqual([1, 15, 35, 4, 5, 40, 1, 15, 35, 4, 6, 39]);
  expect([...coordinator]).toEqual([2, 78, 6, 1, 3, 10]);
  expect(coordinator.reduce((sum, ms) => sum + ms)).toBe(100);
});

test("timestamps that sum to more than the clock saw make no negative time", () => {
  const work = [{ source: "device", workMs: 50, phaseMs: Float32Array.of(1, 20, 30, 1) }] as const;
  const apply = { broadcastMs: 0, contributeMs: 51, applyMs: 1, phaseMs: Float32Array.of(1, 1, 1) };
  const { workers, coordinator } = costsOf({ probe: "none", work, ...apply });
  expect([...workers]).toEqual([1, 20, 30, 1, 0, 0]);
  expect([...coordinator]).toEqual([0, 51, 1, 1, 1, 0]);
});

test("one device without timestamps makes it wall time, and what was not measured is NaN", () => {
  const none = new Float32Array(4).fill(Number.NaN);
  const work = [
    { source: "device", workMs: 50, phaseMs: Float32Array.of(1, 20, 25, 1) },
    { source: "wall", workMs: 50, phaseMs: none },
  ] as const;
  const times = { broadcastMs: 0, contributeMs: 60, applyMs: 10, phaseMs: none.slice(0, 3) };
  const { source, workers } = costsOf({ probe: "none", work, ...times });
  expect(source).toBe("wall");
  expect([...workers.subarray(0, 6)]).toEqual([1, 20, 25, 1, 3, 20]);
  expect([...workers.subarray(6)]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN, Number.NaN, 20]);
});

test("one worker alone: the device's work repeats, readback and exchange do not", () => {
  const phaseMs = Float32Array.of(1, 4, 4, 1);
  expect(oneWorkerMs(4, 12, { source: "device", workMs: 11, phaseMs }, 3)).toBe(4 * 10 + 2 + 3);
  const unknown = { source: "wall", workMs: 11, phaseMs: phaseMs.fill(Number.NaN) } as const;
  expect(oneWorkerMs(4, 12, unknown, 3)).toBe(4 * 12 + 3);
  expect(oneWorkerMs(4, Number.NaN, unknown, 3)).toBeNaN();
});

test("probes are early, then rare", () => {
  const probes = Array.from({ length: 54 }, (_, update) => probeAt(update));
  expect(probes.flatMap((probe, update) => (probe === "alone" ? [update] : []))).toEqual([10, 35]);
  expect(probes.flatMap((probe, update) => (probe === "kernels" ? [update] : []))).toEqual([11, 36]);
});

test("kernel times add up, and a rate is operations by time", () => {
  const cost = { phase: "forward", kernel: "k", layer: "a", operations: 3e6, ms: 2, runs: 1 } as const;
  const [sum] = addKernels(addKernels([], [cost]), [{ ...cost, ms: 1, runs: 1 }]);
  expect(sum).toEqual({ ...cost, ms: 3, runs: 2 });
  expect(kernelRate(sum!)).toBe(2);
  expect(kernelRate({ ...cost, operations: 0 })).toBeUndefined();
  expect(kernelRate({ ...cost, ms: 0 })).toBeUndefined();
});
