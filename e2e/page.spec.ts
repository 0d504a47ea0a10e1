/** @file The built page in a real browser, training for real: a person's way through it, good and bad. */
import { gzipSync } from "node:zlib";
import { expect, type Response } from "@playwright/test";
import { test } from "./the-page.ts";

/** Compiles, uploads and begins within seconds, and needs one shard of training images only. */
const tiny = { model: "small-cnn", workers: 1, local: 2, microBatch: 16, trainSize: 512, epochs: 1 };

test("the first view, idle, fetches at most 150 kB of script, compressed; what lies below comes when it is reached", async ({
  lab: { page },
}) => {
  const scripts: Response[] = [];
  page.on("response", (response) => {
    if (new URL(response.url()).pathname.endsWith(".js")) scripts.push(response);
  });
  await page.goto("");
  await expect(page.locator("lena-why-panel")).toContainText("Why this rate?");
  await page.waitForLoadState("networkidle");
  const sizes = await Promise.all(scripts.map(async (script) => gzipSync(await script.body(), { level: 9 }).length));
  expect(sizes.length).toBeGreaterThan(5);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(150_000);
  const lanes = page.locator("lena-lanes-panel");
  expect(await lanes.evaluate((panel) => panel.shadowRoot)).toBeNull();
  await page.locator("lena-cost-panel").scrollIntoViewIfNeeded();
  await expect(lanes).toContainText("worker 3");
});

test("the defaults, shortened: curves grow, commands work, 80% is passed, the bundle parses", async ({ lab }) => {
  test.setTimeout(420_000);
  const { page } = lab;
  await page.goto("");
  await lab.fill({ epochs: 2 });
  await lab.button("Train").click();

  await expect.poll(() => lab.updates(), { timeout: 60_000 }).toBeGreaterThan(1);
  const young = await lab.colouredPixels();
  expect(young).toBeGreaterThan(0);
  await expect.poll(() => lab.updates(), { timeout: 60_000 }).toBeGreaterThan(12);
  expect(await lab.colouredPixels()).toBeGreaterThan(young * 2);

  await lab.button("Pause").click();
  await expect(lab.status).toHaveText("Paused");
  const paused = await lab.updates();
  await lab.button("One update").click();
  await expect.poll(() => lab.updates()).toBe(paused + 1);
  await expect(lab.button("Resume")).toBeEnabled();
  await page.waitForTimeout(1000);
  expect(await lab.updates()).toBe(paused + 1);
  await lab.button("Resume").click();

  await expect(lab.status).toHaveText("Finished", { timeout: 300_000 });
  expect(await lab.updates()).toBe(92);
  const result = page.locator("lena-result-panel");
  for (const name of ["Test accuracy", "Final validation", "Best validation"]) {
    const text = await result.locator("dl > div", { hasText: name }).locator("dd").textContent();
    expect(Number.parseFloat(text ?? ""), name).toBeGreaterThan(80);
  }
  await expect(result).toContainText(/The first warm-up ended at update \d+ \(.+\), the last at update \d+ \(.+\)\./);
  await expect(page.locator("lena-lanes-panel")).toContainText("4 workers share one");

  const files = await lab.downloadBundle();
  const text = (name: string) => new TextDecoder().decode(files[name]);
  expect(JSON.parse(text("config.json"))).toMatchObject({ model: "small-cnn-bn", workers: 4, epochs: 2 });
  expect(text("updates.csv").trim().split("\n")).toHaveLength(1 + 92);
  expect(text("layers.csv").trim().split("\n")).toHaveLength(1 + 92 * 8);
  expect(JSON.parse(text("summary.json")).testAccuracy).toBeGreaterThan(0.8);
  expect(files["final.safetensors"]?.length).toBeGreaterThan(50_000);

  expect(await lab.accessibilityProblems()).toEqual([]);
});

test("stop ends a run, and the next one begins at once", async ({ lab }) => {
  await lab.page.goto("");
  await lab.fill({ ...tiny, trainSize: 6000 });
  await lab.button("Train").click();
  await expect.poll(() => lab.updates(), { timeout: 60_000 }).toBeGreaterThan(2);
  await lab.button("Stop").click();
  await expect(lab.status).toContainText("Stopped", { timeout: 20_000 });
  const stoppedAt = await lab.updates();
  expect(stoppedAt).toBeLessThan(187);
  await lab.fill({ baseRate: 0.01 });
  await lab.button("Train again").click();
  await expect(lab.status).toHaveText("Training", { timeout: 60_000 });
  await expect.poll(() => lab.updates()).toBeGreaterThan(0);
  await lab.button("Stop").click();
  await expect(lab.status).toContainText("Stopped", { timeout: 20_000 });
  expect(await lab.updates()).toBeLessThan(187);
});

test("one update before a run: prepares, makes it, waits", async ({ lab }) => {
  await lab.page.goto("");
  await lab.fill(tiny);
  await lab.button("One update").click();
  await expect.poll(() => lab.updates(), { timeout: 60_000 }).toBe(1);
  await expect(lab.status).toHaveText("Paused");
  await lab.button("Stop").click();
  await expect(lab.status).toContainText("Stopped");
});

