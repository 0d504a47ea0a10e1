import { expect, test } from "vitest";
import { LEFT_OUT, layerGroups } from "./groups.ts";
import { allOwn } from "./testing.ts";

const layer = (module: string, role: string) => ({ name: `${module}.${role}`, module, role });
const layers = [
  layer("conv1", "weight"),
  layer("conv1", "bias"),
  layer("bn1", "scale"),
  layer("bn1", "shift"),
  layer("fc", "weight"),
  layer("fc", "bias"),
];
const groupsOf = (change: object) =>
  [...layerGroups(layers, { ...allOwn, ...change })].map((group) => (group === LEFT_OUT ? "-" : group));

test("every tensor is a layer, or every module", () => {
  expect(groupsOf({})).toEqual([0, 1, 2, 3, 4, 5]);
  expect(groupsOf({ granularity: "module" })).toEqual([0, 0, 1, 1, 2, 2]);
});

test("biases and batch norm can be left out", () => {
  expect(groupsOf({ layerwise: "weights" })).toEqual([0, "-", "-", "-", 1, "-"]);
  expect(groupsOf({ layerwise: "weights", granularity: "module" })).toEqual([0, "-", "-", "-", 1, "-"]);
});

test("a share of the layers is spread evenly in data order", () => {
  expect(groupsOf({ layerwiseShare: 0 })).toEqual(["-", "-", "-", "-", "-", "-"]);
  expect(groupsOf({ layerwiseShare: 0.5 })).toEqual(["-", 1, "-", 3, "-", 5]);
  expect(groupsOf({ layerwiseShare: 0.34 })).toEqual(["-", "-", 2, "-", "-", 5]);
  expect(groupsOf({ layerwiseShare: 0.5, granularity: "module" })).toEqual(["-", "-", 1, 1, "-", "-"]);
  expect(groupsOf({ layerwiseShare: 0.5, layerwise: "weights" })).toEqual(["-", "-", "-", "-", 1, "-"]);
});

test("modules of one tensor each: the same as tensors", () => {
  const weights = layers.filter(({ role }) => role === "weight");
  expect(layerGroups(weights, { ...allOwn, granularity: "module" })).toEqual(layerGroups(weights, allOwn));
});
