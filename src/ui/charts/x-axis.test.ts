/** @file What runs along the charts, there and back. */
import { expect, test } from "vitest";
import { RunStore } from "../../session/run-store.ts";
import { defaultRunConfig } from "../../train/config.ts";
import { addMadeUpUpdate } from "../testing/made-up-run.ts";
import { planOf } from "./run-plan.ts";
import { type XUnit, xAxisOf, xLabel, xUnits } from "./x-axis.ts";

const plan = planOf(defaultRunConfig); // 138 updates of 128 images, 46 to an epoch

/** Update t takes t + 1 seconds. */
function storeOf(updates: number): RunStore {
  const store = new RunStore(plan.layers, 4);
  for (let t = 0; t < updates; t++) {
    addMadeUpUpdate(store, plan, { elapsedMs: (1000 * (t + 1) * (t + 2)) / 2 });
  }
  return store;
}

test.each(Object.keys(xUnits) as XUnit[])("from updates to %ss and back", (unit) => {
  const axis = xAxisOf(unit, plan, storeOf(20));
  expect(axis.at(0)).toBe(0);
  for (const update of [0, 1, 7, 7.5, 19, 20, 60, 137]) expect(axis.update(axis.at(update))).toBeCloseTo(update, 9);
});

test("the end of the run is known in every unit", () => {
  const ends = (["update", "epoch", "image"] as const).map((unit) => xAxisOf(unit, plan, undefined).end);
  expect(ends).toEqual([137, 137 / 46, 137 * 128]);
});

test("an update stands at the second in which it began, and those to come at the mean speed so far", () => {
  const axis = xAxisOf("second", plan, storeOf(3)); // 1 + 2 + 3 s
  expect([0, 1, 2, 3, 5].map((update) => axis.at(update))).toEqual([0, 1, 3, 6, 10]);
  expect(axis.end).toBe(280); // 2 · 137 = 274, to two digits
});

test("the first number under an axis says what it counts", () => {
  expect([xLabel("update", 0), xLabel("epoch", 0), xLabel("image", 0), xLabel("second", 0)]).toEqual([
    "update 0",
    "epoch 0",
    "image 0",
    "0 s",
  ]);
  expect([xLabel("update", 0.5), xLabel("epoch", 0.5), xLabel("image", 50_000)]).toEqual([null, "0.5", "50K"]);
});
