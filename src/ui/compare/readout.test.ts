/** @file What a line says at a place along the axis, and how that place is written. */
import { describe, expect, test } from "vitest";
import type { Line } from "./overlay-lines.ts";
import { placeOf, placeWords, valueAt } from "./readout.ts";

const x = Float64Array.of(11, 23);
const line: Line = { id: "a", name: "A", colour: "", dash: [], updates: x, x, y: Float64Array.of(0.7, 0.8) };

describe("a line's number", () => {
  test("is the last one up to the place", () => {
    expect([11, 12, 22.9, 23].map((at) => valueAt(line, at))).toEqual([0.7, 0.7, 0.7, 0.8]);
  });

  test("is none before the line begins and after it ends", () => {
    expect([0, 10.9, 24].map((at) => valueAt(line, at))).toEqual([undefined, undefined, undefined]);
  });

  test("is the newest where there is no cursor, and none where there is no number yet", () => {
    const none = { ...line, x: new Float64Array(), y: new Float64Array() };
    expect([valueAt(line, null), valueAt(none, null), valueAt(none, 0)]).toEqual([0.8, undefined, undefined]);
  });
});

test("places are whole updates and images, epochs and seconds as they are", () => {
  expect([placeOf("updates", 3.6), placeOf("updates", -0.3), placeOf("epochs", 0.25)]).toEqual([4, 0, 0.25]);
  const written = [placeWords("updates", 25), placeWords("images", 1024), placeWords("epochs", 1.5)];
  expect(written).toEqual(["at update 25", "at image 1,024", "at epoch 1.50"]);
  expect([placeWords("seconds", 12.34), placeWords("epochs", null)]).toEqual(["at 12.3 s", "newest"]);
});
