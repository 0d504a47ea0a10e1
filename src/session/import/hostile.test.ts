/** @file Bundles that are cut short, altered or made to do harm: each is refused with one error that says where. */
import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { LenaError } from "../../core/errors.ts";
import { productVersion } from "../../core/version.ts";
import { type NamedTensor, readSafetensors, writeSafetensors } from "../../train/export/safetensors.ts";
import { zipFiles } from "../../train/export/zip.ts";
import { readBundle } from "./read-bundle.ts";
import { madeUpBundle, madeUpConfig, madeUpRun } from "./testing.ts";
import { archiveLimits, unzipFiles } from "./unzip.ts";

const files: ReadonlyMap<string, Uint8Array> = madeUpBundle();
const textOf = (name: string) => new TextDecoder().decode(files.get(name));
const withText = (name: string, text: string) => new Map([...files, [name, strToU8(text)]]);
const changed = (name: string, from: string | RegExp, to: string) => {
  const text = textOf(name).replace(from, to);
  expect(text, "the change itself").not.toBe(textOf(name));
  return withText(name, text);
};
const without = (...names: string[]) => new Map([...files].filter(([name]) => !names.includes(name)));
const withConfig = (change: object) =>
  withText("config.json", JSON.stringify({ ...JSON.parse(textOf("config.json")), ...change }));

function refusal(read: () => unknown): LenaError {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(LenaError);
    if (error instanceof LenaError) {
      for (const part of [error.where, error.wanted, error.found, error.tryThis]) expect(part).not.toBe("");
      expect(error.message.length).toBeLessThan(700);
      return error;
    }
  }
  throw new Error("it was taken");
}

describe("archives", () => {
  const archive = zipFiles(files, new Date());
  const small = { ...archiveLimits, inflatedBytes: 50_000 };

  test("cut short anywhere", () => {
    for (let length = 0; length < archive.length; length += 997) {
      const { where, found } = refusal(() => readBundle(archive.subarray(0, length), "run.zip"));
      expect(where).toMatch(/^run.zip/);
      expect(found).toMatch(length < 4 ? /no zip archive/ : /cut short/);
    }
  });

  test("any byte altered: refused, or read with the same numbers", () => {
    const { store } = readBundle(archive, "run.zip");
    for (let at = 0; at < archive.length; at += 1511) {
      const altered = archive.slice();
      altered[at]! ^= 0x20;
      try {
        expect(readBundle(altered, "run.zip").store.column("loss")).toEqual(store.column("loss"));
      } catch (error) {
        expect(error).toBeInstanceOf(LenaError);
      }
    }
  });

  test("a bomb is refused by what it claims, before it is inflated", () => {
    const bomb = zipSync({ "config.json": new Uint8Array(60_000) });
    expect(refusal(() => unzipFiles(bomb, "run.zip", () => true, small)).found).toBe("60000 bytes");
    expect(unzipFiles(bomb, "run.zip", () => true).get("config.json")).toHaveLength(60_000);
    expect(unzipFiles(bomb, "run.zip", () => false, small).size).toBe(0);
  });

  test.each([
    ["less than it holds", 100, /more/],
    ["more than it can hold", 4_000_000_000, /from \d+/],
  ])("a bomb that claims %s is refused while it is inflated", (_, claim, found) => {
    const bomb = zipSync({ "config.json": new Uint8Array(1_000_000) });
    const view = new DataView(bomb.buffer);
    const entry = bomb.findLastIndex((_, at) => at + 4 <= bomb.length && view.getUint32(at, true) === 0x02014b50);
    view.setUint32(entry + 24, claim, true);
    const limits = { ...archiveLimits, inflatedBytes: 5_000_000_000 };
    expect(refusal(() => unzipFiles(bomb, "run.zip", () => true, limits)).found).toMatch(found);
  });

  test("too large, too many files, two bundles, no bundle", () => {
    expect(refusal(() => unzipFiles(archive, "run.zip", () => true, { ...small, archiveBytes: 99 })).wanted).toContain(
      "at most 99 bytes",
    );
    expect(refusal(() => unzipFiles(archive, "run.zip", () => true, { ...small, files: 2 })).wanted).toBe(
      "at most 2 files",
    );
    const two = zipSync({ "a/config.json": strToU8("{}"), "b/config.json": strToU8("{}") });
    expect(refusal(() => readBundle(two, "run.zip")).found).toContain("a/config.json, b/config.json");
    expect(refusal(() => readBundle(zipSync({ "photo.png": strToU8("x") }), "x.zip")).found).toBe(
      "none of a bundle's files",
    );
    expect(refusal(() => readBundle(strToU8("this is a text, not an archive"), "x.zip")).found).toBe("no zip archive");
  });
});

