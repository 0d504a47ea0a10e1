/**
 * @file Makes public/recorded: runs that open without WebGPU, each made by the command line from a fixed configuration and
 * packed as its bundle without what no chart shows. `npm run record [-- NAME …]`; with `--epochs N` a short trial.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { zipSync } from "fflate";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "public/recorded");
/** So that the same run makes the same archive. */
const MODIFIED = new Date(Date.UTC(2026, 0, 1));
const NOT_SHOWN = ["initial.safetensors", "final.safetensors", "order.csv"];

const small = { model: "small-cnn", workers: 4, local: 16, microBatch: 16, trainSize: 8192, epochs: 8, baseRate: 0.02 };
const runs = [
  {
    name: "small-cnn-lena-n64",
    title: "LENA, small CNN, n = 64",
    about:
      "64 micro-batches an update. Each layer warms up at its own pace, and the model learns where linear scaling does not.",
    config: { ...small, rule: "lena", warmup: "state-aware" },
  },
  {
    name: "small-cnn-linear-n64",
    title: "Linear scaling, small CNN, n = 64",
    about:
      "64 times the base rate for every layer, with the usual warm-up: too much for this model, which learns nothing.",
    config: { ...small, rule: "linear", warmup: "fixed" },
  },
  {
    name: "resnet8-lena-n32",
    title: "LENA, ResNet-8, n = 32",
    about:
      "Residual blocks with batch norm. Rates begin up to 15 times apart, scales of the first block in front, conv1 last, and come together after the warm-ups.",
    config: {
      ...{ model: "resnet8", workers: 4, local: 8, microBatch: 16, trainSize: 6144, epochs: 4, baseRate: 0.02 },
      ...{ rule: "lena", warmup: "state-aware" },
    },
  },
];

const { values, positionals } = parseArgs({ allowPositionals: true, options: { epochs: { type: "string" } } });
mkdirSync(folder, { recursive: true });
for (const run of runs) {
  if (positionals.length === 0 || positionals.includes(run.name)) record(run);
}
const there = readdirSync(folder);
const index = runs
  .filter(({ name }) => there.includes(`${name}.zip`))
  .map(({ name, title, about }) => {
    const file = `${name}.zip`;
    return { file, title, about, byteLength: readFileSync(join(folder, file)).length };
  });
writeFileSync(join(folder, "index.json"), `${JSON.stringify(index, null, 2)}\n`);

function record({ name, config }) {
  const out = mkdtempSync(join(tmpdir(), "lena-record-"));
  try {
    const file = join(out, "config.json");
    writeFileSync(file, JSON.stringify({ ...config, ...(values.epochs && { epochs: Number(values.epochs) }) }));
    const bundle = join(out, "bundle");
    const command = [join(root, "scripts/lena.mjs"), "train", "--config", file, "--out", bundle];
    const { status } = spawnSync(process.execPath, command, { stdio: "inherit" });
    if (status !== 0) throw new Error(`${name}: the run ended with ${status}`);
    const files = readdirSync(bundle).filter((one) => !NOT_SHOWN.includes(one));
    const entries = files.sort().map((one) => [one, readFileSync(join(bundle, one))]);
    const zip = zipSync(Object.fromEntries(entries), { level: 9, mtime: MODIFIED });
    writeFileSync(join(folder, `${name}.zip`), zip);
    console.log(
      `${name}.zip: ${zip.length} bytes, ${entries.map(([one, { length }]) => `${one} ${length}`).join(", ")}`,
    );
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}
