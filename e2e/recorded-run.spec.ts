/** @file A recorded run in the built page: every panel as it was at an earlier update, along other axes, and as files. */
import { readFileSync } from "node:fs";
import { expect, type Locator, type Page } from "@playwright/test";
import { formatNumber, formatShare } from "../src/ui/format.ts";
import { readBundle } from "./product.ts";
import { type ThePage, test } from "./the-page.ts";

const NAME = "small-cnn-lena-n64";
const bundle = readFileSync(new URL(`../public/recorded/${NAME}.zip`, import.meta.url));
const { store } = readBundle(bundle, NAME);

/** With a window in which all of it is on screen, so that every panel is there. */
async function open({ page }: ThePage): Promise<void> {
  await page.setViewportSize({ width: 1440, height: 6000 });
  await page.goto(`#recorded=${NAME}`);
  await expect(page.locator("lena-predictions-panel").getByRole("table").first()).toBeVisible();
}

async function rowsBehind(panel: Locator, place: number): Promise<string[][]> {
  const table = panel.locator("lena-data-table").nth(place);
  if (!(await table.getByRole("table").isVisible())) await table.getByText("Data").click();
  await expect(table.getByRole("table")).toBeVisible();
  return table
    .locator("tbody tr")
    .evaluateAll((rows) => rows.map((row) => [...row.children].map((c) => c.textContent)));
}

test("filters and predictions are those of the update that the time is dragged to", async ({ labWithoutGpu: lab }) => {
  const { page } = lab;
  await open(lab);
  const [filters, predictions] = ["lena-filters-panel", "lena-predictions-panel"].map((tag) => page.locator(tag));
  for (const update of [62, 30, 9]) {
    await page.getByRole("slider", { name: "Update on show" }).fill(`${update}`);
    const snapshot = store.snapshots.findLast(({ updates }) => updates <= update + 1)!;
    const place = `after update ${snapshot.updates - 1}`;
    await expect(filters!).toContainText(place);
    const size = snapshot.filters.length / snapshot.filterShape[0]!;
    expect((await rowsBehind(filters!, 0)).map((row) => row[3])).toEqual(
      Array.from({ length: snapshot.filterShape[0]! }, (_, filter) =>
        formatNumber(Math.hypot(...snapshot.filters.subarray(filter * size, (filter + 1) * size))),
      ),
    );

    await expect(predictions!.locator(".head").first()).toContainText(place);
    const classes = snapshot.probabilities.length / store.strip!.labels.length;
    expect((await rowsBehind(predictions!, 0)).map((row) => row[4])).toEqual(
      [...store.strip!.labels].map((label, i) => formatShare(snapshot.probabilities[i * classes + label])),
    );
    const epoch = store.epochs.findLast((row) => row.update <= update + 1)!;
    await expect(predictions!).toContainText(`epoch ${epoch.epoch + 1}, ${formatShare(epoch.validationAccuracy)} of`);
    const counts = predictions!.getByRole("table").first().locator("tbody td:not(:last-child)");
    expect((await counts.allTextContents()).map((text) => Number(text.replace(/\D/g, "")))).toEqual([
      ...epoch.predictions!.confusion,
    ]);
  }
});

test("charts run along updates, epochs, images or seconds, as measured or smoothed", async ({ labWithoutGpu: lab }) => {
  const { page } = lab;
  await open(lab);
  const along = page.getByRole("combobox", { name: "along" });
  // Where the last update began.
  const ends = { update: 63, epoch: 63 / 8, image: 63 * 1024, second: store.column("elapsedMs")[62]! / 1000 };
  for (const [unit, end] of Object.entries(ends)) {
    await along.selectOption({ label: `${unit}s` });
    await page.waitForTimeout(300); // between files: Chromium drops the eleventh of a second
    const rows = (await lab.chartFile("rates", "CSV")).text.trim().split("\n");
    const place = rows[0]!.split(",").indexOf(unit);
    expect(Number(rows.at(-1)!.split(",")[place]), rows[0]).toBeCloseTo(end, 1);
    expect((await lab.chartFile("gain", "SVG")).text).toContain(`>${unit}s<`);
  }
  const curves = async () => (await lab.chartFile("rates", "SVG")).text.match(/<path /g)!.length;
  const measured = await curves();
  await page.getByRole("slider", { name: "smoothing" }).fill("2");
  expect((await lab.chartFile("rates", "SVG")).text).toMatch(/moving average over \d+ updates/);
  expect(await curves()).toBe(measured + store.layers.length);
});

/** How many cells its lines have; a name in quotes may hold a comma. */
const widthsOf = (csv: string) => {
  const lines = csv
    .trim()
    .replaceAll(/"[^"]*"/g, "name")
    .split("\n");
  return new Set(lines.map((line) => line.split(",").length));
};

/** Asks for every file that the view on show can be taken home as: they are these, and each parses. */
async function expectSaved(page: Page, ...charts: readonly string[]): Promise<void> {
  const buttons = page.locator("lena-export-menu:visible").getByRole("button", { disabled: false });
  await expect(buttons).toHaveCount(3 * charts.length);
  const names: string[] = [];
  // In a page without a policy, which would forbid a drawing's own style.
  const blank = await page.context().browser()!.newPage();
  for (const button of await buttons.all()) {
    // Chromium drops the eleventh file of a second.
    if (names.length % 9 === 8) await page.waitForTimeout(1100);
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const name = download.suggestedFilename();
    const bytes = readFileSync(await download.path());
    if (name.endsWith("png")) {
      expect(bytes.subarray(1, 4).toString(), name).toBe("PNG");
      expect(bytes.readUInt32BE(16), name).toBeGreaterThan(300);
    } else if (name.endsWith("csv")) {
      expect(widthsOf(bytes.toString()).size, name).toBe(1);
    } else {
      const root = await blank.evaluate(
        (text) => new DOMParser().parseFromString(text, "image/svg+xml").documentElement.localName,
        bytes.toString(),
      );
      expect(root, name).toBe("svg");
    }
    names.push(name);
  }
  await blank.close();
  expect(names).toEqual(charts.flatMap((chart) => ["png", "svg", "csv"].map((format) => `lena-${chart}.${format}`)));
}

test("every chart of every view is taken home as PNG, SVG and CSV", async ({ labWithoutGpu: lab }) => {
  const { page } = lab;
  const train = ["network", "rates", "gain", "race", "loss", "agreement", "filters", "strip", "confusion", "worst"];
  await open(lab);
  await expectSaved(page, ...[...train, "workers", "times"].map((chart) => `${NAME}-seed1-${chart}`));
  await page.goto("#about");
  await expectSaved(page, "agreement-n32", "resnet8-lena-n32-seed1-rates");
  await page.goto("#compare");
  await lab.drop("mine.zip", bundle);
  await expectSaved(page, ...["accuracy", "loss", "rates"].map((chart) => `compare-${chart}`));
  await page.goto("#replicate");
  await page.getByRole("button", { name: "Open the recorded results" }).click();
  const figures = ["updates-to-target", "accuracy-by-n", "figure6", "figure3", "figure7"];
  await expectSaved(page, ...figures.map((figure) => `table1-small-${figure}`));
});
