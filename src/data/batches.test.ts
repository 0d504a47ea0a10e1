import { expect, test } from "vitest";
import { epochOrder, microBatchOf } from "./batches.ts";

const [trainSize, microBatch] = [103, 4];
const order = epochOrder(1, 0, trainSize);

function epochOf(n: number): number[][] {
  const updateCount = Math.floor(trainSize / (n * microBatch));
  return Array.from({ length: updateCount * n }, (_, j) => [
    ...microBatchOf(order, Math.floor(j / n), j % n, { n, microBatch }),
  ]);
}

test.each([1, 2, 8, 25])(
  "with n = %i every image is used at most once in an epoch, and only the rest is dropped",
  (n) => {
    const used = epochOf(n).flat();
    expect(new Set(used).size).toBe(used.length);
    expect(used.length).toBe(Math.floor(trainSize / (n * microBatch)) * n * microBatch);
    expect(used.every((index) => index < trainSize)).toBe(true);
  },
);

test("micro-batches follow each other in one list, whatever n groups them into", () => {
  expect(epochOf(8)).toEqual(epochOf(1).slice(0, 24));
  expect(epochOf(2)).toEqual(epochOf(1).slice(0, 24));
});

test("each epoch and each seed has its own order, the same every time", () => {
  expect(epochOrder(1, 0, trainSize)).toEqual(order);
  expect(epochOrder(1, 1, trainSize)).not.toEqual(order);
  expect(epochOrder(2, 0, trainSize)).not.toEqual(order);
});
