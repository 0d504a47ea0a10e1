/** @file Charts where a person has forced colours upon all pages, against the theme that was chosen on this one. */
import { expect, type Locator } from "@playwright/test";
import { test } from "./the-page.ts";

/** Colours that a part of the page shows, without that of the page behind it. */
async function coloursOf(part: Locator): Promise<string[]> {
  const shot = (await part.screenshot({ animations: "disabled" })).toString("base64");
  return part.page().evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(image.width, image.height).getContext("2d")!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    const seen = new Set<string>();
    for (let i = 0; i < data.length; i += 4) seen.add(`rgb(${data.slice(i, i + 3).join(", ")})`);
    seen.delete(getComputedStyle(document.body).backgroundColor);
    return [...seen];
  }, shot);
}

for (const colorScheme of ["light", "dark"] as const) {
  test(`forced ${colorScheme} colours: keys, lamp and progress are seen`, async ({ lab }) => {
    const { page } = lab;
    await page.emulateMedia({ colorScheme, forcedColors: "active", reducedMotion: "reduce" });
    await page.goto("#recorded=small-cnn-lena-n64");
    await expect(lab.status).toHaveText("Finished");
    const parts = page.locator("lena-train-view .key i, lena-run-bar .lamp, lena-run-bar progress");
    await expect(parts).toHaveCount(5);
    for (const part of await parts.all()) expect(await coloursOf(part)).not.toEqual([]);
    const ofLoss = page.locator("lena-train-view .loss .key i");
    expect(await coloursOf(ofLoss.first())).not.toEqual(await coloursOf(ofLoss.last()));
  });
}

for (const [chosen, system] of [
  ["light", "dark"],
  ["dark", "light"],
] as const) {
  test(`a ${chosen} theme, forced ${system} colours: the chart is in the system's, as the page is`, async ({ lab }) => {
    const { page } = lab;
    await page.addInitScript((theme) => localStorage.setItem("lena-theme", theme), chosen);
    await page.emulateMedia({ colorScheme: system, forcedColors: "active" });
    await page.goto("#recorded=small-cnn-lena-n64");
    await expect.poll(() => lab.colouredPixels()).toBeGreaterThan(500);
    // What most of the numbers at the axis are painted in.
    const seen = await page.locator("lena-rates-chart canvas").evaluate((canvas) => {
      const { data } = (canvas as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, 40, 300);
      const inks = new Map<string, number>();
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] === 255) {
          const ink = `rgb(${data[i]}, ${data[i + 1]}, ${data[i + 2]})`;
          inks.set(ink, (inks.get(ink) ?? 0) + 1);
        }
      }
      const [most] = [...inks].sort((one, other) => other[1] - one[1]);
      const probe = document.body.appendChild(document.createElement("p"));
      const { color } = getComputedStyle(probe);
      return { ink: most?.[0], text: color };
    });
    expect(seen.ink).toBe(seen.text);
    expect(seen.text).toBe(system === "dark" ? "rgb(255, 255, 255)" : "rgb(0, 0, 0)");
  });
}
