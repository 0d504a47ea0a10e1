/** @file Made-up sweeps for tests: every number is the caller's, the rest is what a sweep of that shape would have. */
import type { RunConfig } from "../../train/config.ts";
import { estimate } from "../statistics.ts";
import type { CellResult, Coordinates, PresetId, RunResult, Sweep, SweepAxis, SweepResult } from "../sweep.ts";
import { configOf, type Settings, settingsOf } from "./grid.ts";

export interface Invented {
  /** Final accuracy of one run; null: not run yet; "diverged" and "failed" as in RunResult. */
  readonly accuracy: (settings: Settings, seed: number) => number | null | "diverged" | "failed";
  /** Gain of layer k at the end, as a share of n. */
  readonly gainShare?: (k: number, epoch: number, n: number) => number;
  readonly warmupEpoch?: (k: number, n: number) => number | null;
}

export interface Shape {
  readonly preset?: PresetId | undefined;
  readonly title?: string;
  readonly axes: readonly SweepAxis[];
  readonly seeds?: readonly number[];
  readonly hasBaseline?: boolean;
}

const EPOCHS = 8;
const UPDATES_AT_ONE = 300;
export const layers = [
  { name: "conv1.weight", role: "weight" },
  { name: "bn1.weight", role: "scale" },
  { name: "bn1.bias", role: "shift" },
  { name: "conv2.weight", role: "weight" },
  { name: "bn2.weight", role: "scale" },
  { name: "bn2.bias", role: "shift" },
  { name: "fc.weight", role: "weight" },
  { name: "fc.bias", role: "bias" },
];

type Field = Readonly<Record<string, string | number>>;
export const axis = (name: string, values: Readonly<Record<string, Field>>): SweepAxis => ({
  name,
  values: Object.entries(values).map(([label, set]) => ({ label, set: set as Partial<RunConfig> })),
});

/** Labels that are whole numbers would be reordered as keys of an object, so n has a maker of its own. */
export const nAxis = (...ns: readonly number[]): SweepAxis => ({
  name: "n",
  values: ns.map((n) => ({ label: String(n), set: { workers: 1, local: n } })),
});

export const rules = axis("rule", {
  LSW: { rule: "linear", warmup: "fixed" },
  AdaScale: { rule: "adascale", warmup: "none" },
  LENA: { rule: "lena", warmup: "state-aware" },
});

function makeRun(
  sweep: Sweep,
  coordinates: Coordinates,
  n: number,
  seed: number,
  final: number | "diverged" | "failed",
  invented: Invented,
): RunResult {
  const {
    gainShare = (k, epoch) => 0.2 + 0.08 * k + 0.02 * epoch,
    warmupEpoch = (k, size) => Math.min(EPOCHS - 1, (k % 4) + Math.floor(size / 64)),
  } = invented;
  const config: RunConfig = { ...configOf(sweep, coordinates), workers: 1, local: n, seed, epochs: EPOCHS };
  const length = final === "failed" ? 0 : final === "diverged" ? 3 : EPOCHS;
  const top = typeof final === "number" ? final : 0.3;
  const gain = (k: number, epoch: number) =>
    Math.max(1, n * gainShare(k, epoch, n) * (1 + 0.02 * Math.sin(seed * 7 + k)));
  const epochs = Array.from({ length }, (_, epoch) => ({
    epoch,
    updates: Math.floor(((epoch + 1) * UPDATES_AT_ONE) / n),
    accuracy: 0.1 + ((top - 0.1) * (1 - 0.5 ** ((epoch + 1) * (EPOCHS / 8)))) / (1 - 0.5 ** EPOCHS),
    loss: 2.3 * 0.8 ** (epoch + 1),
    seconds: (epoch + 1) * 4,
  }));
  const reason = {
    name: "DivergedError",
    where: "update 31",
    wanted: "a finite loss",
    found: "a loss that is not a number",
    tryThis: "a lower base rate",
  };
  return {
    key: `${Object.values(coordinates).join("-") || "baseline"}-${n}-${seed}`,
    config,
    outcome: typeof final === "number" ? "finished" : final,
    reason: typeof final === "number" ? undefined : reason,
    productVersion: "0.1.0",
    adapter: "SwiftShader Device (Subzero)",
    dataSha256: "ab".repeat(32),
    n,
    totalBatch: n * config.microBatch,
    updates: epochs.at(-1)?.updates ?? 0,
    wallSeconds: 40,
    epochs,
    testAccuracy: typeof final === "number" ? final - 0.01 : null,
    layers,
    warmupEnd: Object.fromEntries(
      layers.map(({ name }, k) => {
        const epoch = warmupEpoch(k, n);
        return [name, epoch === null ? null : { update: epoch * 10, epoch }];
      }),
    ),
    gains: epochs.map(({ epoch }) => layers.map((_, k) => gain(k, epoch))),
    modelGains: epochs.map(({ epoch }) => gain(3, epoch)),
  };
}

