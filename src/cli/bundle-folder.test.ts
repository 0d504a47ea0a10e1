import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ConfigError } from "../core/errors.ts";
import { prepareFolder, writeBundle } from "./bundle-folder.ts";

let base = "";
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), "lena-bundle-"));
});
afterEach(() => rm(base, { recursive: true }));

const file = (text: string) => new TextEncoder().encode(text);

test("a new folder and an empty one are taken", async () => {
  await prepareFolder(join(base, "a/b"), false);
  await prepareFolder(join(base, "a/b"), false);
  expect(await readdir(base)).toEqual(["a"]);
});

test("a folder with files is refused without force", async () => {
  await writeFile(join(base, "notes.txt"), "mine");
  await expect(prepareFolder(base, false)).rejects.toThrow(/wanted an empty folder.*--force/);
  await prepareFolder(base, true);
});

test("a file in the place of the folder is a ConfigError", async () => {
  await writeFile(join(base, "out"), "");
  await expect(prepareFolder(join(base, "out"), true)).rejects.toThrow(ConfigError);
});

test("a bundle replaces an older one and leaves other files alone", async () => {
  await writeFile(join(base, "notes.txt"), "mine");
  await writeBundle(
    base,
    new Map([
      ["config.json", file("old")],
      ["order.csv", file("old")],
    ]),
  );
  await writeBundle(
    base,
    new Map([
      ["config.json", file("new")],
      ["summary.json", file("new")],
    ]),
  );
  expect((await readdir(base)).sort()).toEqual(["config.json", "notes.txt", "summary.json"]);
  expect(await readFile(join(base, "config.json"), "utf8")).toBe("new");
});
