/**
 * @file A sweep on disk: sweep.json says which sweep it is, a folder for each run, by key, holds its bundle and
 * its result.json, results.json what they say together; the report stands beside them. A run's folder appears whole or not at all.
 */
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { firstDifference } from "../core/canonical.ts";
import { ConfigError } from "../core/errors.ts";
import { parseRunResult } from "../sweep/result.ts";
import { isResultOf, keptResults, type RunArchive } from "../sweep/runner.ts";
import type { RunResult, Sweep, SweepPlan } from "../sweep/sweep.ts";

/** Files and folders of runs that were not written to their end begin so; no key does. */
const PART = ".part-";

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** Makes the folder, or takes one that holds the same sweep already. */
export async function openSweepFolder(folder: string, sweep: Sweep): Promise<RunArchive> {
  const content = await mkdir(folder, { recursive: true })
    .then(() => readdir(folder))
    .then((names) => names.filter((name) => !name.startsWith(PART)))
    .catch((cause: Error) => {
      throw refused(folder, "a folder to write to", cause.message, "another folder, one that you may write to", cause);
    });
  if (content.includes("sweep.json")) await checkSame(folder, sweep);
  else if (content.length > 0) {
    const wanted = "an empty folder, a new one, or one with this sweep";
    throw refused(folder, wanted, `${content.length} files in it and no sweep.json`, "another folder");
  }
  if (!content.includes("sweep.json")) await writeWhole(folder, "sweep.json", json(sweep));
  await mkdir(join(folder, "runs"), { recursive: true });
  return runFolders(join(folder, "runs"));
}

/** The file appears whole or not at all. */
export async function writeWhole(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const part = join(folder, `${PART}${name}`);
  await writeFile(part, content);
  await rename(part, join(folder, name));
}

/** By path within the folder. */
export async function writeFiles(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  for (const [path, text] of files) {
    const place = join(folder, dirname(path));
    await mkdir(place, { recursive: true });
    await writeWhole(place, basename(path), text);
  }
}

async function checkSame(folder: string, sweep: Sweep): Promise<void> {
  let there: unknown;
  try {
    there = JSON.parse(await readFile(join(folder, "sweep.json"), "utf8"));
  } catch (cause) {
    const found = cause instanceof Error ? cause.message : String(cause);
    throw refused(join(folder, "sweep.json"), "the JSON text of a sweep", found, "another folder", cause);
  }
  const difference = firstDifference(there, JSON.parse(JSON.stringify(sweep)));
  if (!difference) return;
  const { path, a, b } = difference;
  const tryThis = "another folder, or the command that this one was made with";
  throw refused(folder, `the same sweep as in its sweep.json, with ${path} ${a}`, `${path} ${b}`, tryThis);
}

/** Every whole result of a sweep's folder, by key. */
async function readResults(root: string): Promise<Map<string, RunResult>> {
  const results = new Map<string, RunResult>();
  for (const name of await readdir(root)) {
    if (name.startsWith(PART)) continue;
    const text = await readFile(join(root, name, "result.json"), "utf8").catch(() => "");
    const result = parseRunResult(text);
    if (result?.key === name) results.set(name, result);
  }
  return results;
}

/**
 * Copies from another sweep's folder the runs that this plan has too, under whatever name, and that are not there yet.
 * Returns how many.
 */
export async function reuseRuns(plan: SweepPlan, archive: RunArchive, folder: string): Promise<number> {
  const root = join(folder, "runs");
  const found = await readResults(root).catch((cause: Error) => {
    const parts = { where: `--reuse ${folder}`, wanted: "the folder of a sweep, with its runs/", found: cause.message };
    throw new ConfigError({ ...parts, tryThis: "the --out of an earlier sweep" }, { cause });
  });
  const kept = await keptResults(plan, archive);
  let count = 0;
  for (const run of plan.runs.filter(({ key }) => !kept.has(key))) {
    const result = [...found.values()].find((each) => isResultOf(run, each));
    if (!result) continue;
    const names = (await readdir(join(root, result.key))).filter((name) => name !== "result.json");
    const files = names.map(async (name) => [name, await readFile(join(root, result.key, name))] as const);
    await archive.write({ ...result, key: run.key }, new Map(await Promise.all(files)));
    count++;
  }
  return count;
}

function runFolders(root: string): RunArchive {
  return {
    async read() {
      const parts = (await readdir(root)).filter((name) => name.startsWith(PART));
      for (const name of parts) await rm(join(root, name), { recursive: true });
      return readResults(root);
    },
    async write(result, bundle) {
      const part = join(root, `${PART}${result.key}`);
      await rm(part, { recursive: true, force: true });
      await mkdir(part);
      for (const [name, bytes] of bundle) await writeFile(join(part, name), bytes);
      await writeFile(join(part, "result.json"), json(result));
      await rm(join(root, result.key), { recursive: true, force: true });
      await rename(part, join(root, result.key));
    },
  };
}

function refused(folder: string, wanted: string, found: string, tryThis: string, cause?: unknown): ConfigError {
  return new ConfigError({ where: `--out ${folder}`, wanted, found, tryThis }, { cause });
}
