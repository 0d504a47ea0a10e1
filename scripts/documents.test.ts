/** @file Do the documents name files that exist? Links, and paths in backticks. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const folders = [".", "docs", "docs/decisions", "shaders"];
const documents = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name)),
);
const matches = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((match) => match[1]!);

function missing(document: string): string[] {
  const text = readFileSync(document, "utf8");
  const links = matches(text, /\]\((?!https?:)([^)#]+)/g).map((link) => join(dirname(document), link));
  const paths = matches(text, /`((?:src|shaders|scripts|e2e|docs|public)\/[\w./-]+)`/g);
  return [...links, ...paths].filter((path) => !existsSync(path));
}

test.each(documents)("%s names files that exist", (document) => {
  expect(missing(document)).toEqual([]);
});

test("docs/lena.md names shaders that exist", () => {
  const table = readFileSync("docs/lena.md", "utf8")
    .split("\n")
    .filter((line) => /^\| \d /.test(line));
  const shaders = table.flatMap((line) => matches(line.split("|")[4]!, /`([a-z-]+)`/g));
  expect(shaders.length).toBeGreaterThan(5);
  expect(shaders.filter((name) => !existsSync(`shaders/${name}.wgsl`))).toEqual([]);
});
