import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { cacheFolder, textFile } from "./text-file.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lena-text-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what is written is read again, from a folder that is made for it; nothing else stays there", async () => {
  const file = textFile(join(folder, "new", "tiles.json"));
  await file.write("one");
  await file.write("two");
  expect(await file.read()).toBe("two");
  expect(await readdir(join(folder, "new"))).toEqual(["tiles.json"]);
});

test("no file, or no place for one: it rejects", async () => {
  await writeFile(join(folder, "file"), "");
  await expect(textFile(join(folder, "none.json")).read()).rejects.toThrow("ENOENT");
  await expect(textFile(join(folder, "file", "tiles.json")).write("one")).rejects.toThrow();
});

test.each([
  ["linux", { XDG_CACHE_HOME: "/fast" }, "/fast/lena-lab"],
  ["linux", {}, "/home/me/.cache/lena-lab"],
  ["darwin", {}, "/home/me/Library/Caches/lena-lab"],
  ["win32", { LOCALAPPDATA: "/local" }, "/local/lena-lab/Cache"],
  ["win32", {}, "/home/me/AppData/Local/lena-lab/Cache"],
] as const)("%s %j: %s", (platform, env, wanted) => {
  expect(cacheFolder(platform, env, "/home/me")).toBe(join(wanted));
});
