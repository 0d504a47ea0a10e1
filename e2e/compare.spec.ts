/** @file The Compare view of the built page: history, dropped bundles, a race that trains for real, recorded runs without WebGPU. */
import { readFileSync } from "node:fs";
import { expect, type Locator } from "@playwright/test";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { type ThePage, test } from "./the-page.ts";

const tiny = { model: "small-cnn", workers: 1, local: 2, microBatch: 16, trainSize: 512, epochs: 1 };
const recorded = new URL("../public/recorded/small-cnn-lena-n64.zip", import.meta.url);

const view = ({ page }: ThePage) => page.locator("lena-compare-view");
const list = (lab: ThePage) => view(lab).locator("lena-run-list");
const chosen = (lab: ThePage): Locator => list(lab).locator("li.chosen .name");
const bar = (lab: ThePage) => view(lab).locator("lena-race-bar");

/** Those of a chart that are strongly coloured. */
async function colouredPixels(chart: Locator): Promise<number> {
  return chart.locator("canvas").evaluate((canvas) => {
    if (!(canvas instanceof HTMLCanvasElement)) return 0;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      const channels = [data[i]!, data[i + 1]!, data[i + 2]!];
      if (data[i + 3]! > 200 && Math.max(...channels) - Math.min(...channels) > 60) count++;
    }
    return count;
  });
}

test("a run is there after a reload, gets a name, and races against two rules", async ({ lab }) => {
  test.setTimeout(240_000);
  const { page } = lab;
  await page.goto("");
  await lab.fill(tiny);
  await lab.button("Train").click();
  await expect(lab.status).toHaveText("Finished", { timeout: 90_000 });
  await page.getByRole("link", { name: "Compare" }).click();
  await expect(list(lab)).toContainText("small-cnn, lena + state-aware, n 2");
  await page.reload();
  await expect(chosen(lab)).toHaveText(["small-cnn, lena + state-aware, n 2"]);
  await list(lab)
    .getByRole("button", { name: /^Name / })
    .click();
  await list(lab).getByRole("textbox").fill("First");
  await list(lab).getByRole("textbox").press("Enter");
  await expect(chosen(lab)).toHaveText(["First"]);
  expect(await colouredPixels(view(lab).locator("lena-overlay-chart").nth(1))).toBeGreaterThan(100);

  const setup = view(lab).locator("lena-race-setup");
  await setup.getByRole("combobox").selectOption({ label: "of First" });
  await setup.getByRole("checkbox", { name: "AdaScale" }).uncheck();
  await setup.getByRole("textbox").fill("5");
  await expect(bar(lab).getByRole("status")).toHaveText("Ready: 2 runs of 16 updates each");
  await bar(lab).getByRole("button", { name: "Start race" }).click();
  await expect(bar(lab).getByRole("status")).toContainText("LENA", { timeout: 30_000 });
  await page.getByRole("link", { name: "Train" }).click();
  await expect(page.locator("lena-train-view")).toContainText("A race uses the GPU: one at a time.");
  await expect(lab.button("Train")).toBeDisabled();
  await page.getByRole("link", { name: "See the race" }).click();
  await expect(view(lab).locator(".verdict")).toHaveText(
    /^A tie: (LENA and Linear|Linear and LENA) reached 5% in 16 updates\.$/,
    {
      timeout: 120_000,
    },
  );
  await expect(chosen(lab)).toHaveText(["Linear, small-cnn, n 2", "LENA, small-cnn, n 2"]);
  await expect(view(lab).locator("section[aria-labelledby=differences] tbody tr")).toHaveText([/Rule.*lena.*linear/s]);
  expect(await lab.accessibilityProblems()).toEqual([]);

  expect((await lab.chartFile("standings", "CSV")).text).toMatch(/^(LENA|Linear),1,16,/m);
  expect((await lab.chartFile("accuracy", "SVG")).text).toContain(">target 5%<");
  expect((await lab.chartFile("loss", "CSV")).text.trim().split("\n")).toHaveLength(1 + 2 * 16);
  expect((await lab.chartFile("rates", "PNG")).name).toBe("lena-compare-rates.png");

  // The same seed and order: LENA's run is the first one again, number for number.
  await list(lab)
    .locator("li", { has: page.getByText("First", { exact: true }) })
    .locator("label")
    .click();
  await expect(view(lab).locator(".results tbody tr")).toHaveCount(3);
  const accuracies = await view(lab).locator(".results tbody tr td:nth-of-type(2)").allTextContents();
  expect(accuracies[2]).toBe(accuracies[0]);

  await list(lab).getByRole("button", { name: "Delete First" }).click();
  await lab.button("Delete").click();
  await page.reload();
  await expect(list(lab).locator("li .name")).not.toContainText(["First"]);
});

