/** @file The Replicate view of the built page, training for real: a small sweep left, stopped, gone on with, taken home, refused. */
import { expect, type Locator } from "@playwright/test";
import { unzipSync } from "fflate";
import type { SweepResult } from "../src/sweep/sweep.ts";
import { type ThePage, test } from "./the-page.ts";

const grid = {
  title: "Two rules",
  base: { model: "small-cnn", workers: 1, microBatch: 16, trainSize: 512, epochs: 1 },
  vary: { rule: ["linear", "lena"], n: [4] },
  baseline: true,
};

const fileOf = (text: string) => ({ name: "grid.json", mimeType: "application/json", buffer: Buffer.from(text) });
const bar = ({ page }: ThePage) => page.locator("lena-sweep-bar");
const status = (lab: ThePage) => bar(lab).getByRole("status");
const command = (lab: ThePage, name: string): Locator => bar(lab).getByRole("button", { name, exact: true });

async function runsDone(lab: ThePage): Promise<string | null> {
  return bar(lab).locator("dl > div", { hasText: "Runs done" }).locator("dd").textContent();
}

async function download(lab: ThePage, name: string): Promise<Uint8Array> {
  const coming = lab.page.waitForEvent("download");
  await command(lab, name).click();
  const chunks: Buffer[] = [];
  for await (const chunk of await (await coming).createReadStream()) chunks.push(Buffer.from(chunk));
  return new Uint8Array(Buffer.concat(chunks));
}

/** Time stamps of the results that the browser keeps, by file name. */
async function keptTimes({ page }: ThePage): Promise<Readonly<Record<string, number>>> {
  return page.evaluate(async () => {
    const times: Record<string, number> = {};
    const root = await (await navigator.storage.getDirectory()).getDirectoryHandle("sweeps");
    for await (const folder of root.values()) {
      if (!(folder instanceof FileSystemDirectoryHandle)) continue;
      for await (const [name, file] of folder.entries()) {
        if (file instanceof FileSystemFileHandle && name.includes("-seed-") && name.endsWith(".json"))
          times[name] = (await file.getFile()).lastModified;
      }
    }
    return times;
  });
}

test("a sweep is left, stopped, taken up after a reload and finished; nothing is made twice", async ({ lab }) => {
  test.setTimeout(240_000);
  const { page } = lab;
  await page.goto("#replicate");
  await page.locator("lena-replicate-view input[type=file]").setInputFiles(fileOf(JSON.stringify(grid)));
  await expect(status(lab)).toHaveText("Ready: 3 runs, the single worker first");
  await command(lab, "Start").click();

  await page.getByRole("link", { name: "Train" }).click();
  await expect(page.locator("lena-train-view")).toContainText("A sweep uses the GPU: one at a time.");
  await expect(lab.button("Train")).toBeDisabled();
  await expect.poll(async () => Object.keys(await keptTimes(lab)).length, { timeout: 90_000 }).toBe(1);
  await page.getByRole("link", { name: "See the sweep" }).click();
  await expect(status(lab)).toContainText("Run 2 of 3: rule linear, n 4, seed 1");
  await command(lab, "Stop").click();
  await expect(status(lab)).toHaveText("Not finished; what is done is kept", { timeout: 30_000 });
  const before = await keptTimes(lab);

  await page.reload();
  await expect(status(lab)).toHaveText("Not finished; what is done is kept");
  expect(await runsDone(lab)).toBe("1 / 3");
  await command(lab, "Continue").click();
  await expect(status(lab)).toHaveText("Finished", { timeout: 120_000 });
  const after = await keptTimes(lab);
  expect(Object.keys(before)).toHaveLength(1);
  expect(Object.keys(after)).toHaveLength(3);
  expect(after).toMatchObject(before);

  const report = page.locator("lena-sweep-report");
  await expect(report.getByRole("table").first()).toContainText("linear");
  await expect(report.locator("figure").first()).toBeVisible();
  await expect(report.locator(".claim").first()).toBeVisible();
  expect(await lab.accessibilityProblems()).toEqual([]);

  const html = new TextDecoder().decode(await download(lab, "Report"));
  expect(html).toMatch(/^<!doctype html>/);
  expect(html).toContain("Two rules");
  const files = unzipSync(await download(lab, "Everything (zip)"));
  const text = (name: string) => new TextDecoder().decode(files[name]);
  const result: SweepResult = JSON.parse(text("results.json"));
  expect(result.doneRuns).toBe(3);
  expect(result.cells.every(({ runs }) => runs[0]!.epochs.length === 1)).toBe(true);
  expect(result.facts.overlap!.compared).toBeGreaterThan(16_000);
  expect(text("csv/runs.csv").trim().split("\n")).toHaveLength(1 + 3);
  expect(Object.keys(files).filter((name) => name.startsWith("figures/")).length).toBeGreaterThan(0);
  const [bundle] = Object.keys(files).filter((name) => name.startsWith("runs/"));
  expect(Object.keys(unzipSync(files[bundle!]!))).toContain("updates.csv");
});

