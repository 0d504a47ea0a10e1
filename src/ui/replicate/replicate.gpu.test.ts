/** @file The Replicate view on made-up runs: a sweep from its grid to its claims, left, stopped, gone on with, refused. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DivergedError } from "../../core/errors.ts";
import { button, findAll, mountApp, pageText } from "../testing/mount.ts";
import { catchSavedFiles, rowsOfCsv, saveAs, svgOf } from "../testing/saved-files.ts";
import { Shelf } from "./shelf.ts";

const grid = {
  title: "Two rules",
  base: { model: "small-cnn", workers: 1, microBatch: 16, trainSize: 64, epochs: 2 },
  vary: { rule: ["linear", "lena"], n: [2] },
  baseline: true,
};

async function forget(): Promise<void> {
  const shelf = await Shelf.open(navigator.storage);
  for (const { sweep } of await shelf.list()) await shelf.remove(sweep);
}

beforeEach(forget);
afterEach(() => {
  document.body.replaceChildren();
  vi.restoreAllMocks();
  location.hash = "";
});

const seen = (text: string | RegExp) => vi.waitFor(() => expect(pageText()).toMatch(text), { timeout: 20_000 });
/** In the part of that name, which no selector reaches into. */
const inside = (part: string, selector: string) => [
  ...findAll(document, part)[0]!.shadowRoot!.querySelectorAll<HTMLElement>(selector),
];
const command = (place: number) => inside("lena-sweep-bar", "button")[place]!;
const cells = () => findAll(document, "button.cell").map(({ textContent }) => textContent?.replace(/\s+/g, " ").trim());

async function open(): Promise<void> {
  location.hash = "#replicate";
  await vi.waitFor(() => expect(findAll(document, "lena-sweep-board")).toHaveLength(1), { timeout: 20_000 });
}

function give(text: string): void {
  const input = findAll(document, "input[type=file]")[0];
  if (!(input instanceof HTMLInputElement)) throw new Error("no place for a file");
  const transfer = new DataTransfer();
  transfer.items.add(new File([text], "grid.json"));
  input.files = transfer.files;
  input.dispatchEvent(new Event("change"));
}

async function openGrid(change: object = {}): Promise<void> {
  await open();
  give(JSON.stringify({ ...grid, ...change }));
  await seen("Ready: 3 runs");
}

test("every preset is offered with its question, what the paper found, and how many runs it is", async () => {
  const { app } = await mountApp();
  app.gpu = { family: "registers", bindingLimit: 2 ** 27 }; // a processor, of which there are measurements
  await open();
  const cards = findAll(document, "label.card").map(({ textContent }) => textContent?.replace(/\s+/g, " ").trim());
  expect(cards).toHaveLength(5);
  for (const card of cards.slice(0, 4)) expect(card).toMatch(/^(Table \d|Figure 4) \d+ runs, about .*\? Paper: /);
  expect(cells()[0]).toBe("Single worker, n 1: 1 waiting");
});

test("a grid goes to its end: cells, target, tables, figures and a claim", async () => {
  const { sessions } = await mountApp({ updateMs: 0 });
  await openGrid();
  button("Start").click();
  await seen("Finished");
  expect(sessions.map(({ config }) => `${config.rule} ${config.local}`)).toEqual(["none 1", "linear 2", "lena 2"]);
  expect(sessions.every(({ disposed }) => disposed)).toBe(true);
  expect(cells()).toEqual([
    "Single worker, n 1: 77.5% 1 done",
    "linear, n 2: 77.5% 4 updates 1 done",
    "lena, n 2: 77.5% 4 updates 1 done",
  ]);
  expect(pageText()).toContain("Target76.5%");
  expect(inside("lena-sweep-report", "table").length).toBeGreaterThan(0);
  expect(inside("lena-sweep-report", "figure").length).toBeGreaterThan(0);
  expect(inside("lena-sweep-report", ".claim").length).toBeGreaterThan(0);
  expect(button("Done").disabled).toBe(true);
});

test("every figure is taken home as PNG, SVG and CSV, and has its numbers in a table", async () => {
  const saved = catchSavedFiles();
  await mountApp({ updateMs: 0 });
  await openGrid();
  button("Start").click();
  await seen("Finished");
  const figures = inside("lena-sweep-report", ".figures > div");
  const titles = figures.map((figure) => figure.querySelector("figcaption strong")!.textContent);
  expect(titles).toContain("Validation accuracy against epochs");
  for (const [i, figure] of figures.entries()) {
    const menu = figure.querySelector("lena-export-menu")!;
    const svg = await svgOf(await saveAs(menu, "SVG", saved));
    expect(svg.title).toBe(titles[i]);
    const png = await createImageBitmap((await saveAs(menu, "PNG", saved)).blob);
    expect([png.width, png.height]).toEqual(svg.size.map((side) => 2 * Math.floor(side)));
    const [header, ...rows] = await rowsOfCsv(await saveAs(menu, "CSV", saved));
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row).toHaveLength(header!.length);

    const table = figure.querySelector("lena-data-table")!;
    table.renderRoot.querySelector("summary")!.click();
    await vi.waitFor(() => expect(table.renderRoot.querySelectorAll("tbody tr")).toHaveLength(rows.length));
  }
  expect(new Set(saved.map(({ name }) => name)).size).toBe(3 * figures.length);
});

