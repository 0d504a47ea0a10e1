import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { productVersion } from "../core/version.ts";
import { madeUpResult, tinyPlan, tinySweep } from "../sweep/testing.ts";
import { openSweepFolder, reuseRuns, writeWhole } from "./sweep-folder.ts";

let base = "";
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "lena-sweep-"));
});
afterEach(() => rm(base, { recursive: true }));

const [first, second] = tinyPlan.runs.map((run) => madeUpResult(run, [0.5, 0.6, 0.7]));
const bundle = new Map([["config.json", new TextEncoder().encode("{}")]]);

test("what was written is read back, by a later start too", async () => {
  const archive = await openSweepFolder(join(base, "a/b"), tinySweep);
  expect(await archive.read()).toEqual(new Map());
  await archive.write(first!, bundle);
  await archive.write(second!, bundle);
  const later = await openSweepFolder(join(base, "a/b"), tinySweep);
  expect(await later.read()).toEqual(new Map([first!, second!].map((result) => [result.key, result])));
  expect((await readdir(join(base, "a/b"))).sort()).toEqual(["runs", "sweep.json"]);
  expect((await readdir(join(base, "a/b/runs", first!.key))).sort()).toEqual(["config.json", "result.json"]);
});

test("half-written runs, broken results and strangers count for nothing", async () => {
  const archive = await openSweepFolder(base, tinySweep);
  await archive.write(first!, bundle);
  const text = await readFile(join(base, "runs", first!.key, "result.json"), "utf8");
  const folders = {
    [`.part-${second!.key}`]: text,
    [second!.key]: text.slice(0, text.length / 2),
    "another-name": text,
  };
  for (const [name, content] of Object.entries(folders)) {
    await mkdir(join(base, "runs", name));
    await writeFile(join(base, "runs", name, "result.json"), content);
  }
  await mkdir(join(base, "runs/empty"));
  expect([...(await archive.read()).keys()]).toEqual([first!.key]);
  expect(await readdir(join(base, "runs"))).not.toContain(`.part-${second!.key}`);
  await archive.write(second!, bundle);
  expect((await archive.read()).size).toBe(2);
});

test("a run takes the place of an older one, with all of its files", async () => {
  const archive = await openSweepFolder(base, tinySweep);
  await archive.write({ ...first!, outcome: "failed" }, new Map([...bundle, ["old.csv", new Uint8Array(1)]]));
  await archive.write(first!, bundle);
  expect((await archive.read()).get(first!.key)?.outcome).toBe("finished");
  expect((await readdir(join(base, "runs", first!.key))).sort()).toEqual(["config.json", "result.json"]);
});

test("another sweep in the folder is refused, with what differs", async () => {
  await openSweepFolder(base, tinySweep);
  const before = await stat(join(base, "sweep.json"));
  await expect(openSweepFolder(base, { ...tinySweep, tolerance: 0.02 })).rejects.toThrow(
    /wanted the same sweep as in its sweep\.json, with tolerance 0\.01, found tolerance 0\.02\. Try: another folder/,
  );
  await expect(openSweepFolder(base, { ...tinySweep, seeds: [1] })).rejects.toThrow(/seeds \[1,2\], found seeds \[1\]/);
  expect((await stat(join(base, "sweep.json"))).mtimeMs).toBe(before.mtimeMs);
});

test("a folder with other things in it, or a broken sweep.json, is refused; what a kill leaves is not", async () => {
  await writeFile(join(base, ".part-sweep.json"), "{");
  await openSweepFolder(base, tinySweep);
  await writeFile(join(base, "sweep.json"), "{");
  await expect(openSweepFolder(base, tinySweep)).rejects.toThrow(/sweep\.json: wanted the JSON text of a sweep/);
  await rm(join(base, "sweep.json"));
  await writeFile(join(base, "notes.txt"), "mine");
  await expect(openSweepFolder(base, tinySweep)).rejects.toThrow(/found 2 files in it and no sweep\.json/);
  await expect(openSweepFolder(join(base, "notes.txt"), tinySweep)).rejects.toThrow(/wanted a folder to write to/);
});

test("a file is replaced whole", async () => {
  await writeWhole(base, "results.json", "a");
  await writeWhole(base, "results.json", "b");
  expect([await readdir(base), await readFile(join(base, "results.json"), "utf8")]).toEqual([["results.json"], "b"]);
});

test("runs of another sweep are taken over by configuration, under this sweep's names, with their files", async () => {
  const other = await openSweepFolder(join(base, "other"), { ...tinySweep, title: "Another" });
  await other.write({ ...first!, productVersion, key: "called-otherwise" }, bundle);
  await other.write({ ...second!, productVersion: "0.0.0" }, bundle);
  const archive = await openSweepFolder(join(base, "this"), tinySweep);
  expect(await reuseRuns(tinyPlan, archive, join(base, "other"))).toBe(1);
  expect(await archive.read()).toEqual(new Map([[first!.key, { ...first!, productVersion }]]));
  expect(await readFile(join(base, "this/runs", first!.key, "config.json"), "utf8")).toBe("{}");
  expect(await reuseRuns(tinyPlan, archive, join(base, "other"))).toBe(0);
  await expect(reuseRuns(tinyPlan, archive, join(base, "nowhere"))).rejects.toThrow(
    /^--reuse .*nowhere: wanted the folder of a sweep, with its runs\/, found ENOENT.*Try: the --out of an earlier sweep/,
  );
});
