/**
 * @file Which runs a sweep means: every cell with every seed, each configuration once, the baseline first.
 * A grid that cannot be run is refused here, before anything runs. Not here: running (runner.ts).
 */
import { canonicalJson, shortHash } from "../core/canonical.ts";
import { ConfigError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import { type ConfigProblem, parseRunConfig, type RunConfig, runConfigKeys } from "../train/config.ts";
import { scheduleOf } from "../train/schedule.ts";
import type { Coordinates, PlannedCell, PlannedRun, Sweep, SweepAxis, SweepPlan } from "./sweep.ts";

const MAX_RUNS = 10_000;
const MAX_KEY_WORDS = 80;

export function planSweep(sweep: Sweep): SweepPlan {
  checkGrid(sweep);
  const runs = new Map<string, PlannedRun>();
  const cell = (coordinates: Coordinates, set: Partial<RunConfig>, isBaseline: boolean): PlannedCell => {
    const where = isBaseline ? "baseline" : `cell ${inWords(coordinates)}`;
    const configs = sweep.seeds.map((seed) => checked(where, { ...sweep.base, ...set, seed }));
    const keys = configs.map((config) => {
      const identity = canonicalJson(config);
      const key = keyOf(coordinates, isBaseline, config.seed, identity);
      if (!runs.has(identity)) runs.set(identity, { key, coordinates, isBaseline, seed: config.seed, config });
      return runs.get(identity)!.key;
    });
    return { coordinates, n: scheduleOf(configs[0]!).n, keys };
  };
  const baseline = sweep.baseline ? cell({}, sweep.baseline, true) : null;
  const cells = combinations(sweep.axes).map(({ coordinates, set }) => cell(coordinates, set, false));
  return { sweep, runs: [...runs.values()], baseline, cells };
}

/** "rule lena, n 8" */
export function inWords(coordinates: Coordinates): string {
  return Object.entries(coordinates)
    .map(([axis, label]) => `${axis} ${label}`)
    .join(", ");
}

/** What the person who starts the sweep calls a run. */
export function nameOf({ isBaseline, coordinates, seed }: PlannedRun): string {
  return `${isBaseline ? "baseline" : inWords(coordinates)}, seed ${seed}`;
}

/** Every combination of one value per axis, the last axis varying fastest. */
function combinations(axes: readonly SweepAxis[]): { coordinates: Coordinates; set: Partial<RunConfig> }[] {
  return axes.reduce<{ coordinates: Coordinates; set: Partial<RunConfig> }[]>(
    (cells, { name, values }) =>
      cells.flatMap(({ coordinates, set }) =>
        values.map((value) => ({
          coordinates: { ...coordinates, [name]: value.label },
          set: { ...set, ...value.set },
        })),
      ),
    [{ coordinates: {}, set: {} }],
  );
}

function keyOf(coordinates: Coordinates, isBaseline: boolean, seed: number, identity: string): string {
  const words = isBaseline ? "baseline" : Object.entries(coordinates).flat().join("-");
  const plain = words.toLowerCase().replace(/[^a-z0-9.]+/g, "-");
  return `${plain.slice(0, MAX_KEY_WORDS)}-seed-${seed}-${shortHash(identity)}`;
}

function checkGrid({ axes, seeds, baseline }: Sweep): void {
  if (axes.length === 0) throw refused("the grid", "at least one field that varies", "none", "vary n, or rule");
  for (const [what, words] of [
    ["field", axes.map(({ name }) => name)],
    ["seed", seeds.map(String)],
    ...axes.map(({ name, values }) => [`value of ${name}`, values.map(({ label }) => label)] as const),
  ] as const) {
    if (words.length === 0)
      throw refused("the grid", `at least one ${what}`, "none", "give one, or leave the field out");
    const twice = words.find((word, i) => words.indexOf(word) !== i);
    if (twice !== undefined) throw refused("the grid", `every ${what} once`, `${twice} twice`, "leave one out");
  }
  const axisOfField = new Map<string, string>();
  for (const { name, values } of axes) {
    for (const field of new Set(values.flatMap(({ set }) => Object.keys(set)))) {
      const other = axisOfField.get(field);
      const found = `${field} in ${other} and in ${name}`;
      if (other !== undefined) throw refused("the grid", "every field to vary in one place", found, "leave one out");
      axisOfField.set(field, name);
    }
  }
  const cellCount = axes.reduce((product, { values }) => product * values.length, 1);
  const runCount = (cellCount + (baseline ? 1 : 0)) * seeds.length;
  if (runCount > MAX_RUNS) {
    const found = `${runCount} (${axes.map(({ values }) => values.length).join(" × ")} cells, ${seeds.length} seeds)`;
    throw refused("the grid", `at most ${MAX_RUNS} runs`, found, "fewer values or seeds, or several sweeps");
  }
}

function checked(where: string, input: Partial<RunConfig>): RunConfig {
  const parsed = parseRunConfig(input);
  if (parsed.ok) return parsed.config;
  throw refusedField(where, parsed.problems[0]!);
}

/** A problem of one field as an error that says where in the sweep it is. */
function refusedField(where: string, { field, message, parts, isUnknown }: ConfigProblem): ConfigError {
  const at = field ? `${where}, ${field}` : where;
  if (isUnknown) return unknownField(at, field);
  const { wanted = "a value that can be used", found = message, tryThis = "another value" } = parts ?? {};
  return refused(at, wanted, found, tryThis);
}

export function unknownField(where: string, field: string, also: readonly string[] = []): ConfigError {
  const known = [...runConfigKeys, ...also];
  const meant = nearest(field, known);
  return refused(where, "a field of a run's configuration", `"${field}"`, meant ?? `one of ${known.join(", ")}`);
}

function refused(where: string, wanted: string, found: string, tryThis: string): ConfigError {
  return new ConfigError({ where, wanted, found, tryThis });
}
