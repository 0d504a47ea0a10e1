/**
 * @file The page as a person meets it: what it says, what can be pressed and
 * filled in. Fails a test on any console error that it did not expect.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import {
  test as base,
  chromium,
  type Download,
  expect,
  type JSHandle,
  type Locator,
  type Page,
} from "@playwright/test";
import { unzipSync } from "fflate";
import { findBrowser } from "../scripts/find-browser.mjs";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export class ThePage {
  readonly page: Page;
  readonly notice: Locator;
  readonly status: Locator;
  /** Console errors and uncaught ones so far. */
  readonly errors: string[] = [];
  #expected: RegExp | undefined;

  constructor(page: Page) {
    this.page = page;
    this.notice = page.getByRole("alert");
    this.status = page.locator("lena-run-bar .status").getByRole("status");
    page.on("console", (message) => {
      if (message.type() === "error" && !this.#expected?.test(message.text())) this.errors.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(String(error)));
  }

  /** The browser itself logs a request that fails; a test that makes one fail says so. */
  expectConsole(text: RegExp): void {
    this.#expected = text;
  }

  button(name: string): Locator {
    return this.page.getByRole("button", { name, exact: true });
  }

  field(name: string): Locator {
    return this.page.locator(`lena-field[data-name="${name}"]`).locator("#control");
  }

  async fill(values: Readonly<Record<string, string | number>>): Promise<void> {
    for (const [name, value] of Object.entries(values)) {
      const field = this.field(name);
      if (await field.evaluate((control) => control instanceof HTMLSelectElement)) await field.selectOption(`${value}`);
      else await field.fill(`${value}`);
    }
  }

  /** The number in the run bar beside a name. */
  async fact(name: string): Promise<string> {
    return (await this.page.locator("lena-run-bar dl > div", { hasText: name }).locator("dd").textContent()) ?? "";
  }

  async updates(): Promise<number> {
    return Number.parseInt((await this.fact("Update")).replaceAll(",", ""), 10);
  }

  /** Presses the button in the menu; the files of the zip that comes, by name. */
  async downloadBundle(): Promise<Readonly<Record<string, Uint8Array>>> {
    const download = this.page.waitForEvent("download");
    await this.button("Share").click();
    await this.page.getByRole("button", { name: /^Download bundle/ }).click();
    return unzipSync(new Uint8Array(await bytesOf(await download)));
  }

  /** The file of a chart of the view on show, by the id of the chart's heading. */
  async chartFile(heading: string, format: "PNG" | "SVG" | "CSV"): Promise<{ name: string; text: string }> {
    const download = this.page.waitForEvent("download");
    const menu = this.page.locator(`section[aria-labelledby=${heading}]:visible lena-export-menu`);
    await menu.getByRole("button", { name: `Save as ${format}` }).click();
    const encoding = format === "PNG" ? "latin1" : "utf8";
    return { name: (await download).suggestedFilename(), text: (await bytesOf(await download)).toString(encoding) };
  }

  /** As a person does it with the mouse: anywhere on the page, or on a part that takes drops itself. */
  async drop(name: string, content: Uint8Array | string, part?: Locator): Promise<void> {
    const base64 = Buffer.from(content).toString("base64");
    const files = await this.page.evaluateHandle(
      ([file, bytes]) => {
        const made = new DataTransfer();
        made.items.add(new File([Uint8Array.from(atob(bytes!), (c) => c.charCodeAt(0))], file!));
        return made;
      },
      [name, base64],
    );
    await this.dropFiles(files, part);
  }

  async dropFiles(dataTransfer: JSHandle<DataTransfer>, part?: Locator): Promise<void> {
    const target = part ?? this.page.locator("body");
    await target.dispatchEvent("dragover", { dataTransfer });
    await expect(this.page.getByText("Drop to open")).toHaveCount(part ? 0 : 1);
    await target.dispatchEvent("drop", { dataTransfer });
  }

  /** Pixels of the rates chart that are a layer's: strongly coloured. */
  async colouredPixels(): Promise<number> {
    return this.page.locator("lena-rates-chart canvas").evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return 0;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) {
        const [r, g, b] = [data[i]!, data[i + 1]!, data[i + 2]!];
        if (data[i + 3]! > 200 && Math.max(r, g, b) - Math.min(r, g, b) > 60) count++;
      }
      return count;
    });
  }

  /** What axe-core finds wrong, one line each. */
  async accessibilityProblems(): Promise<string[]> {
    await this.page.evaluate(axeSource);
    return this.page.evaluate(async () => {
      const { axe } = window as unknown as {
        axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
      };
      const { violations } = await axe.run();
      return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
    });
  }

  /** At each width: nothing wider than the window, and nothing that axe objects to. */
  async expectSoundAt(...widths: readonly number[]): Promise<void> {
    for (const width of widths) {
      await this.page.setViewportSize({ width, height: 800 });
      expect(await this.widerThanWindow(), `wider than ${width} px`).toBe(false);
      expect(await this.accessibilityProblems(), `${width} px wide`).toEqual([]);
    }
  }

  async widerThanWindow(): Promise<boolean> {
    return this.page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  }
}

async function bytesOf(download: Download): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

export type Row = Readonly<Record<string, string>>;

/** Of a CSV file, by the names in its first line. */
export function rowsOf(csv: Uint8Array | undefined): Row[] {
  const [header, ...lines] = new TextDecoder().decode(csv).trim().split("\n");
  const names = header!.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, i) => [names[i]!, cell])));
}

export const test = base.extend<{ lab: ThePage; labWithoutGpu: ThePage }>({
  lab: async ({ page }, use) => {
    const lab = new ThePage(page);
    await use(lab);
    expect(lab.errors).toEqual([]);
  },
  labWithoutGpu: async ({ baseURL }, use) => {
    const args = ["--no-sandbox", "--disable-gpu"];
    const browser = await chromium.launch({ executablePath: findBrowser()?.path ?? "", args });
    const lab = new ThePage(await browser.newPage({ baseURL: baseURL! }));
    await use(lab);
    await browser.close();
    expect(lab.errors).toEqual([]);
  },
});
