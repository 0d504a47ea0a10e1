/** @file The rows of ARCHITECTURE.md, held to: imports only ever point up. */
import { expect, test } from "vitest";

// The folders, in the order data flows. A file may import from its own folder
// and from a row above; never from a row below, and never from a neighbour.
const ROWS = [
  ["core"],
  ["gpu", "data"],
  ["kernels"],
  ["nn", "rates"],
  ["train"],
  ["parallel"],
  ["session"],
  ["sweep"],
  ["ui", "cli"],
];
const rowOf = new Map(ROWS.flatMap((folders, row) => folders.map((folder) => [folder, row] as const)));

function forbidden(file: string, source: string): string[] {
  const from = file.split("/")[1]!;
  return [...source.matchAll(/(?:from|import)\s*\(?\s*"(?:\.\.\/)+([a-z-]+)\//g)]
    .map((match) => match[1]!)
    .filter((to) => to !== from && rowOf.has(to) && rowOf.get(to)! >= rowOf.get(from)!)
    .map((to) => `${file} imports ${to}/, which is not above ${from}/`);
}

const files = import.meta.glob<string>("./*/**/*.ts", { query: "?raw", import: "default", eager: true });

test("imports only ever point up", () => {
  expect(Object.entries(files).flatMap(([file, source]) => forbidden(file, source))).toEqual([]);
});

test("every folder has its place in the rows", () => {
  const folders = new Set(Object.keys(files).map((file) => file.split("/")[1]!));
  expect(folders.size).toBeGreaterThan(0);
  expect([...folders].filter((folder) => !rowOf.has(folder))).toEqual([]);
});

test.each([
  ["from a row below", "./gpu/device.ts", 'import { html } from "../ui/app.ts";'],
  ["from a neighbour", "./nn/layers/dense.ts", 'import type { A } from "../../rates/registry.ts";'],
  ["a dynamic one", "./core/rng.ts", 'await import("../train/config.ts")'],
])("a wrong import is caught: %s", (_, file, source) => {
  expect(forbidden(file, source)).toHaveLength(1);
});

test("an import from a row above or the same folder is allowed", () => {
  expect(forbidden("./train/config.ts", 'import { a } from "../core/rng.ts"; import "../train/events.ts";')).toEqual(
    [],
  );
});
