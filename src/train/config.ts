/**
 * @file The run configuration: one schema for the page's form, the command line's
 * flags and JSON files. Outside input goes in, a complete configuration or a list
 * of plain problems comes out. Not here: what it means in numbers (schedule.ts).
 */
import * as v from "valibot";
import { type DatasetEntry, datasetEntrySchema, datasets } from "../data/catalogue.ts";
import { tileTableSchema } from "../kernels/tile.ts";
import { precisions } from "../kernels/variant.ts";
import { type ModelSpec, modelSpecSchema } from "../nn/model-spec.ts";
import { models } from "../nn/models/registry.ts";
import { averagings, gainEstimators } from "../rates/gain.ts";
import { granularities, layerwiseChoices } from "../rates/groups.ts";
import { rateRules } from "../rates/registry.ts";
import { warmups } from "../rates/warmup.ts";
import { decays, scheduleOf, variants } from "./schedule.ts";

export const limits = {
  workers: 16,
  local: 256,
  n: 1024,
  microBatch: 1024,
  epochs: 10_000,
  seed: 2 ** 53 - 1,
} as const;

/** "tuned": measured once per device and kind of run, then remembered. "fixed": never measured. */
export const kernelModes = ["tuned", "fixed"] as const;

const keysOf = <T extends object>(record: T) => Object.keys(record) as [keyof T & string, ...(keyof T & string)[]];
const whole = (min: number, max: number) =>
  v.pipe(
    v.number(`wanted a whole number from ${min} to ${max}`),
    v.integer(`wanted a whole number from ${min} to ${max}`),
    v.minValue(min, `wanted a whole number from ${min} to ${max}`),
    v.maxValue(max, `wanted a whole number from ${min} to ${max}`),
  );
const real = (min: number, max: number) =>
  v.pipe(
    v.number(`wanted a number from ${min} to ${max}`),
    v.finite(`wanted a number from ${min} to ${max}`),
    v.minValue(min, `wanted a number from ${min} to ${max}`),
    v.maxValue(max, `wanted a number from ${min} to ${max}`),
  );
const oneOf = <const T extends readonly [string, ...string[]]>(options: T) =>
  v.picklist(options, `wanted one of ${options.join(", ")}`);

const modelName = v.pipe(
  v.string(),
  v.check((name) => models.has(name), `wanted one of ${[...models.keys()].join(", ")}, or a model as a list of layers`),
);

export const runConfigSchema = v.strictObject({
  /** A name from the catalogue, or the description of another data set in the data root. */
  dataset: v.optional(v.union([oneOf(keysOf(datasets)), datasetEntrySchema]), "fashion-mnist"),
  /** A name from the registry, or the model itself. */
  model: v.optional(v.union([modelName, modelSpecSchema]), "small-cnn-bn"),
  /** W */
  workers: v.optional(whole(1, limits.workers), 4),
  /** K */
  local: v.optional(whole(1, limits.local), 2),
  /** b */
  microBatch: v.optional(whole(1, limits.microBatch), 16),
  epochs: v.optional(whole(1, limits.epochs), 3),
  trainSize: v.optional(whole(1, 10_000_000), 6_000),
  rule: v.optional(oneOf(keysOf(rateRules)), "lena"),
  warmup: v.optional(oneOf(keysOf(warmups)), "state-aware"),
  /** Of LENA: as the paper says or as the authors' code does. */
  variant: v.optional(oneOf(variants), "paper"),
  /** What shares a rate, where the rule is layer-wise: a tensor or a module. */
  granularity: v.optional(oneOf(granularities), "tensor"),
  /** Which tensors a layer-wise rule is for. */
  layerwise: v.optional(oneOf(layerwiseChoices), "all"),
  /** Share of the layers that a layer-wise rule is for, spread evenly. */
  layerwiseShare: v.optional(real(0, 1), 1),
  gainEstimator: v.optional(oneOf(gainEstimators), "paper"),
  averaging: v.optional(oneOf(averagings), "moving"),
  /** τ of LARS */
  trustCoefficient: v.optional(real(0, 1), 0.001),
  /** α: θ = α·T1 */
  alpha: v.optional(real(0, 1), 0.05),
  /** η0, tuned for one worker with micro-batch b. */
  baseRate: v.optional(real(0, 100), 0.02),
  /** μ */
  momentum: v.optional(real(0, 0.9999), 0.9),
  /** λ */
  weightDecay: v.optional(real(0, 1), 5e-4),
  decay: v.optional(oneOf(decays), "exponential"),
  seed: v.optional(whole(0, limits.seed), 1),
  /** How the tiles of matrix products are chosen, or those of an earlier run. Software GPUs have nothing to choose. */
  kernels: v.optional(v.union([oneOf(kernelModes), v.strictObject({ tiles: tileTableSchema })]), "tuned"),
  /** What numbers between layers are stored in. Mixed: in float16, where the GPU has it; all sums stay float32. */
  precision: v.optional(oneOf(precisions), "float32"),
});

