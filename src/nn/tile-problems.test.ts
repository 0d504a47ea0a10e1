import { expect, test } from "vitest";
import { floats } from "../gpu/program.ts";
import { operationsOf } from "../kernels/tile-problem.ts";
import type { KernelChoice } from "../kernels/variant.ts";
import { buildModel } from "./model.ts";
import { models } from "./models/registry.ts";
import { planNetwork } from "./network.ts";
import { tileProblems } from "./tile-problems.ts";

/** The keys that planning a model looks up. */
function lookedUp(name: string, train: number, evaluate: number): string[] {
  const keys = new Set<string>();
  class Asked extends Map<string, never> {
    override get(key: string): undefined {
      keys.add(key);
    }
  }
  const kernels: KernelChoice = { family: "tiles", tiles: new Asked() };
  const model = modelNamed(name);
  const buffer = (label: string) => floats(label, 2 ** 24);
  const shared = {
    ...{ parameters: buffer("parameters"), running: buffer("running"), gradient: buffer("gradient") },
    ...{ statistics: buffer("statistics"), totals: buffer("totals") },
  };
  planNetwork(model, train, "train", shared, kernels);
  planNetwork(model, evaluate, "evaluate", shared, kernels);
  return [...keys];
}

const modelNamed = (name: string) => buildModel(models.get(name)!, [1, 28, 28], 10);

test.each([...models.keys()])("%s: exactly the operations that are planned, each once", (name) => {
  const keys = tileProblems(modelNamed(name), { train: 16, evaluate: 128 }).map(({ key }) => key);
  expect(keys.toSorted()).toEqual(lookedUp(name, 16, 128).sort());
  expect(keys.length).toBeGreaterThan(8);
});

test("training comes before evaluation, and large before small", () => {
  const problems = tileProblems(modelNamed("small-cnn"), { train: 16, evaluate: 128 });
  const trained = problems.findIndex(({ key }) => key.includes(" 128 "));
  expect(trained).toBe(8); // 3 layers × 3, but for the first layer's input gradient
  const operations = problems.slice(0, trained).map(operationsOf);
  expect(operations).toEqual(operations.toSorted((a, b) => b - a));
});

test("where both batches are as large, nothing is tried twice", () => {
  expect(tileProblems(modelNamed("small-cnn"), { train: 64, evaluate: 64 })).toHaveLength(8);
});
