import { expect, test } from "vitest";
import { agreementOf, cosineOfGain, cosineOfMeanAngle } from "./agreement.ts";

test.each([2, 8, 64])("n = %i: gain 1 in agreement, n where gradients are orthogonal, between them in between", (n) => {
  expect(agreementOf(n, 1)).toMatchObject({ gain: 1, pairAngle: 0, meanAngle: 0 });
  expect(agreementOf(n, 0).gain).toBeCloseTo(n, 2);
  expect(agreementOf(n, 0).pairAngle).toBeCloseTo(90, 9);
  expect(agreementOf(n, 0).meanAngle).toBeCloseTo((Math.acos(1 / Math.sqrt(n)) * 180) / Math.PI, 9);
  const { gain } = agreementOf(n, 0.5);
  expect(gain).toBeCloseTo((2 * n) / (n + 1), 3);
});

test.each([0, 0.2, 0.7, 1])("an arrow can be dragged to where cosine %d has it", (cosine) => {
  expect(cosineOfMeanAngle(8, agreementOf(8, cosine).meanAngle)).toBeCloseTo(cosine, 9);
});

test("no arrow can be dragged further than orthogonal, nor beyond agreement", () => {
  expect(cosineOfMeanAngle(8, 120)).toBe(0);
  expect(cosineOfMeanAngle(8, 89)).toBe(0);
  expect(cosineOfMeanAngle(8, 0)).toBe(1);
});

test.each([1, 1.5, 6.4, 32])("a recorded gain of %d of 32 is drawn as arrows that have it", (gain) => {
  expect(agreementOf(32, cosineOfGain(32, gain)).gain).toBeCloseTo(gain, 2);
});
