/** @file The runs that come with the page, and lists of them that are broken. */
import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { scheduleOf } from "../../train/schedule.ts";
import { listRecorded, readRecorded } from "./recorded.ts";

const read = async (path: string) =>
  new Uint8Array(await readFile(new URL(`../../../public/recorded/${path}`, import.meta.url)));

test("three runs come with the page, small, and with all that the inspector shows", async () => {
  const runs = await listRecorded(read);
  expect(runs.map(({ file }) => file)).toEqual([
    "small-cnn-lena-n64.zip",
    "small-cnn-linear-n64.zip",
    "resnet8-lena-n32.zip",
  ]);
  for (const run of runs) {
    expect((await read(run.file)).length).toBe(run.byteLength);
    expect(run.byteLength).toBeLessThan(300_000);
    const { store, config, summary, files } = await readRecorded(read, run);
    expect(store.updateCount).toBe(scheduleOf(config).updateCount);
    expect(summary?.testAccuracy).not.toBeNull();
    expect(store.agreements).toHaveLength(store.updateCount);
    expect(store.snapshots).toHaveLength(store.updateCount + 1);
    expect(store.epochs.every(({ predictions }) => predictions)).toBe(true);
    expect(store.epochs.at(-1)?.predictions?.worst).toHaveLength(24);
    expect(store.layerColumn("weightSquare", 0).every((value) => value > 0)).toBe(true);
    expect([...files.keys()].some((name) => name.startsWith("final"))).toBe(false);
  }
});

test("they show what their words say: LENA learns where linear scaling does not", async () => {
  const [lena, linear] = await Promise.all((await listRecorded(read)).map((run) => readRecorded(read, run)));
  expect(lena!.summary!.testAccuracy).toBeGreaterThan(0.7);
  expect(linear!.summary!.testAccuracy).toBeLessThan(0.2);
  const { rule: _, warmup: __, ...same } = lena!.config;
  expect(linear!.config).toMatchObject(same);
});

test("a page without recorded runs has none; a list that is none is refused", async () => {
  expect(await listRecorded(() => Promise.reject(new Error("404")))).toEqual([]);
  for (const text of ["nonsense", "{}", '[{"file":"../../other.zip","title":"","about":"","byteLength":1}]']) {
    const broken = listRecorded(async () => new TextEncoder().encode(text));
    await expect(broken).rejects.toThrow(/recorded\/index.json: wanted a list of recorded runs/);
  }
});
