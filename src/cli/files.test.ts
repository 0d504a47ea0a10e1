import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { DataError } from "../core/errors.ts";
import { readFrom } from "./files.ts";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "lena-files-"));
  await writeFile(join(root, "index.json"), "abc");
});
afterAll(() => rm(root, { recursive: true }));

const signal = new AbortController().signal;

test("a file comes with its bytes counted", async () => {
  const heard: number[] = [];
  const bytes = await readFrom(root)("index.json", { signal, onBytes: (count) => heard.push(count) });
  expect(new TextDecoder().decode(bytes)).toBe("abc");
  expect(heard).toEqual([3]);
});

test("a missing file is a DataError that names it", async () => {
  const read = readFrom(root)("train-00.shard", { signal });
  await expect(read).rejects.toThrow(DataError);
  await expect(read).rejects.toThrow(/train-00\.shard.*Try: .*--data/);
});

test("a read that was stopped ends with the reason for stopping", async () => {
  const reason = new Error("enough");
  await expect(readFrom(root)("index.json", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
});
