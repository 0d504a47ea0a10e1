/** @file The page and the command line are one engine: the same configuration gives the same losses. */
import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "@playwright/test";
import { files as machine } from "../src/cli/gpu.ts";
import { findSwiftShader } from "../src/cli/swiftshader.ts";
import { test } from "./the-page.ts";

const launcher = fileURLToPath(new URL("../scripts/lena.mjs", import.meta.url));
const config = { model: "small-cnn-bn", workers: 2, local: 2, microBatch: 8, epochs: 1, trainSize: 320 };
const flags = "--model small-cnn-bn --workers 2 --local 2 --micro-batch 8 --epochs 1 --train-size 320";

/** The page's GPU is SwiftShader (find-browser.mjs), so the command line's has to be, on a machine with a GPU too. */
const driver = findSwiftShader(process.env, machine);
const env = driver ? { ...process.env, VK_DRIVER_FILES: driver, VK_ICD_FILENAMES: driver } : process.env;

/** Float32 rounding over ten updates; both hosts run the same shaders in the same order. */
const LIMIT = 1e-5;

function lossesOf(csv: string): number[] {
  const [head, ...rows] = csv.trimEnd().split("\n");
  const column = head!.split(",").indexOf("loss");
  return rows.map((row) => Number(row.split(",")[column]));
}

function isSoftware(configJson: string): readonly boolean[] {
  const { adapters } = JSON.parse(configJson) as { adapters: readonly { software: boolean }[] };
  return adapters.map(({ software }) => software);
}

test("a run in the page and on the command line, on the same software GPU", async ({ lab }) => {
  test.setTimeout(240_000);
  const folder = await mkdtemp(join(tmpdir(), "lena-same-"));
  try {
    await promisify(execFile)(process.execPath, [launcher, "train", ...flags.split(" "), "--out", folder], { env });
    const written = (name: string) => readFile(join(folder, name), "utf8");
    const fromNode = lossesOf(await written("updates.csv"));

    await lab.page.goto("");
    await lab.fill(config);
    await lab.button("Train").click();
    await expect(lab.status).toHaveText("Finished", { timeout: 120_000 });
    const files = await lab.downloadBundle();
    const downloaded = (name: string) => new TextDecoder().decode(files[name]);
    const fromPage = lossesOf(downloaded("updates.csv"));
    expect(isSoftware(await written("config.json"))).toEqual(isSoftware(downloaded("config.json")));

    expect(fromPage).toHaveLength(10);
    expect(fromNode).toHaveLength(10);
    const worst = Math.max(...fromPage.map((loss, t) => Math.abs(loss - fromNode[t]!) / loss));
    test.info().annotations.push({ type: "largest relative difference", description: `${worst}` });
    expect(worst).toBeLessThan(LIMIT);
  } finally {
    await rm(folder, { recursive: true });
  }
});
