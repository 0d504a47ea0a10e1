/** @file Do documents and `@file` headers name files that exist? Links, paths in backticks, names in headers. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";

const folders = [".", "bench", "docs", "docs/decisions", "docs/results", "shaders"];
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

test("what docs/results/README.md quotes is said in the reports, word for word", () => {
  const reports = readdirSync("docs/results", { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const said = reports.map(({ name }) => plain(readFileSync(`docs/results/${name}/report.html`, "utf8"))).join("\n");
  const quoted = matches(readFileSync("docs/results/README.md", "utf8"), /^> (.+)$/gm);
  expect(quoted.length).toBeGreaterThan(10);
  expect(quoted.filter((sentence) => !said.includes(sentence))).toEqual([]);
});

const plain = (html: string) =>
  html
    .replace(/<[^>]*>/g, " ")
    .replace(/&#39;|&apos;/g, "'")
    .replace(/\s+/g, " ");

test("docs/lena.md names shaders that exist", () => {
  const table = readFileSync("docs/lena.md", "utf8")
    .split("\n")
    .filter((line) => /^\| \d /.test(line));
  const shaders = table.flatMap((line) => matches(line.split("|")[4]!, /`([a-z-]+)`/g));
  expect(shaders.length).toBeGreaterThan(5);
  expect(shaders.filter((name) => !existsSync(`shaders/${name}.wgsl`))).toEqual([]);
});

/** Names are from the file's own folder, from src/ or from the root. */
function missingInHeader(file: string, source: string): string[] {
  const [header = ""] = /^\/\*\*.*?\*\//s.exec(source) ?? [];
  const names = matches(header, /(?<![\w/.-])((?:[\w.-]+\/)*[\w.-]+(?:\.(?:ts|mjs|wgsl|md)\b|\/(?!\w)))/g);
  return names.filter((name) => ![dirname(file), "src", "."].some((folder) => existsSync(join(folder, name))));
}

test("headers under src/ name files that exist", () => {
  const files = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join("src", name));
  const wrong = files.flatMap((file) =>
    missingInHeader(file, readFileSync(file, "utf8")).map((name) => `${file}: ${name}`),
  );
  expect(wrong).toEqual([]);
  expect(missingInHeader("src/nn/x.ts", "/** @file Not here: sizes (nn/model.ts, nn/plan.ts). */")).toEqual([
    "nn/plan.ts",
  ]);
});
