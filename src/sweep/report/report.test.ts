import { expect, test } from "vitest";
import { figureTable } from "./figure-table.ts";
import { figuresOf } from "./figures.ts";
import { reportFiles } from "./report.ts";
import { tablesOf } from "./tables.ts";
import { axis, likeThePaper, madeUp, nAxis, rules, type Shape } from "./testing.ts";

const table1: Shape = { preset: "table1", axes: [rules, nAxis(8, 16, 32, 64, 128)] };
const made = madeUp(table1, {
  accuracy: (settings, seed) =>
    settings.rule === "linear" && settings.n === 128 ? "diverged" : likeThePaper(settings, seed),
});

test("a table sets the paper's number beside ours, and says never and diverged", () => {
  const [accuracy, updates] = tablesOf(made);
  expect(accuracy!.rows.map(({ head }) => head)).toEqual(["LSW", "AdaScale", "LENA"]);
  expect(accuracy!.rows[2]!.cells[4]).toMatchObject({ paper: "0.9058", isBest: true });
  expect(accuracy!.rows[0]!.cells[4]).toMatchObject({ ours: "0.1000", note: "diverged 3 of 3", isBest: false });
  expect(updates!.rows[0]!.cells[4]).toMatchObject({ ours: "never", paper: "never" });
  expect(updates!.rows[2]!.cells[3]!.paper).toBe("588");
});

test.each([
  ["table2", axis("warm-up", { none: { warmup: "none" } }), "0.8378"],
  ["table3", axis("alpha", { "9%": { alpha: 0.09 } }), "0.8892"],
] as const)("the paper's numbers of %s are found by what a cell sets", (preset, varied, paper) => {
  const [table] = tablesOf(madeUp({ preset, axes: [varied, nAxis(128)] }, { accuracy: likeThePaper }));
  expect(table!.rows[0]!.cells[0]!.paper).toBe(paper);
});

test("cells that are missing, failed or alone say so", () => {
  const one = { axes: [rules, nAxis(8, 16)], seeds: [1] };
  const [table] = tablesOf(
    madeUp(one, { accuracy: ({ n, rule }) => (n === 8 ? 0.8 : rule === "lena" ? null : "failed") }),
  );
  expect(table!.rows[0]!.cells[0]).toMatchObject({ ours: "0.8000", half: "" });
  expect(table!.rows[0]!.cells[1]).toMatchObject({ ours: "–", note: "failed 1 of 1" });
  expect(table!.rows[2]!.cells[1]).toMatchObject({ ours: "–", half: "not run yet", note: "" });
});

test("each preset has its figures, and a sweep without results none", () => {
  const ids = (shape: Shape) => figuresOf(madeUp(shape, { accuracy: likeThePaper })).map(({ id }) => id);
  expect(ids(table1)).toEqual(["updates-to-target", "accuracy-by-n", "figure6", "figure3", "figure7"]);
  const shares = axis("share", { "0%": { layerwiseShare: 0 }, "100%": { layerwiseShare: 1 } });
  expect(ids({ preset: "figure4", axes: [shares, nAxis(8, 16)] })).toContain("figure4");
  const momentum = axis("momentum", { low: { momentum: 0.5 }, high: { momentum: 0.9 } });
  expect(ids({ axes: [momentum], hasBaseline: false })).toEqual(["accuracy", "figure3", "figure7"]);

  expect(figuresOf(madeUp(table1, { accuracy: () => null }))).toEqual([]);
});

test("the table of a figure has each line and bar by name, with the numbers that are drawn", () => {
  for (const figure of figuresOf(made)) {
    const { header, rows } = figureTable(figure);
    expect(new Set(rows.map(([panel]) => panel)), figure.id).toEqual(new Set(figure.panels.map(({ title }) => title)));
    expect(rows.every((row) => row.length === header.length && row.slice(0, 3).every((cell) => cell !== ""))).toBe(
      true,
    );
  }
  const [updates] = figuresOf(made);
  const { header, rows } = figureTable(updates!);
  expect(header).toEqual(["panel", "line", "n", "updates", "low", "high"]);
  for (const [, rule, n, mean] of rows) {
    const cell = made.cells.find((one) => one.n === n && one.coordinates.rule === rule)!;
    expect(mean).toBe(cell.toTarget.updates?.mean ?? "");
  }
});

test("a report has its page, its numbers and its figures, with no number undefined", () => {
  const files = reportFiles(made);
  expect([...files.keys()]).toEqual([
    "report.html",
    ...["cells", "runs", "epochs", "gains", "warmups"].map((name) => `csv/${name}.csv`),
    ...["updates-to-target", "accuracy-by-n", "figure6", "figure3", "figure7"].map((name) => `figures/${name}.svg`),
  ]);
  for (const [path, text] of files)
    expect(`${path}: ${/NaN|undefined|Infinity|\[object/.exec(text)?.[0]}`).toBe(`${path}: undefined`);
});

test("a report opens with what was run, how, on what and with which data", () => {
  const page = reportFiles(made).get("report.html")!;
  const first = page.slice(page.indexOf("<header>"), page.indexOf("</header>"));
  for (const words of [
    "npm run -s lena -- sweep --preset table1",
    "SwiftShader",
    "1, 2, 3",
    "none is in two of them",
    "used once per run",
  ])
    expect(first).toContain(words);
  expect(page).not.toMatch(/<script|src=|https?:\/\/(?!www\.w3\.org)/);
});

test("what comes from outside stays text, on the page, in figures and in CSV", () => {
  const hostile = '<script>alert("1")</script>&\u0000';
  const shape: Shape = {
    title: hostile,
    axes: [axis(hostile, { [hostile]: { momentum: 0.5 }, "=1+1": { momentum: 0.9 } }), nAxis(8, 16)],
  };
  const files = reportFiles(madeUp(shape, { accuracy: likeThePaper }));
  for (const [path, text] of files) {
    if (!path.endsWith(".csv"))
      expect([path, text.includes("<script"), text.includes("\0")]).toEqual([path, false, false]);
  }
  expect(files.get("csv/cells.csv")).toContain("\n'=1+1,8,");
});

test("CSV has a row for each cell, the baseline among them, and for each run", () => {
  const files = reportFiles(made);
  const lines = (name: string) => files.get(`csv/${name}.csv`)!.trimEnd().split("\n");
  expect(lines("cells")).toHaveLength(1 + 1 + 15);
  expect(lines("runs")).toHaveLength(1 + 48);
  expect(lines("runs").filter((line) => line.includes(",diverged,"))).toHaveLength(3);
});
