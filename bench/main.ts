/**
 * @file Builds and serves the benchmark's page, runs the contenders in one browser,
 * in turns, each time on a fresh page, and writes what was found.
 * Not here: the work itself (workload.ts) and who does it (lena-lab.ts, jax-js.ts).
 */
import { mkdir, writeFile } from "node:fs/promises";
import { availableParallelism, loadavg } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type Browser, chromium } from "playwright";
import { build, preview } from "vite";
import product from "../package.json";
import { chromiumArguments, findBrowser } from "../scripts/find-browser.mjs";
import { ConfigError, DivergedError, GpuError } from "../src/core/errors.ts";
import { makeReport, markdown } from "./report.ts";
import { worstDifference } from "./statistics.ts";
import type { ContenderId, Round } from "./workload.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const outDir = join(root, "dist/bench");
const resultFile = join(root, "bench/results/w1.json");
const WORKLOAD = "W1: small-cnn, 28×28×1, batch 128, forward, backward and momentum SGD";
const LOSS_TOLERANCE = 1e-3;
/** Fewer say nothing about the noise. */
const MIN_ROUNDS = 5;
const versions = { "lena-lab": product.version, "jax-js": product.devDependencies["@jax-js/jax"] };

/** Returns the exit code. */
export async function main(words: string[]): Promise<number> {
  const { contenders, rounds } = readFlags(words);
  const loadBefore = loadavg()[0]!;
  const { address, close } = await servePage();
  const browser = await openBrowser(address);
  try {
    const results = await runInTurns(browser, address, contenders, rounds);
    const lossDifference = checkLosses(results);
    const { adapter } = results.get("lena-lab")![0]!;
    const setting = { workload: WORKLOAD, adapter, processorCount: availableParallelism(), loadBefore, lossDifference };
    const report = makeReport(setting, results, versions);
    await mkdir(join(resultFile, ".."), { recursive: true });
    await writeFile(resultFile, `${JSON.stringify(report, null, 2)}\n`);
    console.log(`\n${markdown(report)}`);
    return 0;
  } finally {
    await browser.close();
    await close();
  }
}

function readFlags(words: string[]): { contenders: ContenderId[]; rounds: number } {
  const options = {
    peers: { type: "string", default: "jax-js" },
    rounds: { type: "string", default: `${MIN_ROUNDS}` },
  } as const;
  const { peers, rounds } = parseArgs({ args: words, options }).values;
  if (!["none", "jax-js"].includes(peers) || !/^\d+$/.test(rounds) || Number(rounds) < MIN_ROUNDS) {
    throw new ConfigError({
      where: "bench",
      wanted: `--peers none or jax-js, --rounds a number from ${MIN_ROUNDS}`,
      found: words.join(" "),
      tryThis: "npm run bench -- --peers none",
    });
  }
  return { contenders: peers === "none" ? ["lena-lab"] : ["lena-lab", "jax-js"], rounds: Number(rounds) };
}

/** Built as people get it, so that an edit during a run changes nothing. */
async function servePage(): Promise<{ address: string; close: () => Promise<void> }> {
  await build({
    root: join(root, "bench"),
    configFile: join(root, "vite.config.ts"),
    publicDir: join(root, "public"),
    logLevel: "warn",
    build: { outDir },
  });
  const served = { host: "127.0.0.1", port: 4299 };
  const server = await preview({ root, configFile: false, logLevel: "warn", build: { outDir }, preview: served });
  return { address: server.resolvedUrls!.local[0]!, close: () => server.close() };
}

/** On the GPU, or on the software one where there is none. */
async function openBrowser(address: string): Promise<Browser> {
  const onGpu = chromiumArguments.filter((flag) => !flag.startsWith("--use-webgpu-adapter"));
  for (const args of [onGpu, chromiumArguments]) {
    const browser = await chromium.launch({ executablePath: findBrowser()?.path ?? "", args });
    const page = await browser.newPage();
    await page.goto(address);
    const adapter = await page.evaluate(async () => Boolean(await navigator.gpu?.requestAdapter()));
    await page.close();
    if (adapter) return browser;
    await browser.close();
  }
  throw new GpuError({
    where: "bench",
    wanted: "a browser with a WebGPU adapter",
    found: "none",
    tryThis: "CHROMIUM_PATH=/path/to/chromium npm run bench",
  });
}

async function runInTurns(browser: Browser, address: string, contenders: readonly ContenderId[], rounds: number) {
  const results = new Map(contenders.map((id): [ContenderId, Round[]] => [id, []]));
  for (let round = 1; round <= rounds; round++) {
    for (const [id, done] of results) {
      console.log(`round ${round} of ${rounds}: ${id}`);
      const page = await browser.newPage();
      await page.goto(address);
      done.push(await page.evaluate((id) => window.bench[id](), id));
      await page.close();
    }
    checkLosses(results);
  }
  return results;
}

/** A fast wrong answer is no result. Returns the largest relative difference. */
function checkLosses(results: ReadonlyMap<ContenderId, readonly Round[]>): number {
  const all = [...results.values()].flat().map(({ losses }) => losses);
  const worst = Math.max(...all.map((losses) => worstDifference(losses, all[0]!)));
  if (worst <= LOSS_TOLERANCE) return worst;
  throw new DivergedError({
    where: "bench",
    wanted: `the same losses within ${LOSS_TOLERANCE} from every contender`,
    found: [...results].map(([id, rounds]) => `${id} ${rounds.at(-1)?.losses.join(", ")}`).join("; "),
    tryThis: "npm run test:gpu, which compares every kernel with its twin",
  });
}