test("a configuration that cannot be is explained at its field, and mended there", async ({ lab }) => {
  await lab.page.goto("");
  await lab.fill({ workers: "99", baseRate: "quick" });
  const panel = lab.page.locator("lena-config-panel");
  await expect(panel).toContainText("Wanted a whole number from 1 to 16, found 99.");
  await expect(panel).toContainText('Wanted a number from 0 to 100, found "quick".');
  await expect(lab.button("Train")).toBeDisabled();
  await lab.fill({ workers: 2, baseRate: 0.02 });
  await expect(lab.button("Train")).toBeEnabled();
  await expect(panel.locator("dl")).toContainText("micro-batches n");
  await lab.fill({ trainSize: 10 });
  await expect(panel).toContainText("Wanted at least one update per epoch");
});

for (const { name, change, found } of [
  { name: "missing", change: () => ({ status: 404, body: "gone" }), found: /404/ },
  { name: "cut short", change: (body: Buffer) => ({ body: body.subarray(0, 1000) }), found: /1,?000 bytes/ },
  {
    name: "altered",
    change: (body: Buffer) => ({ body: Buffer.from(body).fill(body[5000]! ^ 1, 5000, 5001) }),
    found: /do not unpack|SHA-256/,
  },
]) {
  test(`a data shard that is ${name}: the page says which, and what to do`, async ({ lab }) => {
    lab.expectConsole(/404/);
    await lab.page.route("**/train-00.shard", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, ...change(await response.body()) });
    });
    await lab.page.goto("");
    await lab.fill(tiny);
    await lab.button("Train").click();
    await expect(lab.notice).toContainText("The run failed", { timeout: 30_000 });
    await expect(lab.notice).toContainText("train-00.shard");
    await expect(lab.notice).toContainText(found);
    await expect(lab.notice.locator(".try")).not.toBeEmpty();
    await expect(lab.button("Train again")).toBeEnabled();
    expect(await lab.accessibilityProblems()).toEqual([]);
  });
}

for (const kind of ["replica", "coordinator"]) {
  test(`a ${kind} whose script fails: the page says so, and nothing hangs`, async ({ lab }) => {
    lab.expectConsole(/500|Failed to load/);
    await lab.page.route(`**/${kind}.worker-*.js`, (route) => route.fulfill({ status: 500, body: "no" }));
    await lab.page.goto("");
    await lab.fill(tiny);
    await lab.button("Train").click();
    await expect(lab.notice).toContainText("could not be loaded", { timeout: 30_000 });
    await expect(lab.button("Train again")).toBeEnabled();
  });
}

test("a run that diverges is explained, without a bare NaN", async ({ lab }) => {
  await lab.page.goto("");
  await lab.page.getByText("More", { exact: true }).click();
  // Weight decay times this rate makes every weight about a hundred times larger with each update.
  await lab.fill({
    ...tiny,
    trainSize: 1024,
    baseRate: 100,
    warmup: "none",
    rule: "none",
    decay: "none",
    weightDecay: 1,
  });
  await lab.button("Train").click();
  await expect(lab.notice).toContainText("The run diverged", { timeout: 60_000 });
  await expect(lab.page.locator("body")).not.toContainText("NaN");
});

test("without WebGPU: why, and what to do; the rest of the page is there", async ({ labWithoutGpu: lab }) => {
  await lab.page.goto("");
  await expect(lab.notice).toContainText(/This browser (has no WebGPU|found no GPU)/);
  await expect(lab.notice).toContainText("Firefox: version 141");
  await expect(lab.button("Train")).toBeDisabled();
  await expect(lab.page.locator("lena-rates-chart canvas")).toBeVisible();
  expect(await lab.accessibilityProblems()).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 768, 1440]) {
    test(`${colorScheme}, ${width} px wide: accessible, nothing wider than the window`, async ({ lab }) => {
      await lab.page.emulateMedia({ colorScheme });
      await lab.page.setViewportSize({ width, height: 800 });
      await lab.page.goto("");
      await expect(lab.button("Train")).toBeEnabled();
      const fold = lab.page.getByRole("button", { name: /^Configure/ });
      if (await fold.isVisible()) await fold.click();
      for (const name of ["More", "Advanced"]) await lab.page.getByText(name, { exact: true }).click();
      expect(await lab.widerThanWindow()).toBe(false);
      expect(await lab.accessibilityProblems()).toEqual([]);
    });
  }
}

test("the theme follows the system until a person chooses, and the choice is kept", async ({ lab }) => {
  const { page } = lab;
  const dark = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor === "rgb(13, 15, 18)");
  await page.emulateMedia({ colorScheme: "dark" });
  await page.goto("");
  expect(await dark()).toBe(true);
  await page.getByRole("button", { name: /^Theme: system/ }).click();
  expect(await dark()).toBe(false);
  await page.reload();
  expect(await dark()).toBe(false);
});