describe("config.json", () => {
  test("of another version: which, and which are understood", () => {
    const { wanted, found } = refusal(() => readBundle(withConfig({ productVersion: "99.9.3" }), "run.zip"));
    expect(wanted).toMatch(/version [\d.]+\.x, which/);
    expect(found).toBe("version 99.9.3");
    const later = productVersion.replace(/\d+$/, "77");
    expect(readBundle(withConfig({ productVersion: later }), "run.zip").productVersion).toBe(later);
  });

  test.each([
    ["no JSON", () => withText("config.json", "{ nonsense"), "JSON"],
    ["no bundle's", () => withText("config.json", JSON.stringify(madeUpConfig)), "productVersion"],
    ["with a field that is unknown", () => withConfig({ colour: 1 }), "a configuration that this version can run"],
    ["with a value out of range", () => withConfig({ workers: 1e9 }), "a configuration that this version can run"],
    ["with adapters that are none", () => withConfig({ adapters: "many" }), "Array"],
  ])("%s", (_, make, wanted) => {
    expect(refusal(() => readBundle(make(), "run.zip")).wanted).toContain(wanted);
  });
});

describe("tables", () => {
  test.each(["config.json", "updates.csv", "layers.csv", "epochs.csv"])("%s is missing", (name) => {
    expect(refusal(() => readBundle(without(name), "run.zip")).wanted).toBe(`a run bundle with ${name}`);
  });

  test.each([
    [
      "columns missing",
      () => changed("updates.csv", "loss,accuracy", "cost,precision"),
      "run: updates.csv",
      "the columns loss, accuracy",
    ],
    [
      "text in place of a number",
      () => changed("layers.csv", /^0,conv1.weight,[^,]*/m, "0,conv1.weight,nan"),
      "run: layers.csv line 2",
      "a number as mean_square",
    ],
    [
      "an empty cell",
      () => changed("updates.csv", /^3,0,[^,]*/m, "3,0,"),
      "run: updates.csv line 5",
      "a number as loss",
    ],
    [
      "NaN before the last update",
      () => changed("updates.csv", /^3,0,[^,]*/m, "3,0,NaN"),
      "run: updates.csv line 5",
      "a finite loss before the last update",
    ],
    [
      "an infinite norm before the last update",
      () => changed("layers.csv", /^0,conv1.weight,[^,]*/m, "0,conv1.weight,Infinity"),
      "run: layers.csv line 2",
      "a finite mean_square",
    ],
    [
      "a layer of another model",
      () => changed("layers.csv", "0,conv1.bias", "0,conv9.bias"),
      "run: layers.csv line 3",
      "layer conv1.bias",
    ],
    ["another model in the configuration", () => withConfig({ model: "resnet8" }), "run: layers.csv line 3", "layer "],
    [
      "a row cut off",
      () => changed("layers.csv", /\n.*\n$/, "\n"),
      "run: layers.csv",
      "144 rows: 24 updates of 6 layers",
    ],
    ["a row cut in two", () => changed("updates.csv", /,[^,]*\n$/, ""), "run: updates.csv line 25", "cells"],
    ["an update twice", () => changed("updates.csv", /^4,0/m, "3,0"), "run: updates.csv line 6", "update 4"],
    ["more updates than configured", () => withConfig({ epochs: 1 }), "run: updates.csv", "at most the 12 updates"],
    ["an epoch out of place", () => changed("epochs.csv", /^0,12/m, "0,11"), "run: epochs.csv line 2", "update 12"],
    [
      "an accuracy above 1",
      () => changed("epochs.csv", "0.7\n", "7\n"),
      "run: epochs.csv line 2",
      "a validation accuracy from 0 to 1",
    ],
    [
      "more epochs than updates allow",
      () => changed("epochs.csv", /$/, "2,36,1,0.5\n"),
      "run: epochs.csv",
      "at most 2 epochs",
    ],
    [
      "another number of workers in costs.csv",
      () => changed("costs.csv", "0,worker 1", "0,worker 7"),
      "run: costs.csv line 3",
      "worker 1",
    ],
    [
      "an unknown phase in kernels.csv",
      () => changed("kernels.csv", /^gather/m, "sleep"),
      "run: kernels.csv line 2",
      "one of gather",
    ],
    [
      "a summary of another run",
      () => changed("summary.json", '"updates": 24', '"updates": 23'),
      "run: summary.json",
      "the 24 updates",
    ],
    [
      "a summary that is none",
      () => withText("summary.json", '{"updates":"<b>"}'),
      "run: summary.json, updates",
      "number",
    ],
  ])("%s", (_, make, where, wanted) => {
    const error = refusal(() => readBundle(make(), "run"));
    expect(error.where).toBe(where);
    expect(error.wanted).toContain(wanted);
  });

  test.each([
    [
      "an agreement of a worker too many",
      () => changed("agreement.csv", /^0,1,conv1.weight/m, "0,7,conv1.weight"),
      "run: agreement.csv line 8",
      "worker 1",
    ],
    [
      "an agreement cut off",
      () => changed("agreement.csv", /\n.*\n$/, "\n"),
      "run: agreement.csv",
      "a row for each of 2 workers and 6 layers",
    ],
    [
      "an agreement of an update that was not made",
      () => changed("agreement.csv", /^23,/gm, "24,"),
      "run: agreement.csv line 278",
      "one of the 24 updates",
    ],
    [
      "a class that does not exist",
      () => changed("confusion.csv", /^0,0,0,/m, "0,0,10,"),
      "run: confusion.csv line 2",
      "classes below 10",
    ],
    [
      "predictions of an epoch that was not made",
      () => changed("confusion.csv", /^0,0,0,/m, "9,0,0,"),
      "run: confusion.csv line 2",
      "an epoch below 2",
    ],
  ])("%s", (_, make, where, wanted) => {
    const error = refusal(() => readBundle(make(), "run"));
    expect(error.where).toBe(where);
    expect(error.wanted).toContain(wanted);
  });

  test.each([
    ["a tensor missing", (all: NamedTensor[]) => all.filter(({ name }) => name !== "filters"), "tensor filters"],
    [
      "pixels of another size",
      (all: NamedTensor[]) =>
        all.map((t) => (t.name === "strip_pixels" ? { ...t, shape: [3], values: new Uint8Array(3) } : t)),
      "12544 values",
    ],
    [
      "labels of another type",
      (all: NamedTensor[]) =>
        all.map((t) => (t.name === "strip_labels" ? { ...t, shape: [1], values: new Float32Array(1) } : t)),
      "bytes",
    ],
    [
      "a class that does not exist",
      (all: NamedTensor[]) =>
        all.map((t) => (t.name === "worst_label" ? { ...t, values: new Int32Array(24).fill(99) } : t)),
      "numbers from 0 to 9",
    ],
  ])("inspection.safetensors with %s", (_, change, wanted) => {
    const tensors = change(readSafetensors(files.get("inspection.safetensors")!, "x"));
    const altered = new Map([...files, ["inspection.safetensors", writeSafetensors(tensors)]]);
    const error = refusal(() => readBundle(altered, "run"));
    expect(error.where).toContain("run: inspection.safetensors");
    expect(error.wanted).toContain(wanted);
  });

  test("bytes that are no text", () => {
    const broken = new Map([...files, ["updates.csv", Uint8Array.of(0xff, 0xfe, 0x00)]]);
    expect(refusal(() => readBundle(broken, "run")).wanted).toBe("text in UTF-8");
  });

  test("a diverged run with more after it", () => {
    const store = madeUpRun(madeUpConfig, 4, (t) => (t === 2 ? Number.NaN : 2));
    expect(refusal(() => readBundle(madeUpBundle(madeUpConfig, store), "run")).where).toBe("run: updates.csv line 4");
  });
});
