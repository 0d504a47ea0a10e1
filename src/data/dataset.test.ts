import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { DataError } from "../core/errors.ts";
import type { DatasetEntry } from "./catalogue.ts";
import { openDataset, type ReadFile, readShards, type Shard } from "./dataset.ts";
import { compareSplits } from "./overlap.ts";
import { packShard } from "./shard.ts";

const entry: DatasetEntry = {
  id: "tiny",
  title: "Tiny",
  folder: "tiny",
  trainCount: 5,
  validationCount: 2,
  testCount: 2,
  classes: ["a", "b"],
  imageShape: [1, 2, 2],
};
const never = new AbortController().signal;
const text = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));
const hex = (bytes: ArrayBuffer) => Buffer.from(bytes).toString("hex");

async function shardOf(file: string, count: number, label = 1) {
  const content = packShard({
    images: Uint8Array.from({ length: count * 4 }, (_, i) => i),
    labels: new Uint8Array(count).fill(label),
    sourceIndex: Uint32Array.from({ length: count }, (_, i) => 70_000 + i),
  });
  const stored = new Uint8Array(gzipSync(content));
  const sha256 = hex(await crypto.subtle.digest("SHA-256", content));
  const line = { file, count, byteLength: content.length, storedByteLength: stored.length, sha256 };
  return { content, stored, line };
}

/** A data set in memory: three shards of 3 + 2 + 2 + 2 images. Tests spoil one file. */
async function tinyFiles(label = 1) {
  const a = await shardOf("train-00.shard", 3, label);
  const b = await shardOf("train-01.shard", 2);
  const c = await shardOf("validation-00.shard", 2);
  const d = await shardOf("test-00.shard", 2);
  const manifest = {
    version: 1,
    id: "tiny",
    imageShape: [1, 2, 2],
    classCount: 2,
    normalisation: { mean: [0.25], deviation: [0.5] },
    splitSeed: 0,
    source: { citation: "c", address: "a", licence: "l" },
    splits: {
      train: { count: 5, shards: [a.line, b.line] },
      validation: { count: 2, shards: [c.line] },
      test: { count: 2, shards: [d.line] },
    },
  };
  const files = new Map<string, Uint8Array>([["tiny/index.json", text(manifest)]]);
  for (const { line, stored } of [a, b, c, d]) files.set(`tiny/${line.file}`, stored);
  return { files, manifest, contentOfFirst: a.content };
}

function reader(files: Map<string, Uint8Array>): ReadFile & { asked: string[] } {
  const asked: string[] = [];
  const read: ReadFile = async (path, { signal, onBytes }) => {
    signal.throwIfAborted();
    asked.push(path);
    const bytes = files.get(path);
    if (!bytes) throw new DataError({ where: path, wanted: "a file", found: "none", tryThis: "nothing" });
    onBytes?.(bytes.length);
    return bytes;
  };
  return Object.assign(read, { asked });
}

async function readTrain(files: Map<string, Uint8Array>, wantedCount = 5, signal = never): Promise<Shard[]> {
  const read = reader(files);
  const dataset = await openDataset(entry, read, signal);
  const shards: Shard[] = [];
  for await (const shard of readShards(dataset, "train", wantedCount, read, { signal })) shards.push(shard);
  return shards;
}

test("all images of a split come in order, with labels and places in the source", async () => {
  const shards = await readTrain((await tinyFiles()).files);
  expect(shards.map(({ split, first, count }) => ({ split, first, count }))).toEqual([
    { split: "train", first: 0, count: 3 },
    { split: "train", first: 3, count: 2 },
  ]);
  expect([...shards[1]!.images]).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  expect([...shards[1]!.labels]).toEqual([1, 1]);
  expect([...shards[1]!.sourceIndex]).toEqual([70_000, 70_001]);
});

test("only the shards that are needed are read, and the last one is cut", async () => {
  const read = reader((await tinyFiles()).files);
  const dataset = await openDataset(entry, read, never);
  const shards: Shard[] = [];
  for await (const shard of readShards(dataset, "train", 2, read, { signal: never })) shards.push(shard);
  expect(read.asked).toEqual(["tiny/index.json", "tiny/train-00.shard"]);
  expect(shards.map(({ count, images, labels }) => [count, images.length, labels.length])).toEqual([[2, 8, 2]]);
});

test("progress counts stored bytes, never backwards, up to the total", async () => {
  const { files, manifest } = await tinyFiles();
  const read = reader(files);
  const seen: number[][] = [];
  const onProgress = (done: number, total: number) => void seen.push([done, total]);
  const dataset = await openDataset(entry, read, never);
  for await (const _ of readShards(dataset, "train", 5, read, { signal: never, onProgress }));
  const total = manifest.splits.train.shards.reduce((sum, { storedByteLength }) => sum + storedByteLength, 0);
  expect(seen[0]).toEqual([0, total]);
  expect(seen.at(-1)).toEqual([total, total]);
  expect(seen.map(([done]) => done!)).toEqual(seen.map(([done]) => done!).sort((a, b) => a - b));
});

