/** @file What goes in and out of the built page: links, stories, chart files, help, About. */
import { expect } from "@playwright/test";
import product from "../package.json" with { type: "json" };
import { test } from "./the-page.ts";

const tiny = "#v1=model:small-cnn,workers:1,local:2,trainSize:512,epochs:1";

/** Reads @type{key, name = {value}, …} as BibTeX does: braces inside a value are balanced. Throws at anything else. */
function bibtexEntries(text: string): Record<string, string>[] {
  const entries: Record<string, string>[] = [];
  let at = 0;
  const take = (pattern: RegExp): string[] => {
    const found = new RegExp(pattern, "y");
    found.lastIndex = at;
    const match = found.exec(text);
    if (!match) throw new Error(`no ${pattern} at "${text.slice(at, at + 40)}"`);
    at = found.lastIndex;
    return match;
  };
  while (at < text.length) {
    const [, type, key] = take(/\s*@(\w+)\{([\w:-]+),/);
    const entry: Record<string, string> = { type: type!, key: key! };
    do {
      const [, name] = take(/\s*(\w+)\s*=\s*\{/);
      const start = at;
      for (let depth = 1; depth > 0; at++) {
        if (at >= text.length) throw new Error(`${name} does not end`);
        depth += { "{": 1, "}": -1 }[text[at]!] ?? 0;
      }
      entry[name!] = text.slice(start, at - 1);
    } while (take(/(,?)/)[1]);
    take(/\s*\}\s*/);
    entries.push(entry);
  }
  return entries;
}

test("a link is opened, trained, copied, and opened again; the charts come home as files", async ({ lab }) => {
  const { page } = lab;
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(tiny);
  await expect(lab.field("trainSize")).toHaveValue("512");
  await lab.fill({ microBatch: 8 });
  await lab.button("Train").click();
  await expect(lab.status).toHaveText("Finished", { timeout: 120_000 });

  await lab.button("Share").click();
  await page.getByRole("button", { name: /^Copy link/ }).click();
  await expect(page.locator("lena-share-menu").getByRole("status")).toHaveText("Link copied");
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(new URL(link).hash).toBe("#v1=model:small-cnn,workers:1,microBatch:8,epochs:1,trainSize:512");
  await page.getByRole("button", { name: /^Copy as command line/ }).click();
  await expect(page.locator("lena-share-menu").getByRole("status")).toHaveText("Command line copied");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /^npm run -s lena -- train --model small-cnn --workers 1 .*--train-size 512 --out runs\/small-cnn-lena-n2-seed1$/,
  );
  await page.getByRole("button", { name: /^Copy as BibTeX/ }).click();
  await expect(page.locator("lena-share-menu").getByRole("status")).toHaveText("BibTeX copied");
  const [paper, program] = bibtexEntries(await page.evaluate(() => navigator.clipboard.readText()));
  expect(paper).toMatchObject({ type: "inproceedings", year: "2022", doi: "10.1145/3485447.3511989" });
  expect(paper!.author!.split(" and ")).toEqual(["Ko, Yunyong", "Lee, Dongwon", "Kim, Sang-Wook"]);
  expect(program).toMatchObject({ type: "software", version: product.version, url: new URL("/", page.url()).href });
  expect(new Set([paper!.key, program!.key]).size).toBe(2);
  await page.keyboard.press("Escape");

  const { text: csv } = await lab.chartFile("rates", "CSV");
  expect(csv.split("\n")[0]).toBe("update,conv1.weight,conv1.bias,conv2.weight,conv2.bias,fc.weight,fc.bias");
  expect(csv.trim().split("\n")).toHaveLength(1 + 32);
  expect((await lab.chartFile("rates", "SVG")).text).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  expect((await lab.chartFile("rates", "PNG")).text).toMatch(/^\x89PNG/);

  await page.goto("about:blank");
  await page.goto(link);
  await expect(lab.field("microBatch")).toHaveValue("8");
  await expect(lab.field("model")).toHaveValue("small-cnn");
});

test("a hostile link is explained, and the page is as it was", async ({ lab }) => {
  await lab.page.goto("#v1=workers:2,model:%7B%22__proto__%22:1%7D");
  await expect(lab.notice).toContainText("This configuration cannot be used; nothing was changed");
  await expect(lab.notice).toBeInViewport({ ratio: 1 });
  await expect(lab.field("workers")).toHaveValue("4");
  await expect(lab.button("Train")).toBeEnabled();
  expect(await lab.accessibilityProblems()).toEqual([]);
});

for (const colorScheme of ["light", "dark"] as const) {
  for (const width of [360, 1440]) {
    test(`About, Share and help, ${colorScheme}, ${width} px wide: accessible, nothing wider than the window`, async ({
      lab,
    }) => {
      const { page } = lab;
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      await page.goto("#about");
      await expect(page.getByRole("heading", { name: "One learning rate does not fit all layers" })).toBeVisible();
      expect(await lab.widerThanWindow()).toBe(false);
      expect(await lab.accessibilityProblems()).toEqual([]);
      await page.keyboard.press("?");
      await expect(page.getByRole("dialog", { name: "Keys and words" })).toBeVisible();
      expect(await lab.accessibilityProblems()).toEqual([]);
      await page.keyboard.press("Escape");
      await expect(page.getByRole("dialog")).toBeHidden();
      await page.goto("#train");
      await lab.button("Share").click();
      await expect(page.getByRole("button", { name: /^Copy link/ })).toBeInViewport();
      expect(await lab.accessibilityProblems()).toEqual([]);
    });
  }
}
