/**
 * @file `lena sweep` as a person runs it: to its end, interrupted and gone on with, and refused. On a small
 * data set and a model that compiles at once, since what is asked here is not about training.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect, test } from "@playwright/test";
import { packShard } from "../src/data/shard.ts";
import type { RunResult, SweepResult } from "../src/sweep/sweep.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const builtMain = join(root, "dist/cli/main.js");

const dataset = {
  id: "bars",
  title: "Bars",
  folder: "bars",
  trainCount: 256,
  validationCount: 64,
  testCount: 64,
  classes: ["a", "b"],
  imageShape: [1, 4, 4],
};
const model = { name: "linear", layers: [{ type: "flatten" }, { type: "dense", name: "fc", units: 2 }] };
/** Nothing that would save a rate that is far too large, as the second one is. */
const unkind = { rule: "linear", warmup: "none", decay: "none", weightDecay: 1 };
const grid = {
  title: "Two rates",
  base: { dataset, model, workers: 1, microBatch: 16, epochs: 4, trainSize: 256, ...unkind },
  vary: { baseRate: [0.02, 100], n: [2] },
  baseline: true,
  seeds: [1, 2],
};
const runCount = 6;

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function sweep(words: readonly string[], watch?: (stdout: string, child: ChildProcess) => void): Promise<Ended> {
  const child = spawn(process.execPath, [builtMain, "sweep", ...words], { cwd: root });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text) => {
    stdout += text;
    watch?.(stdout, child);
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, stdout, stderr })));
}

/** Images of class 1 are bright above, of class 0 below; no two of one split are alike. */
async function writeData(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const split = async (name: string, count: number, seed: number) => {
    const labels = Uint8Array.from({ length: count }, (_, i) => i % 2);
    const images = Uint8Array.from({ length: count * 16 }, (_, i) => {
      const image = Math.floor(i / 16);
      const isBright = i % 16 < 8 === (image % 2 === 1);
      return (isBright ? 150 : 20) + ((image * 31 + seed + i * 7) % 90);
    });
    const content = packShard({ images, labels, sourceIndex: Uint32Array.from({ length: count }, (_, i) => i) });
    const stored = gzipSync(content);
    const file = `${name}-00.shard`;
    await writeFile(join(folder, file), stored);
    const sha256 = createHash("sha256").update(content).digest("hex");
    const shard = { file, count, byteLength: content.length, storedByteLength: stored.length, sha256 };
    return { count, shards: [shard] };
  };
  const manifest = {
    version: 1,
    id: dataset.id,
    imageShape: dataset.imageShape,
    classCount: 2,
    normalisation: { mean: [0.5], deviation: [0.3] },
    splitSeed: 0,
    source: { citation: "made for a test", address: "none", licence: "MIT" },
    splits: {
      train: await split("train", dataset.trainCount, 1),
      validation: await split("validation", dataset.validationCount, 2),
      test: await split("test", dataset.testCount, 3),
    },
  };
  await writeFile(join(folder, "index.json"), JSON.stringify(manifest));
}

test.describe.configure({ timeout: 240_000 });

let base = "";
let whole: Ended;
const words = (out: string) => ["--grid", join(base, "rates.json"), "--data", base, "--out", join(base, out)];
const results = async (out: string) =>
  JSON.parse(await readFile(join(base, out, "results.json"), "utf8")) as SweepResult;

test.beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "lena-sweep-"));
  await writeData(join(base, dataset.folder));
  await writeFile(join(base, "rates.json"), JSON.stringify(grid));
  await new Promise((resolve) =>
    spawn(process.execPath, [join(root, "scripts/lena.mjs"), "--version"]).on("close", resolve),
  );
  whole = await sweep(words("whole"));
});
test.afterAll(() => rm(base, { recursive: true }));