test("a shard that the server has already unpacked is taken as it is", async () => {
  const { files, contentOfFirst } = await tinyFiles();
  const packed = await readTrain(files);
  files.set("tiny/train-00.shard", contentOfFirst);
  expect(await readTrain(files)).toEqual(packed);
});

test("the hash of the manifest is that of its bytes", async () => {
  const { files } = await tinyFiles();
  const dataset = await openDataset(entry, reader(files), never);
  expect(dataset.sha256).toBe(
    hex(await crypto.subtle.digest("SHA-256", new Uint8Array(files.get("tiny/index.json")!))),
  );
});

test("an aborted read ends with the reason of the abort", async () => {
  const stop = new AbortController();
  const read = reader((await tinyFiles()).files);
  const dataset = await openDataset(entry, read, stop.signal);
  const shards = readShards(dataset, "train", 5, read, { signal: stop.signal });
  expect((await shards.next()).done).toBe(false);
  stop.abort(new Error("enough"));
  await expect(shards.next()).rejects.toThrow("enough");
});

test("an abort that comes with the last byte of a shard still ends the read", async () => {
  const stop = new AbortController();
  const inner = reader((await tinyFiles()).files);
  const read: ReadFile = async (path, options) => {
    const bytes = await inner(path, options);
    if (path.endsWith(".shard")) stop.abort(new Error("enough"));
    return bytes;
  };
  const dataset = await openDataset(entry, read, stop.signal);
  await expect(readShards(dataset, "train", 2, read, { signal: stop.signal }).next()).rejects.toThrow("enough");
});

test.each([0, 6, 1.5, Number.NaN])("%d images of a split of 5 are refused", async (count) => {
  await expect(readTrain((await tinyFiles()).files, count)).rejects.toThrow("from 1 to 5");
});

describe("a shard that is not what the manifest promises is named", () => {
  const path = "tiny/train-00.shard";
  test.each<[string, (stored: Uint8Array) => Uint8Array | undefined, string]>([
    ["cut short", (stored) => stored.subarray(0, -3), "bytes, found"],
    ["empty", () => new Uint8Array(0), "found 0 bytes"],
    ["missing", () => undefined, "wanted a file, found none"],
    ["no gzip data", (stored) => stored.map(() => 7), "do not unpack"],
    [
      "gzip data without an end",
      (stored) => stored.map((byte, i) => (i === stored.length - 1 ? byte + 1 : byte)),
      "do not unpack",
    ],
  ])("%s", async (_, spoil, message) => {
    const { files } = await tinyFiles();
    const spoilt = spoil(files.get(path)!);
    if (spoilt) files.set(path, spoilt);
    else files.delete(path);
    const failure = await readTrain(files).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DataError);
    expect(String(failure)).toContain(path);
    expect(String(failure)).toContain(message);
  });

  test("altered by one bit, in valid gzip", async () => {
    const { files, contentOfFirst, manifest } = await tinyFiles();
    contentOfFirst[0]! ^= 1;
    const stored = new Uint8Array(gzipSync(contentOfFirst));
    manifest.splits.train.shards[0]!.storedByteLength = stored.length;
    files.set(path, stored).set("tiny/index.json", text(manifest));
    await expect(readTrain(files)).rejects.toThrow(/train-00\.shard: wanted 27 bytes with SHA-256/);
  });

  test("a gzip bomb stops at the promised length", async () => {
    const { files, manifest } = await tinyFiles();
    const stored = new Uint8Array(gzipSync(new Uint8Array(10_000_000)));
    manifest.splits.train.shards[0]!.storedByteLength = stored.length;
    files.set(path, stored).set("tiny/index.json", text(manifest));
    await expect(readTrain(files)).rejects.toThrow("more than 27 bytes after unpacking");
  });

  test("a label outside the classes", async () => {
    await expect(readTrain((await tinyFiles(2)).files)).rejects.toThrow("labels from 0 to 1, found 2 at image 0");
  });
});

describe("the comparison of splits", () => {
  // Image i of every tiny shard holds 4i … 4i + 3, so images of the same place are equal.
  test("counts validation and test images that an earlier split holds too", async () => {
    const { files } = await tinyFiles();
    expect(await compareSplits(entry, 5, reader(files), never)).toEqual({ compared: 9, shared: 4 });
  });

  test("leaves out training images that are not used", async () => {
    const { files } = await tinyFiles();
    expect(await compareSplits(entry, 1, reader(files), never)).toEqual({ compared: 5, shared: 3 });
  });
});