export type RunConfig = v.InferOutput<typeof runConfigSchema>;
export type RunConfigKey = keyof RunConfig;
export const runConfigKeys = keysOf(runConfigSchema.entries);
export const defaultRunConfig: RunConfig = v.parse(runConfigSchema, {});

/** One thing that is wrong with outside input, in words for the person who wrote it. */
export interface ConfigProblem {
  /** Key of the configuration, or "" for the whole; for a model a path such as "model.layers.2.kernel". */
  readonly field: string;
  /** "wanted …, found …" and, where there is one, a remedy. */
  readonly message: string;
  /** What the message says, where it says that. */
  readonly parts?: { readonly wanted: string; readonly found: string; readonly tryThis?: string };
  /** There is no such field. */
  readonly isUnknown?: boolean;
}

export type ParsedConfig = { ok: true; config: RunConfig } | { ok: false; problems: readonly ConfigProblem[] };

/** Checks outside input and fills in defaults. Never throws. */
export function parseRunConfig(input: unknown): ParsedConfig {
  const result = v.safeParse(runConfigSchema, input);
  if (!result.success) return { ok: false, problems: result.issues.flatMap(problemsOf) };
  const problems = crossFieldProblems(result.output);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: result.output };
}

/** The model that a configuration names or holds. */
export function modelOf(config: RunConfig): ModelSpec {
  return typeof config.model === "string" ? models.get(config.model)! : config.model;
}

/** The data set that a configuration names or describes. */
export function datasetOf({ dataset }: RunConfig): DatasetEntry {
  return typeof dataset === "string" ? datasets[dataset] : dataset;
}

function crossFieldProblems(config: RunConfig): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const { id, trainCount: available } = datasetOf(config);
  const { n, totalBatch } = scheduleOf(config);
  if (config.trainSize > available) {
    const wanted = `at most the ${available} training images of ${id}`;
    problems.push(problem("trainSize", { wanted, found: `${config.trainSize}` }));
  }
  if (n > limits.n) {
    problems.push(problem("local", { wanted: `workers × local of at most ${limits.n}`, found: `${n}` }));
  }
  if (totalBatch > config.trainSize) {
    const wanted = `at least one update per epoch: workers × local × micro-batch = ${totalBatch} images`;
    const found = `a training set of ${config.trainSize}`;
    const tryThis = "fewer workers or local micro-batches, or more training images";
    problems.push(problem("trainSize", { wanted, found, tryThis }));
  }
  return problems;
}

function problem(field: string, parts: NonNullable<ConfigProblem["parts"]>): ConfigProblem {
  const { wanted, found, tryThis } = parts;
  return { field, message: `wanted ${wanted}, found ${found}${tryThis ? `. Try ${tryThis}` : ""}`, parts };
}

/** Union issues say little themselves; what their closest branch says is what helps. */
function problemsOf(issue: v.BaseIssue<unknown>): ConfigProblem[] {
  const path = issue.path?.map((item) => String(item.key)).join(".") ?? "";
  if (issue.type === "strict_object" && issue.expected === "never") {
    const known = runConfigKeys.join(", ");
    const isTop = !path.includes(".");
    const message = isTop ? `unknown field; the known fields are ${known}` : "unknown field";
    return [{ field: path, message, isUnknown: true }];
  }
  if (issue.issues && typeof issue.input === "object") {
    const inner = issue.issues.filter((sub) => sub.path !== undefined);
    if (inner.length > 0) {
      return inner
        .flatMap((sub) => problemsOf(sub as v.BaseIssue<unknown>))
        .map((problem) => ({
          ...problem,
          field: [path, problem.field].filter(Boolean).join("."),
        }));
    }
  }
  const text = issue.issues?.find((sub) => sub.message.startsWith("wanted"))?.message ?? issue.message;
  const [, wanted] = /^wanted (.+)$/s.exec(text) ?? [];
  if (!wanted) return [{ field: path, message: text }];
  const found = JSON.stringify(issue.input) ?? String(issue.input);
  return [problem(path, { wanted, found: found.slice(0, 80) })];
}
