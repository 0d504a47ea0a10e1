/** @file Short names of modules: they fit, and no two of a network's are the same. */
import { expect, test } from "vitest";
import { defaultRunConfig } from "../../train/config.ts";
import { modulesOf } from "./modules.ts";
import { planOf } from "./run-plan.ts";
import { shortNames } from "./short-names.ts";

const names = modulesOf(planOf({ ...defaultRunConfig, model: "resnet8" }).layers).map(({ name }) => name);

test.each([11, 12, 14, 18])("in %i letters the modules of a deep network keep names that differ", (letters) => {
  const short = shortNames(names, letters);
  expect(new Set(short).size).toBe(names.length);
  expect(Math.max(...short.map(({ length }) => length))).toBeLessThanOrEqual(letters);
});

test("a name that fits is whole, one that does not keeps its beginning and its end", () => {
  expect(shortNames(["conv1", "layer2.0.shortcut.0"], 13)).toEqual(["conv1", "layer2.…cut.0"]);
});
