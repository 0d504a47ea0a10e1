/**
 * @file `npm run bench:inspector`: how evenly the Train view draws with 62 layers and over 10,000 updates, form by form,
 * while rows arrive, while the time is dragged, while the pointer moves. Prints a Markdown table.
 */
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright";
import { build, preview } from "vite";
import { chromiumArguments, findBrowser } from "../../scripts/find-browser.mjs";
import { measureVisits, SECONDS } from "./visits.mjs";

const FORMS = ["Curves", "Heat map", "Small multiples"];
const root = fileURLToPath(new URL("../..", import.meta.url));
const outDir = join(root, "dist/bench/inspector");

const load = loadavg()[0].toFixed(1);
await build({
  root: join(root, "bench/inspector"),
  configFile: join(root, "vite.config.ts"),
  publicDir: false,
  logLevel: "warn",
  build: { outDir },
});
const served = { host: "127.0.0.1", port: 4298 };
const server = await preview({ root, configFile: false, logLevel: "warn", build: { outDir }, preview: served });
const browser = await chromium.launch({ executablePath: findBrowser()?.path ?? "", args: chromiumArguments });
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  page.on("pageerror", (error) => console.error(error));
  await page.goto(server.resolvedUrls.local[0]);
  await page.waitForFunction(() => "inspector" in window);
  const { layers, updates } = await page.evaluate(() => window.inspector.start());
  const actions = await page.evaluate(() => window.inspector.actions);
  console.log(
    `\n${layers} layers, ${updates} updates and more as they arrive; window 1440 × 900; ${SECONDS} s each; ms.`,
  );
  console.log(
    `Chromium ${browser.version()}, no GPU, ${availableParallelism()} processors with a load of ${load} before.\n`,
  );
  console.log("| form | while | rows | frames | median | 95% | worst | long tasks | longest |");
  console.log("| --- | --- | --: | --: | --: | --: | --: | --: | --: |");
  for (const form of FORMS) {
    await page.evaluate((form) => window.inspector.choose(form), form);
    for (const action of actions) {
      await page.waitForTimeout(500);
      const { frameMs, longTaskMs, rows } = await page.evaluate(
        ([action, seconds]) => window.inspector.measure(action, seconds),
        [action, SECONDS],
      );
      console.log(`| ${form} | ${action} | ${rows} | ${frameCells({ frameMs, longTaskMs })} |`);
    }
  }
} finally {
  await browser.close();
  await server.close();
}

await build({ root, configFile: join(root, "vite.config.ts"), logLevel: "warn" });
const page = await preview({ root, logLevel: "warn", preview: { ...served, port: 4299 } });
try {
  console.log("\nThe default run in the built page; each visit is a new browser with the profile of the one before.\n");
  console.log("| visit | script, kB of gzip | open → can be used, ms | Train → first curve, ms |");
  console.log("| --: | --: | --: | --: |");
  const launch = { executablePath: findBrowser()?.path ?? "", args: chromiumArguments };
  const visits = await measureVisits(page.resolvedUrls.local[0], launch);
  for (const { visit, scriptKb, readyMs, curveMs } of visits) {
    console.log(`| ${visit} | ${scriptKb.toFixed(1)} | ${readyMs.toFixed(0)} | ${curveMs.toFixed(0)} |`);
  }
  console.log(`\nThe same visits, while the run trains: ${SECONDS} s of frames, ms.\n`);
  console.log("| visit | frames | median | 95% | worst | long tasks | longest |");
  console.log("| --: | --: | --: | --: | --: | --: | --: |");
  for (const { visit, ...frames } of visits) console.log(`| ${visit} | ${frameCells(frames)} |`);
} finally {
  await page.close();
}

function frameCells({ frameMs, longTaskMs }) {
  const sorted = frameMs.toSorted((a, b) => a - b);
  const at = (share) => sorted[Math.floor(share * (sorted.length - 1))].toFixed(1);
  const longest = longTaskMs.length > 0 ? Math.max(...longTaskMs).toFixed(0) : "–";
  return [sorted.length, at(0.5), at(0.95), at(1), longTaskMs.length, longest].join(" | ");
}
