import { expect, test } from "vitest";
import { chunksOf } from "./tile.ts";

const tile = { BM: 64, BN: 64, BK: 8, TM: 8, TN: 8 };

test.each([
  ["a sum too short to split", 1, 13, { count: 1, groups: 14 }],
  ["a sum just long enough", 1, 15, { count: 2, groups: 8 }],
  ["a long sum of one tile", 1, 40_000, { count: 500, groups: 80 }],
  ["enough tiles to fill the device", 600, 40_000, { count: 1, groups: 40_000 }],
  ["a few tiles", 100, 100, { count: 6, groups: 18 }],
])("%s", (_, tileCount, groups, want) => {
  expect(chunksOf(tileCount, groups, tile)).toEqual(want);
});

test("no chunk is empty, and together they are the sum", () => {
  for (const tileCount of [1, 7, 64]) {
    for (let groups = 1; groups < 300; groups++) {
      const chunks = chunksOf(tileCount, groups, tile);
      expect((chunks.count - 1) * chunks.groups).toBeLessThan(groups);
      expect(chunks.count * chunks.groups).toBeGreaterThanOrEqual(groups);
    }
  }
});
