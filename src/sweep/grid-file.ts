/**
 * @file A sweep as a person writes it: the file for --grid, and the form in which the presets are kept (presets.ts).
 * Here are its form and its field names; whether a cell can run is for plan.ts to say.
 */
import * as v from "valibot";
import { ConfigError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import { limits, type RunConfig, type RunConfigKey, runConfigKeys } from "../train/config.ts";
import { unknownField } from "./plan.ts";
import type { PresetId, Sweep, SweepAxis } from "./sweep.ts";

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const fields = v.record(v.string(), v.unknown());
const valueSchema = v.union(
  [v.string(), v.number(), v.boolean(), v.strictObject({ label: text, set: fields })],
  'a text, a number, or { "label": …, "set": { … } }',
);

const gridSchema = v.strictObject({
  title: v.optional(text),
  /** Fields that all runs share. "n" stands for workers × local, here and below. */
  base: v.optional(fields, {}),
  /** What varies: for each name its values. A name that is no field needs values with label and set. */
  vary: v.record(text, v.array(valueSchema, "a list of values")),
  /** true: one micro-batch per update, no rule, no warm-up. */
  baseline: v.optional(v.union([v.boolean(), fields], "true, false, or fields of a configuration"), false),
  tolerance: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 0.01),
  seeds: v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(limits.seed))), [1]),
});
export type Grid = v.InferInput<typeof gridSchema>;
type GridValue = v.InferOutput<typeof valueSchema>;

/** Of a worker count that nobody chose. */
const MOST_WORKERS = 4;

export function parseGrid(where: string, json: string): Sweep {
  let input: unknown;
  try {
    input = JSON.parse(json);
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    const tryThis = "mend the text there; the README shows a grid";
    throw new ConfigError({ where, wanted: "a grid as JSON", found, tryThis }, { cause });
  }
  const id = where.replace(/^.*[/\\]/, "").replace(/\.json$/, "");
  return sweepOf(where, id, input);
}

export function sweepOf(where: string, id: string, input: unknown, preset?: PresetId): Sweep {
  const result = v.safeParse(gridSchema, input, { abortEarly: true });
  if (!result.success) throw malformed(where, result.issues[0]);
  const { title = id, base, vary, baseline, tolerance, seeds } = result.output;
  const set = (at: string, given: Readonly<Record<string, unknown>>) =>
    configFields(`${where}, ${at}`, given, base.workers);
  return {
    id,
    title,
    preset,
    base: set("base", base),
    axes: Object.entries(vary).map(([name, values]) => axisOf(name, values, set)),
    baseline: baseline === true ? set("baseline", PLAIN) : baseline ? set("baseline", baseline) : undefined,
    tolerance,
    seeds,
  };
}

const PLAIN = { workers: 1, local: 1, rule: "none", warmup: "none" };

function axisOf(
  name: string,
  values: readonly GridValue[],
  set: (at: string, given: Readonly<Record<string, unknown>>) => Partial<RunConfig>,
): SweepAxis {
  const at = `vary.${name}`;
  return {
    name,
    values: values.map((value) =>
      typeof value === "object"
        ? { label: value.label, set: set(at, value.set) }
        : { label: String(value), set: set(at, { [name]: value }) },
    ),
  };
}

/** Known fields as they are, and "n" as workers and local. The values themselves are checked cell by cell, in plan.ts. */
function configFields(
  where: string,
  { n, ...given }: Readonly<Record<string, unknown>>,
  baseWorkers: unknown,
): Partial<RunConfig> {
  for (const field of Object.keys(given)) {
    if (field === "seed")
      throw refused(where, "no seed in a configuration", '"seed"', '"seeds": [1, 2, 3] beside "vary"');
    if (!runConfigKeys.includes(field as RunConfigKey)) throw unknownField(where, field, ["n"]);
  }
  const split = n === undefined ? {} : splitOf(where, n, given.workers ?? baseWorkers);
  return { ...(given as Partial<RunConfig>), ...split };
}

/** Workers as given, or the most up to four that divide n. */
function splitOf(where: string, n: unknown, given: unknown): Pick<RunConfig, "workers" | "local"> {
  if (typeof n !== "number" || !Number.isInteger(n) || n < 1 || n > limits.n) {
    throw refused(where, `an n from 1 to ${limits.n}`, JSON.stringify(n), "a whole number");
  }
  let workers = typeof given === "number" ? given : Math.min(n, MOST_WORKERS);
  while (given === undefined && n % workers !== 0) workers--;
  if (n % workers === 0) return { workers, local: n / workers };
  throw refused(where, `an n that ${workers} workers can share evenly`, `${n}`, "another n, or leave the workers out");
}

function malformed(where: string, issue: v.BaseIssue<unknown>): ConfigError {
  const at = v.getDotPath(issue) ?? "";
  const name = String(issue.path?.at(-1)?.key ?? "");
  const isUnknown = issue.type === "strict_object" && issue.expected === "never";
  if (isUnknown) {
    const known = Object.keys(gridSchema.entries);
    return refused(where, `only ${known.join(", ")}`, `"${at}"`, nearest(name, known) ?? "one of these");
  }
  const wanted = issue.message.startsWith("Invalid") ? `${issue.expected}` : issue.message;
  return refused(at ? `${where}, ${at}` : where, wanted, issue.received.slice(0, 80), "the form that the README shows");
}

function refused(where: string, wanted: string, found: string, tryThis: string): ConfigError {
  return new ConfigError({ where, wanted, found, tryThis });
}
