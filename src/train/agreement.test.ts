import { expect, test } from "vitest";
import { agreementOf } from "./agreement.ts";

test("norms and cosines by hand: two workers of two micro-batches, two layers", () => {
  const products = Float32Array.of(6, 0, -12, 0, /* squares */ 4, 0, 16, 0);
  const { norm, cosine } = agreementOf(products, Float32Array.of(9, 0), 2);
  expect([...norm]).toEqual([1, 0, 2, 0]);
  expect([...cosine]).toEqual([1, 0, -1, 0]);
});

test("rounding does not pass 1, and what is not a number stays visible", () => {
  const { norm, cosine } = agreementOf(Float32Array.of(4.000001, Number.NaN, 4, 4), Float32Array.of(4, 1), 1);
  expect([...cosine]).toEqual([1, Number.NaN]);
  expect([...norm]).toEqual([2, 2]);
});