test("a bundle dropped on any view opens in Compare, and from there in Train", async ({ lab }) => {
  const { page } = lab;
  await page.goto("#replicate");
  await lab.drop("mine.zip", readFileSync(recorded));
  await expect(chosen(lab)).toHaveText(["mine"]);
  await expect(view(lab).locator(".results tbody th")).toContainText(["mine"]);
  await list(lab).getByRole("button", { name: "Open mine in Train" }).click();
  await expect(page.locator("lena-train-view")).toContainText("A recorded run: mine.");
  await expect.poll(() => lab.colouredPixels()).toBeGreaterThan(500);
  await expect(lab.field("local")).toHaveValue("16");
});

test("bad files give one message each, and nothing is lost", async ({ lab }) => {
  const { page } = lab;
  await page.goto("#compare");
  const bytes = readFileSync(recorded);
  await lab.drop("mine.zip", bytes);
  await expect(chosen(lab)).toContainText(["mine"]);
  const before = await chosen(lab).allTextContents();
  await lab.drop("cut.zip", bytes.subarray(0, 3000));
  await expect(lab.notice).toContainText("cut short at 3000 bytes");
  const config = JSON.parse(strFromU8(unzipSync(bytes)["config.json"]!));
  const later = { ...config, productVersion: "9.0.0" };
  await lab.drop("later.zip", zipSync({ ...unzipSync(bytes), "config.json": strToU8(JSON.stringify(later)) }));
  await expect(lab.notice).toContainText("Version 9.0.0");
  await page.mouse.wheel(0, 4000);
  await expect.poll(() => page.evaluate(() => scrollY)).toBeGreaterThan(300);
  await lab.drop("notes.txt", "rule: linear");
  await expect(lab.notice).toContainText("notes.txt");
  await expect(lab.notice).toHaveCount(1);
  await expect(lab.notice).toBeInViewport({ ratio: 1 });
  await lab.button("Close this message").press("Enter");
  await expect(lab.notice).toHaveCount(0);
  expect(await chosen(lab).allTextContents()).toEqual(before);
  await lab.drop("config.json", '{"workers":2,"epochs":7}');
  await expect(lab.field("epochs")).toHaveValue("7");
  await expect(lab.notice).toHaveCount(0);
});

test("a file of more than 100 MB is refused at once, unread, on every view", async ({ lab }) => {
  const { page } = lab;
  await page.addInitScript(() => {
    for (const way of ["arrayBuffer", "text", "stream", "slice", "bytes"] as const)
      Blob.prototype[way] = () => {
        throw new Error("it was read");
      };
  });
  await page.goto("");
  for (const route of ["train", "compare", "replicate", "about"]) {
    await page.goto(`#${route}`);
    const huge = await page.evaluateHandle(() => {
      const made = new DataTransfer();
      const part = new Blob([new Uint8Array(10_500_000)]);
      made.items.add(new File(Array(10).fill(part), "huge.zip"));
      return made;
    });
    await lab.dropFiles(huge);
    await expect(lab.notice).toContainText("This file cannot be opened; nothing was changed");
    await expect(lab.notice).toContainText("105.0 MB");
  }
  const card = page.locator("lena-sweep-choice .file");
  await page.goto("#replicate");
  const large = await page.evaluateHandle(() => {
    const made = new DataTransfer();
    made.items.add(new File([new Uint8Array(2_000_000)], "grid.json"));
    return made;
  });
  await lab.dropFiles(large, card);
  await expect(lab.notice).toContainText("This grid cannot be run");
  await expect(lab.notice).toContainText("2.0 MB");
});

