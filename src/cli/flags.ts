/**
 * @file The command line's flags, and its help. Those of a run configuration are generated from
 * its schema; here is only what a person reads of them. Not here: parsing (args.ts).
 */
import { models } from "../nn/models/registry.ts";
import { presetIds, scales } from "../sweep/sweep.ts";
import { flagOf } from "../train/command-line.ts";
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
  precision: "what is stored between layers; mixed: float16, for GPUs with shader-f16, at half the memory",
};

/** What the help calls a flag's value, if it has one, and says of it. */
export type Flags = Readonly<Record<string, { readonly value?: string; readonly meaning: string }>>;

const everywhere = {
  help: { meaning: "print this" },
  version: { meaning: "print the version" },
} as const satisfies Flags;

/** Flags of `train` that are not part of a run configuration. */
export const otherFlags = {
  config: { value: "FILE", meaning: "JSON file with the keys of a run configuration, or a bundle's config.json" },
  out: { value: "DIR", meaning: "where the run bundle is written; needed" },
  data: { value: "DIR", meaning: "root of the data sets, if not the one that ships" },
  "record-order": { meaning: "write order.csv, so that other programs can replay the run" },
  json: { meaning: "print the run's events as JSON, one per line" },
  force: { meaning: "write into a folder that is not empty" },
  ...everywhere,
} as const satisfies Flags;

export const sweepFlags = {
  preset: { value: "NAME", meaning: `a table or figure of the paper: ${presetIds.join(", ")}` },
  scale: { value: "NAME", meaning: `of a preset: ${scales.join(", ")}; default small` },
  grid: { value: "FILE", meaning: "JSON file with what varies, in place of a preset" },
  seeds: { value: "N", meaning: "how many seeds, or which ones: 3 is the same as 1,2,3" },
  out: { value: "DIR", meaning: "where runs and results are written; one that holds the same sweep goes on; needed" },
  reuse: {
    value: "DIR",
    meaning: "of another sweep: runs with the same configuration are taken from there, not made again",
  },
  data: otherFlags.data,
  json: { meaning: "print what happens as JSON, one event per line" },
  ...everywhere,
} as const satisfies Flags;

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

const table = (lines: readonly (readonly [string, string])[]) =>
  lines.map(([flag, text]) => `  ${flag.padEnd(23)} ${text}`).join("\n");
const linesOf = (flags: Flags) =>
  Object.entries(flags).map(
    ([name, { value, meaning }]) => [[`--${name}`, value].filter(Boolean).join(" "), meaning] as const,
  );

export function helpText(): string {
  const configLines = runConfigKeys.map((key) => {
    const choices = choicesOf(key).join(", ");
    const facts = [choices, `default ${String(defaultRunConfig[key])}`].filter(Boolean).join("; ");
    return [`--${flagOf(key)} ${isNumeric(key) ? "N" : "NAME"}`, `${meanings[key]} (${facts})`] as const;
  });
  return `Trains a CNN data-parallel on WebGPU and records every layer's learning rate.

usage: lena train [flags] --out DIR
       lena train --config FILE --out DIR     flags win over the file
       lena sweep --help                      many runs as one experiment

${table(configLines)}

${table(linesOf(otherFlags))}

Exit code: 0 finished, 1 the run failed or diverged, 2 the command line is wrong, 130 stopped by Ctrl-C.
Of a run that diverged or was stopped, what was done until then is written; a second Ctrl-C ends at once.
`;
}

export function sweepHelpText(): string {
  return `Makes many runs as one experiment: every combination of what varies, with every seed.

usage: lena sweep --preset NAME [--scale NAME] [--seeds N] [--reuse DIR] --out DIR
       lena sweep --grid FILE [--seeds N] [--reuse DIR] --out DIR

${table(linesOf(sweepFlags))}

A sweep that was interrupted goes on with the same command: finished runs are not made again.
Exit code: 0 finished, 1 runs failed, 2 the command line is wrong, 130 stopped by Ctrl-C.
A run that diverges is a result, not a failure.
`;
}