test("stopped and left, it goes on where it was: nothing lost, nothing made twice", async () => {
  const first = await mountApp({ updateMs: 200 }); // so slow that the stop comes within the second run
  await openGrid();
  button("Start").click();
  await vi.waitFor(() => expect(first.sessions[1]?.store?.updateCount).toBeGreaterThan(0), { timeout: 20_000 });
  command(1).click(); // Stop, of the two on the page
  await seen("Not finished; what is done is kept");
  expect(first.sessions).toHaveLength(2);

  document.body.replaceChildren();
  const second = await mountApp({ updateMs: 0 });
  await seen("Not finished; what is done is kept");
  expect(cells()[0]).toContain("1 done");
  button("Continue").click();
  await seen("Finished");
  expect(second.sessions.map(({ config }) => config.rule)).toEqual(["linear", "lena"]);
});

test("a sweep runs on while another view is shown, where no run can begin", async () => {
  const { sessions } = await mountApp({ updateMs: 15 });
  await openGrid();
  button("Start").click();
  await vi.waitFor(() => expect(sessions.length).toBeGreaterThan(0), { timeout: 20_000 });
  location.hash = "#train";
  await seen("A sweep uses the GPU: one at a time. See the sweep");
  expect(button("Train").disabled).toBe(true);
  await vi.waitFor(() => expect(sessions).toHaveLength(3), { timeout: 20_000 });
  location.hash = "#replicate";
  await seen("Finished");
  location.hash = "#train";
  await vi.waitFor(() => expect(button("Train").disabled).toBe(false));
});

test("while a run trains no sweep can begin, and the run keeps going", async () => {
  const { sessions } = await mountApp({ updateMs: 10 });
  button("Train").click();
  await vi.waitFor(() => expect(sessions[0]?.store?.updateCount).toBeGreaterThan(0));
  await open();
  await seen("A run of the Train view uses the GPU: one at a time. See the run");
  expect(button("Start").disabled).toBe(true);
  const before = sessions[0]!.store!.updateCount;
  await vi.waitFor(() => expect(sessions[0]!.store!.updateCount).toBeGreaterThan(before));
  button("Stop").click();
  await vi.waitFor(() => expect(command(0).matches(":disabled")).toBe(false));
});

test("a diverged run is a result, with its reason beside the board", async () => {
  const error = new DivergedError({ where: "update 1", wanted: "a finite loss", found: "NaN", tryThis: "less" });
  await mountApp({ updateMs: 0, failure: { update: 1, error } });
  await openGrid();
  button("Start").click();
  await seen("Finished");
  expect(cells()[2]).toContain("1 diverged");
  expect(pageText()).toContain("Ended at update 1: wanted a finite loss, found NaN.");
});

test.each([
  ["no JSON", "rules: all", /Wanted ?A grid as JSON/],
  ["an unknown field", JSON.stringify({ vary: { momentums: [1] } }), /Try ?momentum/],
  [
    "too large",
    JSON.stringify({ vary: { n: [2, 4] }, seeds: Array.from({ length: 9000 }, (_, i) => i) }),
    /at most 10000/i,
  ],
])("a grid that is %s gives one message, and the sweep on show stays", async (_, text, message) => {
  await mountApp();
  await openGrid();
  give(text);
  await seen(/This grid cannot be run/);
  expect(pageText()).toMatch(message);
  expect(findAll(document, "[role=alert]")).toHaveLength(1);
  expect(pageText()).toContain("Ready: 3 runs");
});

test("recorded results fill board and tables without a run, and are kept", async () => {
  const { sessions } = await mountApp();
  await open();
  button("Open the recorded results").click();
  await seen("Finished");
  expect(sessions).toEqual([]);
  expect(cells()[0]).toMatch(/^Single worker, n 1: 8\d\.\d% .*3 done$/);
  expect(cells().filter((text) => text?.includes("waiting"))).toEqual([]);
  expect(pageText()).toContain("Kept in this browser");
});

test("recorded results that cannot be read give one message, and the sweep on show stays", async () => {
  const { app } = await mountApp();
  app.readRecorded = () => Promise.resolve(new TextEncoder().encode("<html>"));
  await open();
  button("Open the recorded results").click();
  await seen("The recorded results cannot be opened");
  expect(findAll(document, "[role=alert]")).toHaveLength(1);
  expect(cells()[0]).toBe("Single worker, n 1: 1 waiting");
});

test("what is kept is deleted only after a second word", async () => {
  await mountApp({ updateMs: 0 });
  await openGrid();
  button("Start").click();
  await seen("Finished");
  await seen("Kept in this browser");
  button("Delete…").click();
  await seen("Delete its runs?");
  expect(cells()[0]).toContain("1 done");
  button("Delete").click();
  await seen("Ready: 3 runs");
  expect(cells()[0]).toBe("Single worker, n 1: 1 waiting");
  expect(await (await Shelf.open(navigator.storage)).list()).toEqual([]);
});