function makeCell(coordinates: Coordinates, n: number, runs: readonly RunResult[], target: number | null): CellResult {
  const counted = runs.filter(({ outcome }) => outcome !== "failed");
  const finals = counted.map(({ outcome, epochs }) => (outcome === "finished" ? epochs.at(-1)!.accuracy : 0.1));
  const finished = counted.filter(({ outcome }) => outcome === "finished");
  const hits = counted.flatMap((run) => {
    const hit = target === null ? undefined : run.epochs.find(({ accuracy }) => accuracy >= target);
    return hit ? [{ ...hit, images: hit.updates * run.totalBatch }] : [];
  });
  const over = (read: (hit: (typeof hits)[number]) => number) =>
    hits.length * 2 > counted.length ? estimate(hits.map(read)) : null;
  return {
    coordinates,
    n,
    runs,
    finalAccuracy: estimate(finals),
    bestAccuracy: estimate(finals.map((value) => value + 0.002)),
    testAccuracy: finished.length ? estimate(finished.map((run) => run.testAccuracy!)) : null,
    toTarget: {
      reached: hits.length,
      of: counted.length,
      epochs: over(({ epoch }) => epoch + 1),
      updates: over(({ updates }) => updates),
      images: over(({ images }) => images),
      seconds: over(({ seconds }) => seconds),
    },
  };
}

/** Every combination of the axes, the last varying fastest. */
function combinations(axes: readonly SweepAxis[]): Coordinates[] {
  return axes.reduce<Coordinates[]>(
    (all, { name, values }) => all.flatMap((some) => values.map(({ label }) => ({ ...some, [name]: label }))),
    [{}],
  );
}

export function madeUp(shape: Shape, invented: Invented): SweepResult {
  const { preset, axes, seeds = [1, 2, 3], title = "Made up", hasBaseline = true } = shape;
  const baselineConfig: Partial<RunConfig> = { workers: 1, local: 1, rule: "none", warmup: "none" };
  const sweep: Sweep = {
    id: preset ? `${preset}-small` : "grid",
    title,
    preset,
    base: { dataset: "fashion-mnist", model: "small-cnn-bn", microBatch: 16, trainSize: 4800, epochs: EPOCHS },
    axes,
    baseline: hasBaseline ? baselineConfig : undefined,
    tolerance: 0.01,
    seeds,
  };
  const spread = (seed: number) => 0.002 * Math.sin(seed * 5);
  const alone = (seed: number) => makeRun(sweep, {}, 1, seed, 0.88 + spread(seed), invented);
  const baseline = hasBaseline ? makeCell({}, 1, seeds.map(alone), null) : null;
  const single = baseline?.finalAccuracy?.mean ?? null;
  const target = single === null ? null : { accuracy: single - 0.01, baselineAccuracy: single, tolerance: 0.01 };
  const cells = combinations(axes).map((coordinates) => {
    const { workers, local } = configOf(sweep, coordinates);
    const n = workers * local;
    const settings = settingsOf(sweep, { ...makeCell(coordinates, n, [], null) });
    const runs = seeds.flatMap((seed) => {
      const final = invented.accuracy(settings, seed);
      return final === null ? [] : makeRun(sweep, coordinates, n, seed, final, invented);
    });
    return makeCell(coordinates, n, runs, target?.accuracy ?? null);
  });
  const runs = [...(baseline?.runs ?? []), ...cells.flatMap((cell) => cell.runs)];
  return {
    sweep,
    target,
    baseline,
    cells,
    doneRuns: runs.length,
    plannedRuns: (cells.length + (hasBaseline ? 1 : 0)) * seeds.length,
    facts: {
      productVersion: "0.1.0",
      command: `npm run -s lena -- sweep --preset ${preset ?? "none"} --scale small --seeds 3 --out runs/made-up`,
      adapters: ["SwiftShader Device (Subzero)"],
      wallSeconds: runs.length * 40,
      seeds,
      overlap: { compared: 16_800, shared: 0 },
      dataSha256: ["ab".repeat(32)],
    },
  };
}

/** A result much like the paper's, with the spread over seeds that small runs have. */
export function likeThePaper({ rule, warmup, alpha, share, n }: Settings, seed: number): number {
  const size = Math.max(0, Math.log2(n / 8));
  const weakness = { linear: 0.02, adascale: 0.014, lena: 0.002 }[rule] ?? 0.01;
  const cure = { "state-aware": 0.4, fixed: 0.7, none: 1 }[warmup] ?? 1;
  const loss =
    weakness * cure * size ** 2.3 +
    0.002 * Math.abs(alpha - 0.05) * 100 * Math.max(0, size - 3) +
    0.01 * (1 - share) * size;
  return Math.max(0.1, 0.884 - loss + 0.003 * Math.sin(seed * 12.9 + n + rule.length));
}
