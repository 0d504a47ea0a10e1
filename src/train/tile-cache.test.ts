import { describe, expect, test } from "vitest";
import { readTiles, type TextStore, writeTiles } from "./tile-cache.ts";

const adapter = { vendor: "v", architecture: "a", device: "d", description: "", software: false };
const target = { adapter, productVersion: "1.0.0" };
const tile = { BM: 64, BN: 64, BK: 8, TM: 8, TN: 8 };
const other = { ...tile, BN: 128 };

function memory(text?: string): TextStore & { text: string | undefined } {
  return {
    text,
    async read() {
      return this.text;
    },
    async write(written) {
      this.text = written;
    },
  };
}

test("what was written is read again, and added to", async () => {
  const store = memory();
  await writeTiles(store, target, { one: tile });
  await writeTiles(store, target, { two: other });
  expect(await readTiles(store, target)).toEqual({ one: tile, two: other });
});

test("another adapter has its own choices", async () => {
  const store = memory();
  const second = { ...target, adapter: { ...adapter, device: "e" } };
  await writeTiles(store, target, { one: tile });
  expect(await readTiles(store, second)).toEqual({});
  await writeTiles(store, second, { one: other });
  expect(await readTiles(store, target)).toEqual({ one: tile });
});

test("another version of the product begins anew", async () => {
  const store = memory();
  const newer = { ...target, productVersion: "1.1.0" };
  await writeTiles(store, target, { one: tile });
  expect(await readTiles(store, newer)).toEqual({});
  await writeTiles(store, newer, { two: other });
  expect(await readTiles(store, target)).toEqual({});
  expect(await readTiles(store, newer)).toEqual({ two: other });
});

describe("is as good as nothing", () => {
  test.each([
    ["nothing at all", undefined],
    ["an empty text", ""],
    ["half a text", '{"productVersion":"1.0.0","adap'],
    ["someone else's JSON", "[1,2]"],
    ["a tile without a side", JSON.stringify({ productVersion: "1.0.0", adapters: { x: { one: { BM: 8 } } } })],
    ["a tile of no size", JSON.stringify({ productVersion: "1.0.0", adapters: { x: { one: { ...tile, BK: 0 } } } })],
  ])("%s", async (_, text) => {
    const store = memory(text);
    expect(await readTiles(store, target)).toEqual({});
    await writeTiles(store, target, { one: tile });
    expect(await readTiles(store, target)).toEqual({ one: tile });
  });

  test("a storage that refuses", async () => {
    const refuse = () => Promise.reject(new DOMException("denied", "SecurityError"));
    const store = { read: refuse, write: refuse };
    expect(await readTiles(store, target)).toEqual({});
    await expect(writeTiles(store, target, { one: tile })).resolves.toBeUndefined();
  });
});
