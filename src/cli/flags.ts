/**
 * @file The command line's flags. Those of a run configuration are generated from
 * its schema; here is only what a person reads of them. Not here: parsing (args.ts).
 */
import { models } from "../nn/models/registry.ts";
import { defaultRunConfig, kernelModes, type RunConfigKey, runConfigKeys, runConfigSchema } from "../train/config.ts";

const meanings: Record<RunConfigKey, string> = {
  dataset: "data set",
  model: "a model's name, or a JSON file with the model as a list of layers",
  workers: "W, workers, each with its own device and copy of the model",
  local: "K, micro-batches that a worker adds up before an update",
  microBatch: "b, images in a micro-batch",
  epochs: "passes over the training set",
  trainSize: "training images to use",
  rule: "what chooses each layer's learning rate",
  warmup: "how the rates grow at the start",
  variant: "of LENA: as in the paper, or as in the authors' released code",
  granularity: "for layer-wise rules: what has a rate of its own",
  layerwise: "which tensors a layer-wise rule is for; weights: without biases and batch norm",
  layerwiseShare: "share of the layers that a layer-wise rule is for, spread evenly",
  gainEstimator: "how a gain is estimated; unbiased: as in AdaScale's own paper",
  averaging: "of the gradient norms: over past updates, or none",
  trustCoefficient: "τ of LARS",
  alpha: "length of the state-aware warm-up, as a share of the run",
  baseRate: "η0, the rate tuned for one worker",
  momentum: "of SGD",
  weightDecay: "λ, of SGD",
  decay: "how the rates fall during the run",
  seed: "of initial weights and sample order; the same seed gives the same run",
  kernels: "how the fastest kernels are found: measured once per GPU and remembered, or never measured",
};

/** Flags that are not part of a run configuration; `value` is what the help calls their value. */
export const otherFlags = {
  config: { value: "FILE", meaning: "JSON file with the keys of a run configuration, or a bundle's config.json" },
  out: { value: "DIR", meaning: "where the run bundle is written; needed" },
  data: { value: "DIR", meaning: "root of the data sets, if not the one that ships" },
  "record-order": { meaning: "write order.csv, so that other programs can replay the run" },
  json: { meaning: "print the run's events as JSON, one per line" },
  force: { meaning: "write into a folder that is not empty" },
  help: { meaning: "print this" },
  version: { meaning: "print the version" },
} as const satisfies Record<string, { value?: string; meaning: string }>;

/** "--train-size" without the dashes, for trainSize. */
export function flagOf(key: RunConfigKey): string {
  return key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

export function isNumeric(key: RunConfigKey): boolean {
  return typeof defaultRunConfig[key] === "number";
}

/** The names a key may have; empty where it is a number. */
export function choicesOf(key: RunConfigKey): readonly string[] {
  if (key === "model") return [...models.keys()];
  if (key === "kernels") return kernelModes;
  const inner = runConfigSchema.entries[key].wrapped;
  return inner.type === "picklist" ? inner.options : [];
}

export function helpText(): string {
  const configLines = runConfigKeys.map((key) => {
    const choices = choicesOf(key).join(", ");
    const facts = [choices, `default ${String(defaultRunConfig[key])}`].filter(Boolean).join("; ");
    return [`--${flagOf(key)} ${isNumeric(key) ? "N" : "NAME"}`, `${meanings[key]} (${facts})`];
  });
  const otherLines = Object.entries(otherFlags).map(([name, flag]) => [
    "value" in flag ? `--${name} ${flag.value}` : `--${name}`,
    flag.meaning,
  ]);
  const table = (lines: string[][]) => lines.map(([flag, text]) => `  ${flag!.padEnd(23)} ${text}`).join("\n");
  return `Trains a CNN data-parallel on WebGPU and records every layer's learning rate.

usage: lena train [flags] --out DIR
       lena train --config FILE --out DIR     flags win over the file

${table(configLines)}

${table(otherLines)}

Exit code: 0 finished, 1 the run failed, 2 the command line is wrong, 130 stopped by Ctrl-C
(what was done until then is written; a second Ctrl-C ends at once).
`;
}
