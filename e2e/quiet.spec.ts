/** @file What must not move: nothing animates where a person asked for less motion, and no panel shifts what is on show. */
import { expect, type Page } from "@playwright/test";
import { test } from "./the-page.ts";

/** 46 updates: long enough to look at while it trains. */
const run = "#v1=model:small-cnn,workers:2,local:2,microBatch:32,trainSize:6000,epochs:1";

/** Running animations and transitions, and scrollers that glide: through all shadow roots, which the document leaves out. */
async function motion(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const roots: (Document | ShadowRoot)[] = [document];
    const found: string[] = [];
    for (const root of roots) {
      for (const animation of root.getAnimations()) {
        const target = animation.effect instanceof KeyframeEffect ? animation.effect.target : null;
        found.push(`${animation.constructor.name} of ${target?.localName}.${target?.className}`);
      }
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        if (getComputedStyle(element).scrollBehavior === "smooth")
          found.push(`smooth scrolling of ${element.localName}`);
      }
    }
    return found;
  });
}

test("with reduced motion nothing animates while it trains; without, the lamp of the run does", async ({ lab }) => {
  const { page } = lab;
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto(run);
  await lab.button("Train").click();
  await expect(lab.status).toHaveText("Training", { timeout: 60_000 });
  for (const before of [0, 4, 8]) {
    await expect.poll(() => lab.updates(), { timeout: 60_000 }).toBeGreaterThan(before);
    await page.getByRole("button", { name: /^conv2: weight/ }).click();
    await lab.button("One update").hover();
    expect(await motion(page)).toEqual([]);
  }
  await page.emulateMedia({ reducedMotion: "no-preference" });
  expect(await motion(page)).toContain("CSSAnimation of span.lamp running");
});

/** Where each part of the Train view stands in the page, and how high it is; the last one has nothing below it to move. */
async function places(page: Page): Promise<string[]> {
  return page.locator("lena-train-view main > section:not(.costs)").evaluateAll((sections) => {
    const top = sections[0]!.getBoundingClientRect().top;
    return sections.map((section) => {
      const { y, height } = section.getBoundingClientRect();
      return `${section.className} at ${Math.round(y - top)}, ${Math.round(height)} high`;
    });
  });
}

for (const width of [360, 768, 1024, 1440, 2560]) {
  test(`${width} px wide: every panel has its room from the start, through 12 updates of a run`, async ({ lab }) => {
    const { page } = lab;
    await page.setViewportSize({ width, height: 900 });
    await page.goto(run);
    for (const panel of await page.locator("lena-train-view main > section > *").all()) {
      await panel.scrollIntoViewIfNeeded();
      await expect.poll(() => panel.evaluate((element) => element.matches(":defined"))).toBe(true);
    }
    await page.evaluate(() => scrollTo(0, 0));
    await expect(page.locator("lena-predictions-panel").getByRole("table").first()).toBeAttached();
    const before = await places(page);
    expect(before).toHaveLength(11);
    await lab.button("Train").click();
    for (const update of [0, 2, 12]) {
      await expect.poll(() => lab.updates(), { timeout: 60_000 }).toBeGreaterThan(update);
      expect(await places(page)).toEqual(before);
    }
  });
}

test("what is on screen does not shift when a run begins, nor where its panels come into view", async ({ lab }) => {
  const { page } = lab;
  // Chromium's own measure, also right after a click: the share of the window that moved, times how far.
  await page.addInitScript(() => {
    const shifts: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as PerformanceEntry & { value: number }).value);
    }).observe({ type: "layout-shift" });
    Object.assign(window, { shifts });
  });
  const shifted = () =>
    page.evaluate(() =>
      (window as unknown as { shifts: number[] }).shifts.splice(0).reduce((sum, one) => sum + one, 0),
    );
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto(run);
  await expect(page.locator("lena-why-panel")).toContainText("Why this rate?");
  await page.waitForLoadState("networkidle");
  await shifted();
  for (let screen = 0; screen < 5; screen++) {
    await page.mouse.wheel(0, 700);
    await page.waitForLoadState("networkidle");
    await page.waitForTimeout(200);
  }
  expect(await shifted(), "scrolling down").toBeLessThan(0.01);
  await page.evaluate(() => scrollTo(0, 0));
  await lab.button("Train").click();
  await expect.poll(() => lab.updates(), { timeout: 60_000 }).toBeGreaterThan(12);
  expect(await shifted(), "12 updates").toBeLessThan(0.01);
  await page.evaluate(() => {
    document.body.style.paddingTop = "40px";
  });
  await expect.poll(shifted, "the measure itself").toBeGreaterThan(0.01);
});

test("the time slider stays where it is, to the pixel, whatever the run is at", async ({ lab }) => {
  const { page } = lab;
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.goto("#v1=model:small-cnn,workers:2,local:2,microBatch:32,trainSize:1024,epochs:2");
  await expect(lab.button("Train")).toBeEnabled();
  // At every frame: which boxes it had, and what the bar said of the run by then.
  await page.evaluate(() => {
    const bar = document.querySelector("lena-app")!.shadowRoot!.querySelector("lena-train-view")!.shadowRoot!;
    const slider = bar.querySelector("lena-time-scrubber")!.shadowRoot!.querySelector("input")!;
    const words = bar.querySelector("lena-run-bar")!.shadowRoot!.querySelector(".words")!;
    const seen = { boxes: new Set<string>(), words: new Set<string>() };
    const look = () => {
      const { x, y, width, height } = slider.getBoundingClientRect();
      seen.boxes.add([x, y, width, height].map(Math.round).join());
      seen.words.add(words.textContent.replaceAll(/[\d,.]+/g, "#"));
      requestAnimationFrame(look);
    };
    look();
    Object.assign(window, { seen });
  });
  const seen = (what: "boxes" | "words") =>
    page.evaluate((key) => [...(window as unknown as { seen: Record<string, Set<string>> }).seen[key]!], what);
  await lab.button("Train").click();
  await expect(lab.status).toHaveText("Finished", { timeout: 90_000 });
  const words = (await seen("words")).join("; ");
  for (const phase of ["Ready", "Training", "Measuring validation accuracy# of # images", "Finished"])
    expect(words).toContain(phase);
  expect(await seen("boxes")).toHaveLength(1);
  await page.setViewportSize({ width: 1100, height: 900 });
  await expect.poll(() => seen("boxes"), "the measure itself").toHaveLength(2);
});
