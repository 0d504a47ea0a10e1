import { describe, expect, test } from "vitest";
import { LenaError } from "../../core/errors.ts";
import { madeUpBundle, madeUpConfig } from "../../session/import/testing.ts";
import { zipFiles } from "../../train/export/zip.ts";
import { openFile } from "./open-file.ts";

const zip = new Uint8Array(zipFiles(madeUpBundle(), new Date()));
const file = (content: string | Uint8Array<ArrayBuffer>, name: string) => new File([content], name);

test("a bundle is taken by what it holds, whatever its name", async () => {
  for (const name of ["run.zip", "run"]) {
    expect(await openFile(file(zip, name))).toMatchObject({
      kind: "bundle",
      name: "run",
      bundle: { config: madeUpConfig },
    });
  }
});

test("a configuration is taken, and so is the config.json of a bundle", async () => {
  const own = await openFile(file('{"rule":"linear"}', "mine.json"));
  expect(own).toMatchObject({ kind: "config", config: { rule: "linear", workers: 4 } });
  const bytes = new Uint8Array(madeUpBundle().get("config.json")!);
  expect(await openFile(file(bytes, "config.json"))).toMatchObject({ kind: "config", config: madeUpConfig });
});

test("a grid is known as one, and left to who takes it", async () => {
  const text = '{"vary":{"n":[1]}}';
  expect(await openFile(file(text, "grid.json"))).toEqual({ kind: "grid", name: "grid.json", text });
});

/** As large as it says, without a byte of it there. */
function claiming(size: number, name: string): File {
  const empty = file("", name);
  const refuse = () => {
    throw new Error("it was read");
  };
  return Object.defineProperties(empty, { size: { value: size }, slice: { value: refuse }, text: { value: refuse } });
}

describe("refused, with what would be taken", () => {
  test.each([
    [
      "more than 100 MB, before a byte is read",
      () => claiming(100_000_001, "huge.zip"),
      "100.0 MB",
      "a file of at most 100.0 MB",
    ],
    ["a long text", () => file(" ".repeat(1_000_001), "long.json"), "1.0 MB", "a configuration (JSON)"],
    ["an archive cut short", () => file(zip.slice(0, 3000), "run.zip"), "cut short", "a whole zip archive"],
    [
      "a text that is called zip",
      () => file("hello", "run.zip"),
      "in spite of its name",
      "a run bundle (zip) or a configuration",
    ],
    ["no JSON", () => file("rule: linear", "mine.yaml"), '"rule: linear"', "a run bundle (zip) or a configuration"],
    ["an empty file", () => file("", "nothing"), "an empty file", "a run bundle (zip) or a configuration"],
    ["a configuration with a mistake", () => file('{"workers":99}', "mine.json"), "99", "workers: a whole number"],
    ["a list", () => file("[1]", "mine.json"), "", "a sound configuration"],
  ])("%s", async (_, make, found, wanted) => {
    const error = await openFile(make()).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(LenaError);
    expect(error).toMatchObject({ found: expect.stringContaining(found), wanted: expect.stringContaining(wanted) });
  });
});
