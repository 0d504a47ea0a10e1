/** @file Every view from a small phone to a large screen: nothing wider than the page, and no part over another. */
import { expect, type Page } from "@playwright/test";
import { test } from "./the-page.ts";

/** Pairs of controls, headings and regions of the view on show that lie over each other without one holding the other. */
async function overlaps(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const parts: Element[] = [];
    const roots: ParentNode[] = [document];
    for (const root of roots) {
      for (const element of root.querySelectorAll("*")) {
        if (element.shadowRoot) roots.push(element.shadowRoot);
        if (element.matches("button, select, h2, h3, main > section, aside, dl > div")) parts.push(element);
      }
    }
    /** Through shadow roots. */
    const isInside = (inner: Element, outer: Element) => {
      for (let at: Node | null = inner; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
        if (at === outer) return true;
      }
      return false;
    };
    /** What is seen of it: cut off where something around it scrolls. undefined: nothing, or it lies on top on purpose. */
    const seen = (element: Element) => {
      let { left, top, right, bottom } = element.getBoundingClientRect();
      for (let at: Node | null = element; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
        if (!(at instanceof Element)) continue;
        const { position, overflow } = getComputedStyle(at);
        if (/sticky|fixed|absolute/.test(position)) return undefined;
        if (overflow === "visible") continue;
        const around = at.getBoundingClientRect();
        [left, top] = [Math.max(left, around.left), Math.max(top, around.top)];
        [right, bottom] = [Math.min(right, around.right), Math.min(bottom, around.bottom)];
      }
      return right > left && bottom > top ? { left, top, right, bottom } : undefined;
    };
    const all = parts.flatMap((part) => {
      const box = part.checkVisibility() ? seen(part) : undefined;
      return box ? [{ part, box }] : [];
    });
    const [shown, boxes] = [all.map(({ part }) => part), all.map(({ box }) => box)];
    const name = (element: Element) =>
      `${element.localName}.${element.className} "${element.textContent?.trim().slice(0, 24)}"`;
    const found: string[] = [];
    boxes.forEach((one, i) => {
      boxes.forEach((other, j) => {
        if (j <= i || isInside(shown[j]!, shown[i]!) || isInside(shown[i]!, shown[j]!)) return;
        const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        if (wide > 1.5 && high > 1.5) found.push(`${name(shown[i]!)} and ${name(shown[j]!)}`);
      });
    });
    return found;
  });
}

for (const width of [360, 1440, 1920, 2560]) {
  test(`${width} px wide: in every view nothing is wider than the page, and nothing overlaps`, async ({ lab }) => {
    const { page } = lab;
    await page.setViewportSize({ width, height: 900 });
    const views = {
      "#recorded=resnet8-lena-n32": "Network",
      "#compare": "Validation accuracy",
      "#replicate": /^Table 1/,
      "#about": "What the paper found",
    };
    for (const [hash, heading] of Object.entries(views)) {
      await page.goto(hash);
      await expect(page.getByRole("heading", { name: heading })).toBeVisible();
      for (const section of await page.locator("main > section:visible").all()) await section.scrollIntoViewIfNeeded();
      await page.evaluate(() => scrollTo(0, 0));
      expect(await lab.widerThanWindow(), hash).toBe(false);
      expect(await overlaps(page), hash).toEqual([]);
    }
    await page.locator("section.here").evaluate((section) => {
      section.style.transform = "translateY(-30px)";
    });
    expect(await overlaps(page), "the measure itself").not.toEqual([]);
  });
}
