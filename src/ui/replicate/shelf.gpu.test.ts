/** @file What the browser keeps of sweeps, in its real private file system, and what happens where that fails. */
import { unzipSync } from "fflate";
import { afterEach, expect, test } from "vitest";
import { planSweep } from "../../sweep/plan.ts";
import { madeUpResult, tinyPlan, tinySweep } from "../../sweep/testing.ts";
import { Shelf, shelfName } from "./shelf.ts";

const bundle = new Map([
  ["updates.csv", new Uint8Array([1])],
  ["inspection.safetensors", new Uint8Array([2])],
  ["final.safetensors", new Uint8Array(1000)],
]);
const [run] = tinyPlan.runs;
const result = madeUpResult(run!, [0.5, 0.75]);
const other = { ...tinySweep, id: "other", base: { ...tinySweep.base, epochs: 2 } };

afterEach(async () => {
  const shelf = await Shelf.open(navigator.storage);
  await shelf.remove(tinySweep);
  await shelf.remove(other);
});

test("what one page keeps, the next one reads: results, light bundles, and which sweep was begun last", async () => {
  const before = await Shelf.open(navigator.storage);
  await before.begin({ sweep: tinySweep, overlap: { compared: 8, shared: 1 } });
  await before.archive(tinySweep).write(result, bundle);
  await new Promise((resolve) => setTimeout(resolve, 10)); // so that the times of the files differ
  await before.begin({ sweep: other });

  const after = await Shelf.open(navigator.storage);
  expect(after.problem).toBeUndefined();
  const kept = await after.list();
  expect(kept.map(({ sweep }) => sweep.id)).toEqual(["other", "tiny"]);
  expect(kept[1]!.overlap).toEqual({ compared: 8, shared: 1 });
  expect(planSweep(kept[1]!.sweep).runs).toEqual(tinyPlan.runs);
  expect(await after.archive(tinySweep).read()).toEqual(new Map([[result.key, result]]));
  const zip = (await after.bundles(tinySweep)).get(result.key)!;
  expect(Object.keys(unzipSync(zip))).toEqual(["updates.csv", "inspection.safetensors"]); // without the weights
  expect(await after.archive(other).read()).toEqual(new Map());
});

test("more seeds share the place, another configuration does not", () => {
  expect(shelfName({ ...tinySweep, seeds: [1, 2, 3] })).toBe(shelfName(tinySweep));
  expect(shelfName(other)).not.toBe(shelfName(tinySweep));
});

test("what was cut short or is of another form is not taken for a result", async () => {
  const shelf = await Shelf.open(navigator.storage);
  await shelf.archive(tinySweep).write(result, new Map());
  const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("sweeps");
  const folder = await root.getDirectoryHandle(shelfName(tinySweep));
  const stream = await (await folder.getFileHandle(`${result.key}.json`)).createWritable();
  await stream.write('{"key":');
  await stream.close();
  await folder.getFileHandle("sweep.json", { create: true });
  expect(await shelf.archive(tinySweep).read()).toEqual(new Map());
  expect(await shelf.list()).toEqual([]);
});

test("a deleted sweep is gone, the others stay", async () => {
  const shelf = await Shelf.open(navigator.storage);
  await shelf.begin({ sweep: tinySweep });
  await shelf.begin({ sweep: other });
  await shelf.archive(tinySweep).write(result, bundle);
  await shelf.remove(tinySweep);
  expect((await shelf.list()).map(({ sweep }) => sweep.id)).toEqual(["other"]);
  expect(await shelf.archive(tinySweep).read()).toEqual(new Map());
});

const refusing = () => Promise.reject(new DOMException("not in this window", "SecurityError"));
test.each([
  ["no storage at all", undefined],
  ["storage that is refused", { getDirectory: refusing }],
])("with %s it goes on in memory and says so", async (_, storage) => {
  const shelf = await Shelf.open(storage);
  expect(shelf.problem).toMatchObject({ tryThis: expect.stringContaining("another browser window") });
  await shelf.begin({ sweep: tinySweep });
  await shelf.archive(tinySweep).write(result, bundle);
  expect(await shelf.archive(tinySweep).read()).toEqual(new Map([[result.key, result]]));
  expect(await shelf.list()).toHaveLength(1);
});

test("when the storage is full, what is there stays, the rest goes to memory, and it says so", async () => {
  const first = await Shelf.open(navigator.storage);
  await first.archive(tinySweep).write(result, bundle);
  const full = () => Promise.reject(new DOMException("no room", "QuotaExceededError"));
  const { prototype } = FileSystemWritableFileStream;
  const { write } = prototype;
  prototype.write = full;
  try {
    const shelf = await Shelf.open(navigator.storage);
    const second = madeUpResult(tinyPlan.runs[1]!, [0.25]);
    const archive = shelf.archive(tinySweep);
    await archive.write(second, bundle);
    await archive.write({ ...result, testAccuracy: 0.25 }, bundle);
    expect(shelf.problem?.found).toBe("no room left");
    expect([...(await archive.read()).values()].map(({ testAccuracy }) => testAccuracy).sort()).toEqual([0.25, 0.25]);
  } finally {
    prototype.write = write;
  }
  expect(await first.archive(tinySweep).read()).toEqual(new Map([[result.key, result]]));
});
