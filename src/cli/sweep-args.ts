/** @file From the flags of `lena sweep` to a plan, or to what is wrong with them. */
import { LenaError } from "../core/errors.ts";
import { nearest } from "../core/nearest.ts";
import { parseGrid } from "../sweep/grid-file.ts";
import { planSweep } from "../sweep/plan.ts";
import { presetSweep } from "../sweep/presets.ts";
import { presetIds, type Sweep, type SweepPlan, scales } from "../sweep/sweep.ts";

export interface SweepCommand {
  readonly kind: "sweep";
  readonly plan: SweepPlan;
  readonly out: string;
  /** Folder of another sweep, whose runs need not be made again. */
  readonly reuse: string | undefined;
  /** undefined: the data that ships. */
  readonly data: string | undefined;
  readonly json: boolean;
  /** As it was written, to be given again. */
  readonly words: string;
}

export type Values = Readonly<Record<string, string | boolean | undefined>>;

const MAX_SEEDS = 1000;
const SEEDS_WANTED = `--seeds: wanted how many, from 1 to ${MAX_SEEDS}, or a list such as 1,2,3`;

export function sweepCommand(
  values: Values,
  words: readonly string[],
  readText: (path: string) => string,
): SweepCommand | { readonly kind: "wrong"; readonly problems: readonly string[] } {
  const text = (name: string) => (typeof values[name] === "string" ? values[name] : undefined);
  const problems: string[] = [];
  const out = text("out");
  if (!out) problems.push("--out: wanted a folder for runs and results, found none. Try: --out runs/table1");
  const given = text("seeds");
  const seeds = given === undefined ? undefined : seedsOf(given);
  if (given !== undefined && !seeds) problems.push(`${SEEDS_WANTED}, found "${given}"`);
  const preset = choice("preset", text("preset"), presetIds, problems);
  const scale = choice("scale", text("scale"), scales, problems);
  const [presetName, grid] = [text("preset"), text("grid")];
  if (!presetName && !grid) problems.push("wanted a sweep, found none. Try: --preset table1, or --grid FILE");
  if (grid && presetName) problems.push("--grid: wanted a grid or a preset, found both. Try: leave one out");
  else if (grid && scale) problems.push("--scale: wanted with a preset only, found with --grid. Try: leave it out");
  if (!out || problems.length > 0) return { kind: "wrong", problems };
  try {
    const sweep: Sweep = grid ? parseGrid(grid, readText(grid)) : presetSweep(preset!, scale ?? "small", seeds ?? [1]);
    return {
      kind: "sweep",
      plan: planSweep({ ...sweep, seeds: seeds ?? sweep.seeds }),
      out,
      reuse: text("reuse"),
      data: text("data"),
      json: values.json === true,
      words: [
        "npm run -s lena --",
        ...words.map((word) => (/[^\w./=,:-]/.test(word) ? JSON.stringify(word) : word)),
      ].join(" "),
    };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "wrong", problems: [error instanceof LenaError ? message : `--grid ${grid}: ${message}`] };
  }
}

/** "3" is 1,2,3. */
function seedsOf(text: string): number[] | undefined {
  const numbers = text.split(",").map((part) => (/^\d{1,15}$/.test(part.trim()) ? Number(part) : Number.NaN));
  const count = numbers.length === 1 ? numbers[0]! : numbers.length;
  if (numbers.some(Number.isNaN) || count < 1 || count > MAX_SEEDS) return undefined;
  return numbers.length === 1 ? Array.from({ length: count }, (_, i) => i + 1) : numbers;
}

function choice<T extends string>(
  flag: string,
  word: string | undefined,
  known: readonly T[],
  problems: string[],
): T | undefined {
  const found = known.find((each) => each === word);
  if (word !== undefined && !found) {
    const meant = nearest(word, known);
    problems.push(
      `--${flag}: wanted one of ${known.join(", ")}, found "${word}"${meant ? `. Did you mean ${meant}?` : ""}`,
    );
  }
  return found;
}
