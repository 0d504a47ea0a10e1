/**
 * @file Of `npm run bench:inspector`: the built page as somebody opens it, three visits with one profile. How much script
 * it fetches, how soon it can be used, how soon a run draws its first curve, and how evenly it draws while it trains.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright";

const VISITS = 3;
/** Two updates make a line. */
const UPDATES_OF_A_LINE = 2;
/** By then all kernels are compiled. */
const STEADY = 12;
/** Of frames, in every measurement. */
export const SECONDS = 6;

/** One row for each visit, times in ms, kB of gzip. */
export async function measureVisits(url, { executablePath, args }) {
  const profile = mkdtempSync(join(tmpdir(), "lena-visits-"));
  const rows = [];
  try {
    for (let visit = 1; visit <= VISITS; visit++) {
      const context = await chromium.launchPersistentContext(profile, { executablePath, args });
      rows.push({ visit, ...(await measureVisit(await context.newPage(), url)) });
      await context.close();
    }
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
  return rows;
}

async function measureVisit(page, url) {
  const scripts = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") scripts.push(response.body());
  });
  await page.goto(url, { waitUntil: "commit" });
  const train = page.getByRole("button", { name: "Train", exact: true });
  await train.and(page.locator(":enabled")).waitFor();
  const readyMs = await page.evaluate(() => performance.now());
  await page.waitForTimeout(1500);
  const bytes = await Promise.all(scripts);
  const updates = await page.locator("lena-run-bar dl > div", { hasText: "Update" }).locator("dd").elementHandle();
  const clicked = page.evaluate(() => performance.now());
  await train.click();
  const drawn = await whenDrawn(page, updates, UPDATES_OF_A_LINE);
  await whenDrawn(page, updates, STEADY);
  return {
    scriptKb: bytes.reduce((sum, one) => sum + gzipSync(one, { level: 9 }).length, 0) / 1000,
    readyMs,
    curveMs: drawn - (await clicked),
    ...(await framesOf(page, SECONDS)),
  };
}

/** When the page had drawn that many updates. */
function whenDrawn(page, updates, count) {
  return page.evaluate(
    ([text, count]) =>
      new Promise((resolve) => {
        const look = () => {
          if (Number.parseInt(text.textContent, 10) < count) requestAnimationFrame(look);
          else requestAnimationFrame(() => resolve(performance.now())); // the charts draw in the same frame as the numbers
        };
        look();
      }),
    [updates, count],
  );
}

/** From one frame to the next, and tasks of 50 ms and more; in ms. */
function framesOf(page, seconds) {
  return page.evaluate(async (seconds) => {
    const longTaskMs = [];
    new PerformanceObserver((list) => {
      longTaskMs.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: "longtask" });
    const frameMs = [];
    const start = await new Promise(requestAnimationFrame);
    for (let last = start; last - start < 1000 * seconds; ) {
      const now = await new Promise(requestAnimationFrame);
      frameMs.push(now - last);
      last = now;
    }
    return { frameMs, longTaskMs };
  }, seconds);
}
