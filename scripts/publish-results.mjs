/**
 * @file `npm run publish-results -- runs/table1 …`: finished sweeps of presets from the command line's folders to
 * docs/results (report, CSV, figures) and to public/recorded (every run's result, for the Replicate view).
 */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const PUBLISHED = ["report.html", "csv", "figures"];
/** Gains are drawn, and never compared again: so many digits are plenty. */
const DRAWN_DIGITS = 5;

for (const folder of process.argv.slice(2)) {
  const { sweep, baseline, cells, facts, doneRuns, plannedRuns } = JSON.parse(
    readFileSync(join(folder, "results.json"), "utf8"),
  );
  if (!sweep.preset || doneRuns < plannedRuns)
    throw new Error(`${folder}: wanted a finished sweep of a preset, found ${doneRuns} of ${plannedRuns} runs`);
  const published = join(root, "docs/results", sweep.preset);
  mkdirSync(published, { recursive: true });
  for (const name of PUBLISHED) cpSync(join(folder, name), join(published, name), { recursive: true });
  const runs = [baseline, ...cells].flatMap((cell) => cell.runs);
  const results = [...new Map(runs.map((run) => [run.key, run])).values()].map(drawable);
  const recorded = { seeds: sweep.seeds, overlap: facts.overlap, results };
  const file = join(root, "public/recorded", `${sweep.id}.json`);
  writeFileSync(file, `${JSON.stringify(recorded)}\n`);
  console.log(`${published}\n${file}: ${results.length} runs`);
}

function drawable(result) {
  const short = (value) => Number(value.toPrecision(DRAWN_DIGITS));
  return { ...result, gains: result.gains.map((row) => row.map(short)), modelGains: result.modelGains.map(short) };
}
