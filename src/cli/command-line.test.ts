/** @file The command that the page hands out, read by the command line itself. */
import { expect, test } from "vitest";
import { commandLineOf } from "../train/command-line.ts";
import { defaultRunConfig, parseRunConfig, type RunConfig } from "../train/config.ts";
import { parseCommand } from "./args.ts";

const prefix = "npm run -s lena -- ";
const model = { name: "my tiny", layers: [{ type: "flatten" }, { type: "dense", name: "fc", units: 10 }] };

function configFrom(line: string, files: Record<string, unknown> = {}): RunConfig {
  expect(line.startsWith(prefix)).toBe(true);
  const command = parseCommand(line.slice(prefix.length).split(" "), (path) => JSON.stringify(files[path]));
  if (command.kind !== "train") throw new Error(JSON.stringify(command));
  return command.config;
}

/** Every field away from its default. */
const everything = {
  ...{ model: "lenet5", workers: 2, local: 3, microBatch: 8, epochs: 7, trainSize: 512, rule: "lars", warmup: "fixed" },
  ...{
    variant: "released",
    granularity: "module",
    layerwise: "weights",
    layerwiseShare: 0.3,
    gainEstimator: "unbiased",
  },
  ...{ averaging: "none", trustCoefficient: 1e-7, alpha: 0.125, baseRate: 3e-9, momentum: 0, weightDecay: 0 },
  ...{ decay: "cosine", seed: 9007199254740991, kernels: "fixed", precision: "mixed" },
};

test.each<[string, object]>([
  ["the defaults", {}],
  ["one change", { workers: 3 }],
  ["every field", everything],
])("%s: the flags give the same configuration", (_, change) => {
  const parsed = parseRunConfig(change);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  expect(configFrom(commandLineOf(parsed.config))).toEqual(parsed.config);
});

test("every field can be away from its default", () => {
  const same = Object.entries(defaultRunConfig).filter(
    ([key, value]) => ({ ...defaultRunConfig, ...everything })[key as keyof RunConfig] === value,
  );
  expect(same.map(([key]) => key)).toEqual(["dataset"]); // only one ships
});

test("a run with a model of its own goes by its config.json", () => {
  const parsed = parseRunConfig({ model, workers: 2 });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const line = commandLineOf(parsed.config);
  expect(line).toBe("npm run -s lena -- train --config config.json --out runs/my-tiny-lena-n4-seed1");
  expect(configFrom(line, { "config.json": parsed.config })).toEqual(parsed.config);
});

test("what is as by default needs no flag", () => {
  expect(commandLineOf(defaultRunConfig)).toBe("npm run -s lena -- train --out runs/small-cnn-bn-lena-n8-seed1");
});
