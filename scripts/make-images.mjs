/**
 * @file `npm run images`: the pictures in docs/images, from real runs in the built page, so that they can be made anew
 * whenever it changes. Trains for two to five minutes without a GPU.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import gifenc from "gifenc";
import { chromium } from "playwright";
import { build, preview } from "vite";
import { chromiumArguments, findBrowser } from "./find-browser.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "docs/images");
const wide = { width: 1440, height: 1000 };
const narrow = { width: 390, height: 844 };
/** Of the animated picture. */
const film = { size: { width: 1280, height: 800 }, scale: 0.75, everyMs: 900, delayMs: 160, colours: 96, most: 60 };

await build({ root, configFile: join(root, "vite.config.ts"), logLevel: "warn" });
mkdirSync(folder, { recursive: true });
const server = await preview({ root, logLevel: "warn", preview: { host: "127.0.0.1", port: 4297 } });
const browser = await chromium.launch({ executablePath: findBrowser()?.path ?? "", args: chromiumArguments });
try {
  const page = await browser.newPage({ viewport: film.size, colorScheme: "light" });
  page.on("pageerror", (error) => console.error(error));
  const go = async (hash) => {
    await page.goto(`${server.resolvedUrls.local[0]}${hash}`);
    await page.waitForTimeout(1500);
  };
  const shot = async (name, { size = wide, dark = false, fullPage = false } = {}) => {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme: dark ? "dark" : "light" });
    await page.waitForTimeout(1000);
    await page.screenshot({ path: join(folder, `${name}.png`), fullPage });
    console.log(`docs/images/${name}.png`);
  };

  await go("#train");
  await page.getByRole("button", { name: "Train", exact: true }).click();
  writeFileSync(join(folder, "run.gif"), await filmed(page, await browser.newPage()));
  console.log("docs/images/run.gif");

  await page.getByRole("button", { name: /^conv2: weight/ }).click();
  await page.mouse.move(0, 0);
  await shot("train");
  await shot("train-dark", { dark: true });
  await shot("train-narrow", { size: narrow });
  await shot("train-whole", { fullPage: true });
  await go("#compare");
  for (const run of await page.locator("lena-run-list").getByRole("checkbox").all()) await run.check();
  await shot("compare");
  await shot("compare-dark", { dark: true });
  await shot("compare-narrow", { size: narrow });
  for (const name of ["about", "replicate"]) {
    await go(`#${name}`);
    // No click, which would scroll to the button.
    if (name === "replicate")
      await page.getByRole("button", { name: "Open the recorded results" }).dispatchEvent("click");
    await shot(name);
    await shot(`${name}-dark`, { dark: true });
    await shot(`${name}-narrow`, { size: narrow });
  }
} finally {
  await browser.close();
  await server.close();
}

/** The run on the page until it is finished, as a GIF. `desk`: an empty page to work on pictures in. */
async function filmed(page, desk) {
  const shots = [];
  const finished = page.locator("lena-run-bar").getByText("Finished", { exact: true });
  for (;;) {
    const isLast = await finished.isVisible();
    shots.push(await page.screenshot());
    if (isLast) break;
    await page.waitForTimeout(film.everyMs);
  }
  const stride = Math.ceil(shots.length / film.most);
  const kept = shots.filter((_, i) => i % stride === 0 || i === shots.length - 1);
  const [width, height] = [film.size.width * film.scale, film.size.height * film.scale];
  const pixels = async (png) => {
    const base64 = await desk.evaluate(scaled, { png: png.toString("base64"), width, height });
    return new Uint8Array(Buffer.from(base64, "base64"));
  };
  const palette = gifenc.quantize(await pixels(kept.at(-1)), film.colours);
  const gif = gifenc.GIFEncoder();
  for (const [i, png] of kept.entries()) {
    const delay = i === kept.length - 1 ? 3000 : film.delayMs;
    gif.writeFrame(gifenc.applyPalette(await pixels(png), palette), width, height, { palette, delay });
  }
  gif.finish();
  return gif.bytes();
}

/** In the page: a picture's pixels at another size, as base64. */
async function scaled({ png, width, height }) {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const context = new OffscreenCanvas(width, height).getContext("2d");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, width, height);
  const blob = new Blob([context.getImageData(0, 0, width, height).data]);
  const reader = new FileReader();
  return new Promise((resolve) => {
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.readAsDataURL(blob);
  });
}
