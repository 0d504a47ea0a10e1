/**
 * @file Results of the presets that come with the page: <preset>-<scale>.json beside the recorded runs, which scripts/publish-results.mjs
 * makes from a sweep of the command line. Read as outside input. Not here: what is done with them (sweep-controller.ts).
 */
import * as v from "valibot";
import { DataError } from "../../core/errors.ts";
import type { ReadFile } from "../../data/dataset.ts";
import type { Overlap } from "../../data/overlap.ts";
import { planSweep } from "../../sweep/plan.ts";
import { presetSweep } from "../../sweep/presets.ts";
import { runResultSchema } from "../../sweep/result.ts";
import { isResultOf } from "../../sweep/runner.ts";
import type { PresetId, RunResult, Scale, Sweep } from "../../sweep/sweep.ts";
import { limits } from "../../train/config.ts";

const whole = v.pipe(v.number(), v.integer(), v.minValue(0));

const fileSchema = v.strictObject({
  seeds: v.pipe(v.array(v.pipe(whole, v.maxValue(limits.seed))), v.minLength(1), v.maxLength(5)),
  overlap: v.strictObject({ compared: whole, shared: whole }),
  results: v.array(runResultSchema),
});

export interface RecordedSweep {
  readonly sweep: Sweep;
  readonly overlap: Overlap;
  /** One for every run of the sweep's plan. */
  readonly results: readonly RunResult[];
}

const signal = new AbortController().signal;

/** Whole, or an error that names the file. */
export async function readRecordedSweep(read: ReadFile, preset: PresetId, scale: Scale): Promise<RecordedSweep> {
  const file = `${preset}-${scale}.json`;
  const refused = (found: string, cause?: unknown) => {
    const parts = { where: `recorded/${file}`, wanted: "the results of every run of this version's preset", found };
    return new DataError({ ...parts, tryThis: "publish the folder recorded/ as it was built, or run it" }, { cause });
  };
  const bytes = await read(file, { signal });
  let content: v.InferOutput<typeof fileSchema>;
  try {
    content = v.parse(fileSchema, JSON.parse(new TextDecoder().decode(bytes)));
  } catch (cause) {
    throw refused(cause instanceof Error ? cause.message : String(cause), cause);
  }
  const sweep = presetSweep(preset, scale, content.seeds);
  const byKey = new Map(content.results.map((result) => [result.key, result]));
  const results = planSweep(sweep).runs.map((run) => {
    const result = byKey.get(run.key);
    if (result && isResultOf(run, result)) return result;
    throw refused(`${result ? "another configuration or version of" : "nothing of"} ${run.key}`);
  });
  return { sweep, overlap: content.overlap, results };
}
