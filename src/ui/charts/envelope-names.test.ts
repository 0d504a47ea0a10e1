/** @file Names of floor and ceiling stay off their lines and inside the plot. */
import { expect, test } from "vitest";
import { ceilingPlace, floorPlace, type Point } from "./envelope-names.ts";

const level = (y: number) => Array.from({ length: 65 }, (_, i): Point => [10 * i, y]);
const falling = Array.from({ length: 65 }, (_, i): Point => [10 * i, 20 + 5 * i]);
const plot = { top: 10, right: 640, bottom: 400 };

test("the ceiling's stands over it, the floor's under it", () => {
  expect(ceilingPlace(level(50), 100, plot)).toEqual({ x: 10, y: 44, angle: 0 });
  expect(floorPlace(level(300), 100, plot)).toEqual({ x: 440, y: 313, angle: 0 });
});

test("the floor's stands further left where it is long, and over its line at the bottom", () => {
  expect(floorPlace(level(300), 400, plot)).toMatchObject({ x: 240, y: 313 });
  expect(floorPlace(level(390), 100, plot)).toMatchObject({ y: 384 });
  expect(floorPlace(level(300), 700, plot)).toBeUndefined();
});

test("a ceiling that comes in from above has its name there; neither has one beyond the plot", () => {
  const steep = level(0).map(([x], i): Point => [x, 2 * i - 20]);
  expect(ceilingPlace(steep, 60, plot)!.x).toBeCloseTo(200, -1);
  expect(ceilingPlace(steep, 600, plot)).toBeUndefined();
  for (const y of [-50, 450])
    expect([ceilingPlace(level(y), 60, plot), floorPlace(level(y), 60, plot)]).toEqual([undefined, undefined]);
});

test("it runs along a line that falls, at its distance", () => {
  const { x, y, angle } = floorPlace(falling, 60, plot)!;
  expect(angle).toBeCloseTo(Math.atan(0.5), 9);
  expect(Math.hypot(x - 440, y - 240)).toBeCloseTo(13, 9);
  const { x: earlier } = floorPlace(falling, 100, { ...plot, bottom: 280 })!; // its end would be below
  expect(earlier).toBeLessThan(430);
  expect(earlier).toBeGreaterThan(300);
});