test("a grid file that cannot be run gives one message, which goes when a good one comes", async ({ lab }) => {
  const { page } = lab;
  await page.goto("#replicate");
  const input = page.locator("lena-replicate-view input[type=file]");
  await input.setInputFiles(fileOf('{ "vary": { "baserate": [0.1] } }'));
  await expect(lab.notice).toHaveCount(1);
  await expect(lab.notice).toContainText("This grid cannot be run");
  await expect(lab.notice.locator(".try")).toHaveText(/^baseRate$/);
  await expect(page.getByRole("heading", { name: /^Table 1/ })).toBeVisible();
  await input.setInputFiles(fileOf(JSON.stringify(grid)));
  await expect(page.getByRole("heading", { name: "Two rules" })).toBeVisible();
  await expect(lab.notice).toHaveCount(0);
});

test("a grid file is taken wherever it is dropped on Replicate; elsewhere the page says what it is", async ({
  lab,
}) => {
  const { page } = lab;
  const text = JSON.stringify(grid);
  await page.goto("");
  await expect(lab.button("Train")).toBeEnabled();
  await lab.drop("grid.json", text);
  await expect(lab.notice).toContainText("a grid of many runs", { ignoreCase: true });
  await expect(lab.notice.locator(".try")).toHaveText("Drop it on Replicate");
  await page.getByRole("link", { name: "Replicate" }).click();
  await expect(page.getByRole("heading", { name: /^Table 1/ })).toBeVisible();
  await expect(lab.notice).toHaveCount(0);
  await lab.drop("grid.json", text);
  await expect(page.getByRole("heading", { name: "Two rules" })).toBeVisible();
  await lab.drop(
    "grid.json",
    JSON.stringify({ ...grid, title: "On the card" }),
    page.locator("lena-sweep-choice .file"),
  );
  await expect(page.getByRole("heading", { name: "On the card" })).toBeVisible();
  await lab.drop("grid.json", '{ "vary": { "baserate": [0.1] } }');
  await expect(lab.notice).toContainText("This grid cannot be run");
  await expect(page.getByRole("heading", { name: "On the card" })).toBeVisible();
  expect(await lab.accessibilityProblems()).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`${colorScheme}: accessible, and nothing wider than the window at any width`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme });
    await lab.page.goto("#replicate");
    await lab.button("Open the recorded results").click();
    await expect(status(lab)).toContainText("Finished");
    await lab.expectSoundAt(360, 768, 1440);
  });
}

test("the view comes when it is asked for, not with the page", async ({ lab }) => {
  const asked: string[] = [];
  lab.page.on("request", (request) => asked.push(request.url()));
  await lab.page.goto("");
  await expect(lab.button("Train")).toBeEnabled();
  const first = asked.length;
  expect(asked.filter((url) => url.includes("replicate"))).toEqual([]);
  await lab.page.getByRole("link", { name: "Replicate" }).click();
  await expect(lab.page.locator("lena-sweep-board")).toBeVisible();
  expect(asked.slice(first).some((url) => url.includes("replicate-view"))).toBe(true);
});
