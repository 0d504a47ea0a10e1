/**
 * @file The benchmark's page: built as people get it, served on this machine only,
 * opened in one browser. Every contender gets a page of its own.
 */
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "playwright";
import { build, preview } from "vite";
import { chromiumArguments, findBrowser } from "../../scripts/find-browser.mjs";
import { GpuError } from "../../src/core/errors.ts";
import type { RunConfig } from "../../src/train/config.ts";
import type { Contender, PageContenderId } from "../contender.ts";
import type { Host, Places } from "./host.ts";

export async function openPageHost({ root, dataRoot }: Places): Promise<Host> {
  const outDir = join(root, "dist/bench/page");
  await build({
    root: join(root, "bench"),
    configFile: join(root, "vite.config.ts"),
    publicDir: false,
    logLevel: "warn",
    build: { outDir },
  });
  await cp(dataRoot, join(outDir, "data"), { recursive: true });
  const served = { host: "127.0.0.1", port: 4299 };
  const server = await preview({ root, configFile: false, logLevel: "warn", build: { outDir }, preview: served });
  const address = server.resolvedUrls!.local[0]!;
  const { browser, software } = await openBrowser(address);
  const openPage = async () => {
    const page = await browser.newPage();
    await page.goto(address);
    return page;
  };
  return {
    software,
    start: async (id) => new PageContender(await openPage(), id as PageContenderId),
    async kernels(configs) {
      const page = await openPage();
      return page.evaluate((configs) => window.bench.kernels(configs), configs);
    },
    async close() {
      await browser.close();
      await server.close();
    },
  };
}

class PageContender implements Contender {
  constructor(
    private readonly page: Page,
    private readonly id: PageContenderId,
  ) {}

  open(config: RunConfig) {
    return this.page.evaluate(([id, config]) => window.bench.open(id, config), [this.id, config] as const);
  }

  run(updates: number) {
    return this.page.evaluate((updates) => window.bench.run(updates), updates);
  }

  async close() {
    await this.page.evaluate(() => window.bench.close()).catch(() => {}); // what failed before is what counts
    await this.page.close();
  }
}

/** On the GPU, or on the software one where there is none. */
async function openBrowser(address: string): Promise<{ browser: Browser; software: boolean }> {
  const onGpu = chromiumArguments.filter((flag) => !flag.startsWith("--use-webgpu-adapter"));
  for (const args of [onGpu, chromiumArguments]) {
    const browser = await chromium.launch({ executablePath: findBrowser()?.path ?? "", args });
    const page = await browser.newPage();
    await page.goto(address);
    const facts = await page.evaluate(() => window.bench.adapter());
    await page.close();
    if (facts) return { browser, software: facts.software };
    await browser.close();
  }
  throw new GpuError({
    where: "bench",
    wanted: "a browser with a WebGPU adapter",
    found: "none",
    tryThis: "CHROMIUM_PATH=/path/to/chromium npm run bench, or without a browser: npm run bench -- --hosts node",
  });
}
