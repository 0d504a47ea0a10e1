import { unzipSync } from "fflate";
import { expect, test } from "vitest";
import { zipFiles } from "./zip.ts";

test("files come out of the archive as they went in", () => {
  const files = new Map([
    ["updates.csv", new TextEncoder().encode("update,loss\n".repeat(100))],
    ["final.safetensors", Uint8Array.of(1, 2, 3)],
  ]);
  const archive = zipFiles(files, new Date(2026, 0, 1));
  expect(new Map(Object.entries(unzipSync(archive)))).toEqual(files);
  expect(archive.length).toBeLessThan(1000);
});
