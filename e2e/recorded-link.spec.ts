/** @file Links to the recorded runs: what the address says, what is copied, and what a wrong one does. */
import { expect } from "@playwright/test";
import { type ThePage, test } from "./the-page.ts";

const LINK = "#recorded=resnet8-lena-n32";
const hashOf = (lab: ThePage) => new URL(lab.page.url()).hash;
const view = (lab: ThePage) => lab.page.locator("lena-train-view");

async function copiedLink(lab: ThePage): Promise<string> {
  await lab.button("Share").click();
  await lab.page.getByRole("button", { name: /^Copy link/ }).click();
  await expect(lab.page.locator("lena-share-menu").getByRole("status")).toHaveText("Link copied");
  await lab.page.keyboard.press("Escape");
  return lab.page.evaluate(() => navigator.clipboard.readText());
}

test("without WebGPU, a fresh page opens the run of the link, and copies the same link", async ({ labWithoutGpu }) => {
  const { page } = labWithoutGpu;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(LINK);
  await expect(view(labWithoutGpu)).toContainText("A recorded run: LENA, ResNet-8, n = 32. Residual blocks");
  await expect.poll(() => labWithoutGpu.colouredPixels()).toBeGreaterThan(500);
  await expect(labWithoutGpu.status).toHaveText("Finished");
  await expect(labWithoutGpu.notice).toHaveCount(0);
  expect(await copiedLink(labWithoutGpu)).toBe(page.url());
  expect(await labWithoutGpu.accessibilityProblems()).toEqual([]);
});

test("the address names the recorded run for as long as it is on show", async ({ lab }) => {
  const { page } = lab;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("#compare");
  await page.getByRole("button", { name: /^Open LENA, ResNet-8/ }).click();
  await expect(view(lab)).toContainText("A recorded run: LENA, ResNet-8");
  expect(hashOf(lab)).toBe(LINK);
  await page.getByRole("link", { name: "About" }).click();
  await expect.poll(() => hashOf(lab)).toBe("#about");
  await page.getByRole("link", { name: "Train", exact: true }).click();
  await expect.poll(() => hashOf(lab)).toBe(LINK);
  await page.evaluate(() => {
    location.hash = "recorded=small-cnn-linear-n64";
  });
  await expect(view(lab)).toContainText("A recorded run: Linear scaling, small CNN, n = 64");
  await page.goBack();
  await expect(view(lab)).toContainText("A recorded run: LENA, ResNet-8");

  await page.evaluate(() => {
    location.hash = "v1=model:small-cnn,workers:1,local:1,trainSize:6000,epochs:1";
  });
  await expect(view(lab)).toContainText("The form has another configuration");
  await lab.button("Train this here").click();
  await lab.button("Pause").click({ timeout: 60_000 });
  await expect(lab.status).toHaveText("Paused");
  await page.getByRole("link", { name: "Compare" }).click();
  await page.getByRole("link", { name: /^Train/ }).click();
  await expect.poll(() => hashOf(lab)).toBe("#train");
  await page.evaluate((hash) => {
    location.hash = hash;
  }, LINK);
  await expect(lab.notice).toContainText(/This run cannot be shown; nothing was changed.*under way there/s);
  expect(hashOf(lab)).toBe("#train");
  await lab.button("Close this message").click();
  await lab.button("Stop").click();
  await expect(lab.status).toContainText("Stopped", { timeout: 20_000 });
  expect(new URL(await copiedLink(lab)).hash).toMatch(/^#v1=/);
});

for (const name of ["nope", "../index.json", "%3Cscript%3Ealert(1)%3C/script%3E", ""]) {
  test(`no recorded run is called "${name}": one message, and the page is whole`, async ({ lab }) => {
    const asked: string[] = [];
    lab.page.on("request", (request) => asked.push(request.url()));
    await lab.page.goto(`#recorded=${name}`);
    await expect(lab.notice).toHaveCount(1);
    await expect(lab.notice).toContainText(`Found"${name}"`);
    await expect(lab.notice).toContainText("small-cnn-lena-n64, small-cnn-linear-n64, resnet8-lena-n32");
    await expect(lab.notice.locator(".try")).not.toBeEmpty();
    await expect(lab.button("Train")).toBeEnabled();
    expect(asked.filter((url) => url.includes("/recorded/")).map((url) => new URL(url).pathname)).toEqual([
      "/recorded/index.json",
    ]);
    expect(await lab.accessibilityProblems()).toEqual([]);
    await lab.page.getByRole("link", { name: "Compare" }).click();
    await expect(lab.notice).toHaveCount(0);
  });
}

test("a recorded run that arrives cut short is explained", async ({ lab }) => {
  await lab.page.route("**/recorded/resnet8-lena-n32.zip", async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, body: (await response.body()).subarray(0, 5000) });
  });
  await lab.page.goto(LINK);
  await expect(lab.notice).toContainText("This run cannot be shown; nothing was changed");
  await expect(lab.notice).toContainText("resnet8-lena-n32.zip");
  await expect(lab.button("Train")).toBeEnabled();
});

test("links to views open those views", async ({ lab }) => {
  const headings = { about: "One learning rate does not fit all layers", compare: "Validation accuracy" };
  for (const [view, name] of Object.entries(headings)) {
    await lab.page.goto("about:blank");
    await lab.page.goto(`#${view}`);
    await expect(lab.page.getByRole("heading", { name, exact: true })).toBeVisible();
    expect(hashOf(lab)).toBe(`#${view}`);
  }
});
