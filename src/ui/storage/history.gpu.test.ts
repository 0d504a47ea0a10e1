/** @file What the browser keeps of runs, in its real private file system, and what happens where that fails. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { DivergedError } from "../../core/errors.ts";
import { readBundle } from "../../session/import/read-bundle.ts";
import { madeUpBundle, madeUpConfig, madeUpRun } from "../../session/import/testing.ts";
import { FakeSession } from "../testing/fake-session.ts";
import { History, historyLimits, type NewRun } from "./history.ts";
import { keepRun } from "./keep-run.ts";

const run: NewRun = {
  name: "One",
  config: madeUpConfig,
  outcome: "finished",
  updates: 24,
  finalAccuracy: 0.8,
  testAccuracy: 0.77,
};
let time = Date.UTC(2026, 0, 1);
const open = (storage: Pick<StorageManager, "getDirectory"> = navigator.storage, limits = historyLimits) =>
  History.open(storage, () => ++time, limits);

async function forget(): Promise<void> {
  const origin = await navigator.storage.getDirectory();
  await origin.removeEntry("runs", { recursive: true }).catch(() => {});
}
beforeEach(forget);
afterEach(forget);

test("what one page keeps, the next one reads: newest first, without the weights", async () => {
  const before = await open();
  await before.add(run, madeUpBundle());
  const second = await before.add({ ...run, name: "Two", outcome: "diverged", reason: "why" }, madeUpBundle());
  const after = await open();
  expect(after.problem).toBeUndefined();
  expect((await after.list()).map(({ name }) => name)).toEqual(["Two", "One"]);
  expect((await after.list())[0]).toEqual(second);
  const zip = (await after.bundle(second.id))!;
  expect(zip.length).toBe(second.byteLength);
  expect(readBundle(zip, "kept").store.column("loss")).toEqual(madeUpRun().column("loss"));
  expect(new TextDecoder("latin1").decode(zip)).not.toMatch(/(initial|final).safetensors/);
});

test("a run is named, pinned and deleted; whoever listens hears of it", async () => {
  const history = await open();
  const { id } = await history.add(run, madeUpBundle());
  let heard = 0;
  history.addEventListener("change", () => heard++);
  await history.change(id, { name: "  Mine  " });
  await history.change(id, { pinned: true });
  await history.change(id, { name: " " });
  await history.change(id, { name: "x".repeat(500) });
  expect(await history.list()).toMatchObject([{ name: "x".repeat(80), pinned: true }]);
  await history.remove(id);
  expect(heard).toBe(5);
  expect(await (await open()).list()).toEqual([]);
  expect(await history.bundle(id)).toBeUndefined();
});

test.each([
  ["runs", { runs: 3, bytes: 1e6 }],
  ["bytes", { runs: 100, bytes: 450 }],
])("beyond the limit of %s the oldest run that is not pinned makes room, and is named", async (_, limits) => {
  const history = await open(navigator.storage, limits);
  const tiny = new Map([["config.json", new Uint8Array(1)]]);
  const first = await history.add({ ...run, name: "pinned" }, tiny);
  expect(first.byteLength).toBeGreaterThan(113);
  expect(first.byteLength).toBeLessThan(150);
  await history.change(first.id, { pinned: true });
  for (let i = 1; i < 5; i++) await history.add({ ...run, name: `run ${i}` }, tiny);
  expect((await history.list()).map(({ name }) => name)).toEqual(["run 4", "run 3", "pinned"]);
  expect(history.gone.map(({ name }) => name)).toEqual(["run 1", "run 2"]);
});

test("an index that was cut short, or lies under another name, is not listed", async () => {
  const history = await open();
  const { id } = await history.add(run, madeUpBundle());
  const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("runs");
  for (const [name, text] of [
    ["cut", '{"id":'],
    ["other", JSON.stringify({ ...run, id, savedAt: 1, pinned: false, byteLength: 0 })],
  ] as const) {
    const place = await folder.getDirectoryHandle(name, { create: true });
    const stream = await (await place.getFileHandle("run.json", { create: true })).createWritable();
    await stream.write(text);
    await stream.close();
  }
  expect((await history.list()).map((one) => one.id)).toEqual([id]);
});

const refusing = () => Promise.reject(new DOMException("not in this window", "SecurityError"));
test.each([
  ["no storage at all", {} as Pick<StorageManager, "getDirectory">],
  ["storage that is refused", { getDirectory: refusing }],
])("with %s runs stay while the page is open, and it says so", async (_, storage) => {
  const history = await open(storage);
  expect(history.problem).toMatchObject({ tryThis: expect.stringContaining("another browser window") });
  const { id } = await history.add(run, madeUpBundle());
  expect(await history.list()).toHaveLength(1);
  expect(readBundle((await history.bundle(id))!, "kept").config).toEqual(madeUpConfig);
});

test("when the storage is full, what is there stays, the new run waits in memory until there is room", async () => {
  const history = await open();
  const first = await history.add(run, madeUpBundle());
  const { prototype } = FileSystemWritableFileStream;
  const { write } = prototype;
  // As with a real quota: what is small still finds room.
  prototype.write = function (file) {
    const isLarge = file instanceof File && file.size > 5000;
    return isLarge ? Promise.reject(new DOMException("no room", "QuotaExceededError")) : write.call(this, file);
  };
  try {
    const second = await history.add({ ...run, name: "Two" }, madeUpBundle());
    expect(history.problem).toMatchObject({
      found: "no room left",
      tryThis: expect.stringContaining("delete kept runs"),
    });
    expect((await history.list()).map(({ name }) => name)).toEqual(["Two", "One"]);
    expect([first, second].map(({ id }) => history.isPassing(id))).toEqual([false, true]);
    expect(readBundle((await history.bundle(second.id))!, "kept").config).toEqual(madeUpConfig);
    expect((await (await open()).list()).map(({ name }) => name)).toEqual(["One"]);
  } finally {
    prototype.write = write;
  }
  await history.remove(first.id);
  expect(history.problem).toBeUndefined();
  const after = await open();
  const [second, ...others] = await after.list();
  expect([second!.name, others]).toEqual(["Two", []]);
  expect(readBundle((await after.bundle(second!.id))!, "kept").config).toEqual(madeUpConfig);
});

test("a run is kept when it has finished, was stopped or diverged; one that failed or made no update is not", async () => {
  const history = await open();
  const keep = async (options: ConstructorParameters<typeof FakeSession>[1], whileRunning = (_: FakeSession) => {}) => {
    const session = new FakeSession(madeUpConfig, { updateMs: 1, ...options });
    const kept = keepRun(session, async () => history);
    const ended = session.start().catch(() => {});
    whileRunning(session);
    await ended;
    return kept;
  };
  const error = new DivergedError({ where: "update 3", wanted: "a finite loss", found: "NaN", tryThis: "less" });
  expect(await keep({})).toMatchObject({
    outcome: "finished",
    updates: 24,
    name: "small-cnn, lena + state-aware, n 4",
  });
  const diverged = await keep({ failure: { update: 3, error } });
  expect(diverged).toMatchObject({ outcome: "diverged", reason: "update 3: NaN", updates: 3 });
  const stopped = await keep({}, (session) =>
    session.subscribe(({ kind }) => kind === "update" && void session.stop()),
  );
  expect(stopped).toMatchObject({ outcome: "stopped", testAccuracy: null });
  expect(await keep({ failure: { update: 0, error } })).toBeUndefined();
  const failure = { update: 3, error: Object.assign(error, { name: "GpuError" }) };
  expect(await keep({ failure })).toBeUndefined();
  expect(await history.list()).toHaveLength(3);
  expect(readBundle((await history.bundle(diverged!.id))!, "kept").store.updateCount).toBe(3);
});
