/** @file What other rules would have set, as the page draws it, against the rules' twins on the bundle's own norms. */
import { expect } from "@playwright/test";
import { zipSync } from "fflate";
import { initialRateState, layerRatesTwin } from "../src/rates/rates-twin.ts";
import { load, readBundle } from "./product.ts";
import { rowsOf, test } from "./the-page.ts";

const tiny = "#v1=model:small-cnn,workers:2,local:2,trainSize:1024,epochs:1";
const LAYER = "conv2.weight";
const others = {
  linear: "Linear",
  sqrt: "Square root",
  adascale: "AdaScale",
  lars: "LARS",
  none: "No scaling",
} as const;
type Rule = keyof typeof others;

const { rateSettingsOf } = await load<typeof import("../src/train/update-spec.ts")>("./src/train/update-spec.ts");
const { planOf } = await load<typeof import("../src/ui/charts/run-plan.ts")>("./src/ui/charts/run-plan.ts");

/** Of the layer, at every update: the twin of whole updates, one after the other. */
function twinRates({ config, store }: ReturnType<typeof readBundle>, rule: Rule): number[] {
  const { layers } = planOf(config);
  const settings = rateSettingsOf({ ...config, rule }, layers);
  let state = initialRateState(layers.length);
  return Array.from({ length: store.updateCount }, (_, update) => {
    const measured = layers.map((_, k) => ({
      meanSquare: store.layerColumn("meanSquare", k)[update]!,
      squareMean: store.layerColumn("squareMean", k)[update]!,
      weightSquare: store.layerColumn("weightSquare", k)[update]!,
    }));
    const next = layerRatesTwin(settings, state, measured, { update, decay: store.column("decay")[update]! });
    state = next.state;
    return next.layers[layers.findIndex(({ name }) => name === LAYER)]!.rate;
  });
}

test("the line of every other rule is what that rule's twin makes of the run's norms", async ({ lab }) => {
  const { page } = lab;
  await page.goto(tiny);
  await lab.button("Train").click();
  await expect(lab.status).toHaveText("Finished", { timeout: 120_000 });
  const run = readBundle(zipSync(await lab.downloadBundle()), "run.zip");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: /^conv2: weight/ }).click();
  const switches = page.getByRole("group", { name: "Other rules in the chart" }).getByRole("button");
  await expect(switches).toHaveCount(Object.keys(others).length);
  for (const one of await switches.all()) await one.click();

  const { text } = await lab.chartFile("rates", "CSV");
  const drawn = rowsOf(new TextEncoder().encode(text));
  expect(drawn).toHaveLength(16);
  const { text: picture } = await lab.chartFile("rates", "SVG");
  for (const [rule, name] of Object.entries(others)) {
    const line = `${name} for ${LAYER}`;
    expect(picture).toContain(line);
    twinRates(run, rule as Rule).forEach((rate, update) => {
      expect(Number(drawn[update]![line]) / rate, `${name}, update ${update}`).toBeCloseTo(1, 5);
    });
  }
});
