import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { DataError } from "../core/errors.ts";
import { datasets } from "./catalogue.ts";
import { type Manifest, parseManifest } from "./manifest.ts";

const entry = datasets["fashion-mnist"];
const real = readFileSync("public/data/fashion-mnist/index.json", "utf8");
const parse = (text: string) => parseManifest("index.json", new TextEncoder().encode(text), entry);

function spoilt(change: (manifest: Manifest) => void): string {
  const manifest = JSON.parse(real) as Manifest;
  change(manifest);
  return JSON.stringify(manifest);
}

test("the manifest that ships is accepted", () => {
  expect(parse(real).splits.train.count).toBe(54_000);
});

test.each<[string, string, string]>([
  ["no JSON", "<!doctype html>", "JSON text"],
  ["cut short", real.slice(0, 500), "JSON text"],
  ["another version", spoilt((m) => Object.assign(m, { version: 2 })), "version"],
  ["another data set", spoilt((m) => Object.assign(m, { id: "mnist" })), "the data set fashion-mnist, found mnist"],
  ["another image size", spoilt((m) => Object.assign(m, { imageShape: [1, 32, 32] })), "1x28x28, found 1x32x32"],
  [
    "a path as a file name",
    spoilt((m) => Object.assign(m.splits.test.shards[0]!, { file: "../../x.shard" })),
    "splits.test.shards.0.file",
  ],
  ["a deviation of 0", spoilt((m) => Object.assign(m.normalisation, { deviation: [0] })), "normalisation.deviation.0"],
  ["a mean too many", spoilt((m) => Object.assign(m.normalisation, { mean: [0, 0] })), "channel count of 1, found 2"],
  [
    "a shard left out",
    spoilt((m) => void m.splits.train.shards.pop()),
    "train images in all shards: 54000, found 51000",
  ],
  [
    "a split of another size",
    spoilt((m) => Object.assign(m.splits.test, { count: 9000 })),
    "test images: 10000, found 9000",
  ],
  [
    "a byte length that does not fit",
    spoilt((m) => Object.assign(m.splits.test.shards[0]!, { byteLength: 5 })),
    "2367000, found 5",
  ],
])("%s is refused in words", (_, text, message) => {
  expect(() => parse(text)).toThrow(DataError);
  expect(() => parse(text)).toThrow(message);
});