test("storage full: said at once, the run stays, can be taken home, and is kept once there is room", async ({
  lab,
}) => {
  test.setTimeout(240_000);
  const { page } = lab;
  const kept = list(lab).getByRole("region", { name: "Kept in this browser" }).locator(".name");
  const train = async (name: string): Promise<void> => {
    await lab.button(name).click();
    await expect(lab.status).toHaveText("Finished", { timeout: 90_000 });
  };
  await page.goto("");
  await lab.fill(tiny);
  await train("Train");
  await page.getByRole("link", { name: "Compare" }).click();
  await expect(kept).toHaveCount(1);
  await page.getByRole("link", { name: "Train" }).click();

  const protocol = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  const { usage } = await protocol.send("Storage.getUsageAndQuota", { origin });
  await protocol.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: usage + 20_000 });
  await lab.fill({ rule: "linear" });
  await train("Train again");
  await expect(lab.notice).toContainText("This run is kept only while the page is open");
  await expect(lab.notice).toContainText("No room left");
  await expect.poll(() => lab.colouredPixels()).toBeGreaterThan(500);
  expect(await lab.accessibilityProblems()).toEqual([]);
  const coming = page.waitForEvent("download");
  await lab.button("Download this run").click();
  expect((await coming).suggestedFilename()).toMatch(/^lena-small-cnn-linear-.*\.zip$/);

  await page.getByRole("link", { name: "Compare" }).click();
  await expect(view(lab)).toContainText("Runs that end now are kept only while this page is open: no room left.");
  await expect(kept).toHaveText([/linear/, /lena/]);
  const first = list(lab).locator("li.chosen", { hasText: "lena" });
  await first.getByRole("button", { name: /^Delete / }).click();
  await lab.button("Delete").click();
  await expect(lab.notice).toHaveCount(0);
  await expect(view(lab)).not.toContainText("no room left");
  await page.reload();
  await expect(kept).toHaveText([/linear/]);
  await expect(chosen(lab)).toHaveText([/linear/]);
});

test("without WebGPU: recorded runs open from the notice", async ({ labWithoutGpu: lab }) => {
  await lab.page.goto("");
  await lab.notice.getByRole("link", { name: "Look at recorded runs" }).click();
  await expect(chosen(lab)).toHaveText([/^LENA, small CNN/, /^Linear scaling/, /^LENA, ResNet-8/]);
  await expect(bar(lab).getByRole("status")).toContainText("No race without WebGPU");
  await expect.poll(() => colouredPixels(view(lab).locator("lena-overlay-chart").first())).toBeGreaterThan(500);
  await list(lab)
    .getByRole("button", { name: /^Open LENA, ResNet-8/ })
    .click();
  await expect(lab.page.locator("lena-train-view")).toContainText("A recorded run: LENA, ResNet-8");
  await expect.poll(() => lab.colouredPixels()).toBeGreaterThan(500);
  expect(await lab.accessibilityProblems()).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`${colorScheme}: accessible, and nothing wider than the window at any width`, async ({ lab }) => {
    await lab.page.emulateMedia({ colorScheme });
    await lab.page.goto("#compare");
    await expect(chosen(lab).first()).toBeVisible();
    await lab.expectSoundAt(360, 768, 1440);
  });
}

test("the view comes when it is asked for, not with the page", async ({ lab }) => {
  const asked: string[] = [];
  lab.page.on("request", (request) => asked.push(request.url()));
  await lab.page.goto("");
  await expect(lab.button("Train")).toBeEnabled();
  expect(asked.filter((url) => /compare|recorded/.test(url))).toEqual([]);
  await lab.page.getByRole("link", { name: "Compare" }).click();
  await expect(list(lab)).toBeVisible();
  expect(asked.some((url) => url.includes("compare-view"))).toBe(true);
});
