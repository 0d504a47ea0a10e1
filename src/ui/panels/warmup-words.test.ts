import { expect, test } from "vitest";
import { warmupWords } from "./warmup-words.ts";

const end = (update: number) => ({ update, epoch: 1 });

test.each([
  [{ a: end(21), b: end(1010), c: end(14) }, "The first warm-up ended at update 14 (c), the last at update 1,010 (b)."],
  [{ a: end(9), b: end(9), c: end(9) }, "Every layer's warm-up ended at update 9."],
  [
    { a: end(9), b: end(9) },
    "The first warm-up ended at update 9 (a), the last at update 9 (b). 1 of 3 had not ended.",
  ],
  [{ b: end(9) }, "One warm-up ended, at update 9 (b). 2 of 3 had not ended."],
  [{}, "No layer's warm-up ended: the run was too short for it."],
])("%j", (ends, words) => {
  expect(warmupWords(["a", "b", "c"], ends)).toBe(words);
});
