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
    const counts = predictions!.getByRole("table").first().locator("tbody td");
    expect((await counts.allTextContents()).map((text) => Number(text.replace(/\D/g, "")))).toEqual([
      ...epoch.predictions!.confusion,
    ]);
  }
});

test("charts run along updates, epochs, images or seconds, as measured or smoothed", async ({ labWithoutGpu: lab }) => {
  const { page } = lab;
  await open(lab);
  const along = page.getByRole("combobox", { name: "along" });
  const ends = { update: 63, epoch: 64 / 8, image: 64 * 1024, second: store.column("elapsedMs").at(-1)! / 1000 };
  for (const [unit, end] of Object.entries(ends)) {
    await along.selectOption({ label: `${unit}s` });
    const rows = (await lab.chartFile("rates", "CSV")).text.trim().split("\n");
    const place = rows[0]!.split(",").indexOf(unit);
    expect(Number(rows.at(-1)!.split(",")[place]), rows[0]).toBeCloseTo(end, 1);
    expect((await lab.chartFile("gain", "SVG")).text).toContain(`>${unit}s<`);
  }
  const curves = async () => (await lab.chartFile("rates", "SVG")).text.match(/<path /g)!.length;
  const measured = await curves();
  await page.getByRole("slider", { name: "smoothing" }).fill("2");
  expect((await lab.chartFile("rates", "SVG")).text).toMatch(/smoothed over \d+ updates/);
  expect(await curves()).toBe(measured + store.layers.length);
});

const widthsOf = (csv: string) =>
  new Set(
    csv
      .trim()
      .split("\n")
      .map((line) => line.split(",").length),
  );

/** The name of every file that the view on show can be taken home as; each is asked for, and must parse. */
async function savedBy(page: Page): Promise<string[]> {
  const names: string[] = [];
  for (const button of await page.locator("lena-export-menu:visible").getByRole("button", { disabled: false }).all()) {
    const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
    const name = download.suggestedFilename();
    const bytes = readFileSync(await download.path());
    if (name.endsWith("png")) {
      expect(bytes.subarray(1, 4).toString(), name).toBe("PNG");
      expect(bytes.readUInt32BE(16), name).toBeGreaterThan(300);
    } else if (name.endsWith("csv")) {
      expect(widthsOf(bytes.toString()).size, name).toBe(1);
    } else {
      const root = await page.evaluate(
        (text) => new DOMParser().parseFromString(text, "image/svg+xml").documentElement.localName,
        bytes.toString(),
      );
      expect(root, name).toBe("svg");
    }
    names.push(name);
  }
  return names;
}
const inAllFormats = (...names: string[]) =>
  names.flatMap((name) => ["png", "svg", "csv"].map((f) => `lena-${name}.${f}`));

test("every chart of every view is taken home as PNG, SVG and CSV", async ({ labWithoutGpu: lab }) => {
  test.setTimeout(240_000);
  const { page } = lab;
  await open(lab);
  console.log(await savedBy(page));
  await page.goto("#about");
  await page.waitForTimeout(2000);
  console.log(await savedBy(page));
  await page.goto("#compare");
  await lab.drop("mine.zip", bundle);
  await page.waitForTimeout(2000);
  console.log(await savedBy(page));
  await page.goto("#replicate");
  await page.getByRole("button", { name: "Open the recorded results" }).click();
  await page.waitForTimeout(2000);
  console.log(await savedBy(page));
});
