/** @file The inspector in the built page: one layer and one update, everywhere; its numbers against the run's bundle. */
import { expect } from "@playwright/test";
import { formatNumber } from "../src/ui/format.ts";
import { type Row, rowsOf, test } from "./the-page.ts";

/** 16 updates of n = 4. */
const tiny = "#v1=model:small-cnn,workers:2,local:2,trainSize:1024,epochs:1";
const LAYER = "conv2.weight";
const UPDATE = 5;

test("a layer and an update are chosen once and shown everywhere, with the bundle's numbers", async ({ lab }) => {
  const { page } = lab;
  await page.goto(tiny);
  await lab.button("Train").click();
  await expect(lab.status).toHaveText("Finished", { timeout: 120_000 });
  const files = await lab.downloadBundle();
  await page.keyboard.press("Escape");
  const layer = rowsOf(files["layers.csv"]).find((row) => row.layer === LAYER && row.update === `${UPDATE}`)!;
  const update = rowsOf(files["updates.csv"])[UPDATE]!;
  const number = (row: Row, name: string) => formatNumber(Number(row[name]));

  const block = page.getByRole("button", { name: /^conv2: weight/ });
  await block.click();
  await expect(block).toHaveAttribute("aria-pressed", "true");
  const scrubber = page.getByRole("slider", { name: "Update on show" });
  await scrubber.fill(`${UPDATE}`);
  await expect(scrubber).toHaveAttribute("aria-valuetext", `update ${UPDATE}, epoch 1`);
  await expect(block).toHaveAttribute("aria-label", new RegExp(` ${number(layer, "rate")}, warm-up`));

  const why = page.locator("lena-why-panel");
  await expect(why).toContainText(`${LAYER}update ${UPDATE}`);
  const factors = ["base rate 0.02", `gain ${number(layer, "gain")}`, `warm-up ${number(layer, "warmup")}`];
  await expect(why.locator(".equation")).toHaveAttribute(
    "aria-label",
    `rate ${number(layer, "rate")} = ${[...factors, `decay ${number(update, "decay")}`].join(" × ")}`,
  );
  const agreement = page.locator("lena-agreement-panel");
  await agreement.scrollIntoViewIfNeeded();
  await expect(agreement).toContainText(`${LAYER}, update ${UPDATE}`);
  for (const row of rowsOf(files["agreement.csv"]).filter((row) => row.layer === LAYER && row.update === `${UPDATE}`)) {
    await expect(agreement.getByRole("row").nth(1 + Number(row.worker))).toContainText(number(row, "norm"));
  }

  // Linear scaling has gain n: with the state-aware warm-up S = n·(t + 1).
  const { derived } = JSON.parse(new TextDecoder().decode(files["config.json"])) as { derived: { theta: number } };
  const linear = 0.02 * 4 * Math.min(1, (4 * (UPDATE + 1)) / derived.theta) * Number(update.decay);
  const ghost = why.getByRole("button", { name: /^Linear/ });
  await expect(ghost).toContainText(formatNumber(linear));
  await ghost.click();
  await expect(ghost).toHaveAttribute("aria-pressed", "true");

  await lab.button("Latest").click();
  await expect(why).toContainText(`${LAYER}update 15`);
  const forms = { "Heat map": "as a map", "Small multiples": "module by module", Curves: `Linear for ${LAYER}` };
  for (const [form, words] of Object.entries(forms)) {
    await page.getByRole("radio", { name: form }).check();
    await expect(page.getByRole("radio", { name: form })).toBeChecked();
    expect((await lab.chartFile("rates", "SVG")).text).toContain(words);
    expect(await lab.accessibilityProblems()).toEqual([]);
    expect(await lab.widerThanWindow()).toBe(false);
  }
  expect((await lab.chartFile("race", "CSV")).text).toContain(`${LAYER},15,`);
  expect((await lab.chartFile("gain", "SVG")).text).toContain(`${LAYER} stands out`);
  expect((await lab.chartFile("loss", "PNG")).text).toMatch(/^\x89PNG/);
  const predictions = page.locator("lena-predictions-panel");
  await predictions.scrollIntoViewIfNeeded();
  await expect(predictions.getByRole("table").first()).toBeVisible();
  await page.setViewportSize({ width: 360, height: 800 });
  await expect(page.getByRole("slider", { name: "Update on show" })).toBeInViewport();
  expect(await lab.widerThanWindow()).toBe(false);
  expect(await lab.accessibilityProblems()).toEqual([]);
});

test("with the keyboard alone: train, choose a layer, go back in time, open and close help", async ({ lab }) => {
  const { page } = lab;
  /** The deepest element that has the focus. */
  const focused = () =>
    page.evaluate(() => {
      let element = document.activeElement;
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
      const words = ["aria-label", "aria-valuetext"].map((name) => element?.getAttribute(name)).filter(Boolean);
      return [element?.localName, ...words, element?.textContent?.trim()].join(" ");
    });
  const tabTo = async (name: RegExp) => {
    for (let press = 0; press < 80; press++) {
      if (name.test(await focused())) return;
      await page.keyboard.press("Tab");
    }
    throw new Error(`80 times Tab and never at ${name}`);
  };
  await page.goto(tiny);
  await expect(lab.button("Train")).toBeEnabled();
  await tabTo(/^button Train$/);
  await page.keyboard.press("Enter");
  await expect(lab.status).toHaveText("Finished", { timeout: 120_000 });

  await tabTo(/update 15, epoch 1/);
  for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowLeft");
  await expect(page.locator("lena-why-panel")).toContainText("update 12");
  await tabTo(/^button conv1: weight/);
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await expect(page.locator("lena-why-panel")).toContainText("conv1.bias");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keys and words" })).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("dialog")).toBeHidden();
});
