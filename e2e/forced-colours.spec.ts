/** @file Charts where a person has forced colours upon all pages, against the theme that was chosen on this one. */
import { expect } from "@playwright/test";
import { test } from "./the-page.ts";

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
