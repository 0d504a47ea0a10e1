import { expect, test } from "vitest";
import { inspectAt } from "./inspection.ts";

const inspected = (updateCount: number) =>
  Array.from({ length: updateCount }, (_, update) => update).filter((update) => inspectAt(update, updateCount));

test("a short run is inspected at every update", () => {
  expect(inspected(1)).toEqual([0]);
  expect(inspected(100)).toHaveLength(100);
});

test("a long one at the first, the last, and evenly between", () => {
  expect(inspected(250)).toEqual([...Array.from({ length: 84 }, (_, i) => 3 * i)]);
  expect(inspected(101).slice(-2)).toEqual([98, 100]);
  expect(inspected(10_000).slice(-2)).toEqual([9900, 9999]);
  for (const count of [101, 199, 1234, 1_000_000]) {
    expect(inspected(count).length).toBeGreaterThan(50);
    expect(inspected(count).length).toBeLessThanOrEqual(101);
  }
});