test("a sweep ends with every run's bundle, a target, and a diverged run as a result", async () => {
  expect(whole, whole.stderr).toMatchObject({ code: 0, stderr: "" });
  expect(whole.stdout).toContain(`${runCount} of ${runCount} runs done`);
  const runs = await readdir(join(base, "whole/runs"));
  expect(runs).toHaveLength(runCount);
  for (const run of runs) {
    expect(await readdir(join(base, "whole/runs", run))).toEqual(
      expect.arrayContaining(["config.json", "result.json"]),
    );
  }
  const { target, baseline, cells, facts } = await results("whole");
  expect(baseline!.finalAccuracy!.mean).toBeGreaterThan(0.9);
  expect(target!.accuracy).toBeCloseTo(baseline!.finalAccuracy!.mean - 0.01, 9);
  expect(facts.overlap!.compared).toBe(384);
  expect(facts.command).toContain("npm run -s lena -- sweep --grid");
  expect(cells.map(({ coordinates }) => coordinates)).toEqual([
    { baseRate: "0.02", n: "2" },
    { baseRate: "100", n: "2" },
  ]);
  const [good, hopeless] = cells;
  expect(good!.runs.map(({ outcome }) => outcome)).toEqual(["finished", "finished"]);
  expect(hopeless!.runs.map(({ outcome }) => outcome)).toEqual(["diverged", "diverged"]);
  expect(hopeless!.runs[0]!.reason).toMatchObject({ where: expect.stringMatching(/^update \d+$/) });
  expect(hopeless!.runs[0]!.reason!.found).toMatch(/layer fc\.\w+.*largest rate: \S+, layer fc\.\w+/);
  expect(hopeless!.toTarget).toMatchObject({ reached: 0, of: 2, epochs: null });
});

test("the same command again makes nothing anew", async () => {
  const again = await sweep(words("whole"));
  expect(again.code, again.stderr).toBe(0);
  expect(again.stdout).toContain(`${runCount} runs, ${runCount} of them done already`);
  expect(again.stdout).not.toMatch(/^run /m);
});

test("interrupted and started again it loses and repeats nothing, and says the same in the end", async () => {
  const stopped = await sweep([...words("parts"), "--json"], (stdout, child) => {
    if (stdout.split('"kind":"run"').length > 3 && !child.killed) child.kill("SIGINT");
  });
  expect(stopped.code, stopped.stderr).toBe(130);
  expect(stopped.stderr).toContain("The same command goes on from here");
  const kept = await readdir(join(base, "parts/runs"));
  expect(kept.length).toBeGreaterThanOrEqual(2);
  expect(kept.length).toBeLessThan(runCount);
  const times = () =>
    Promise.all(kept.map(async (key) => (await stat(join(base, "parts/runs", key, "result.json"))).mtimeMs));
  const before = await times();
  await mkdir(join(base, "parts/runs/.part-half"));

  const ended = await sweep(words("parts"));
  expect(ended.code, ended.stderr).toBe(0);
  expect(ended.stdout).toContain(`${runCount} runs, ${kept.length} of them done already`);
  expect(await times()).toEqual(before);
  expect((await readdir(join(base, "parts/runs"))).sort()).toEqual((await readdir(join(base, "whole/runs"))).sort());
  const timeless = ({ wallSeconds: _, epochs, ...rest }: RunResult) => ({
    ...rest,
    epochs: epochs.map(({ seconds: __, ...epoch }) => epoch),
  });
  const [parts, all] = [await results("parts"), await results("whole")];
  expect(parts.cells.map(({ runs }) => runs.map(timeless))).toEqual(all.cells.map(({ runs }) => runs.map(timeless)));
  expect(parts.target).toEqual(all.target);
});

test("a grid that cannot run, or another sweep's folder, is refused in one line before anything runs", async () => {
  const cases: readonly (readonly [object, RegExp])[] = [
    [{ ...grid, vary: {} }, /wanted at least one field that varies, found none/],
    [{ ...grid, vary: { baseRat: [1] } }, /found "baseRat"\. Try: baseRate\./],
    [{ ...grid, vary: { n: [32] } }, /cell n 32, trainSize: .*found a training set of 256/],
    [
      { ...grid, seeds: [1, 2, 3] },
      /wanted the same sweep as in its sweep\.json, with seeds \[1,2\], found seeds \[1,2,3\]/,
    ],
  ];
  for (const [content, message] of cases) {
    const file = join(base, "wrong/rates.json");
    await mkdir(join(base, "wrong"), { recursive: true });
    await writeFile(file, JSON.stringify(content));
    const refused = await sweep(["--grid", file, "--data", base, "--out", join(base, "whole")]);
    expect(refused).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(message) });
    expect(refused.stderr.trimEnd().split("\n")).toHaveLength(1);
  }
});
