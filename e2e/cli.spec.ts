/**
 * @file The built command line, run as a person runs it: what it writes, what it
 * says and how it ends, in good runs and bad ones.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";

const root = fileURLToPath(new URL("..", import.meta.url));
const builtMain = join(root, "dist/cli/main.js");
const small = "--model small-cnn --workers 2 --local 1 --micro-batch 16 --epochs 1 --train-size 512".split(" ");
const updates = 512 / (2 * 16);

interface Ended {
  readonly code: number | null;
  /** The signal that ended it; then there is no code. */
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Starts Node on a script; `watch` sees all of its output so far whenever more comes. */
function node(
  script: string,
  words: readonly string[],
  watch?: (stdout: string, child: ChildProcess) => void,
): Promise<Ended> {
  const child = spawn(process.execPath, [script, ...words], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (text) => {
    stdout += text;
    watch?.(stdout, child);
  });
  child.stderr.on("data", (text) => {
    stderr += text;
  });
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr })));
}

// A run takes about 20 seconds on two free cores.
test.describe.configure({ timeout: 240_000 });

let base = "";
/** A run with --json and --record-order, which several tests look at. */
let recorded: Ended;

test.beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "lena-cli-"));
  await node(join(root, "scripts/lena.mjs"), ["--version"]); // builds what is not up to date
  recorded = await node(builtMain, ["train", ...small, "--out", join(base, "first"), "--json", "--record-order"]);
});
test.afterAll(() => rm(base, { recursive: true }));

const text = (run: string, file: string) => readFile(join(base, run, file), "utf8");
const rowsOf = async (run: string, file: string) => (await text(run, file)).trimEnd().split("\n");

test("a run ends with exit code 0 and a complete, well-formed bundle", async () => {
  expect(recorded.stderr).toBe("");
  expect(recorded.code).toBe(0);
  expect((await readdir(join(base, "first"))).sort()).toEqual([
    "agreement.csv",
    "config.json",
    "confusion.csv",
    "costs.csv",
    "epochs.csv",
    "final.safetensors",
    "initial.safetensors",
    "inspection.safetensors",
    "kernels.csv",
    "layers.csv",
    "order.csv",
    "summary.json",
    "updates.csv",
  ]);
  const config = JSON.parse(await text("first", "config.json"));
  expect(config).toMatchObject({ model: "small-cnn", workers: 2, trainSize: 512, rule: "lena", derived: { n: 2 } });
  expect(config.dataSha256).toMatch(/^[0-9a-f]{64}$/);
  expect(config.adapters).toHaveLength(2);

  const updateRows = await rowsOf("first", "updates.csv");
  expect(updateRows).toHaveLength(1 + updates);
  expect(updateRows[0]).toBe("update,epoch,loss,accuracy,decay,images_per_second,model_gain,elapsed_ms");
  expect(Number(updateRows.at(-1)?.split(",")[2])).toBeLessThan(Number(updateRows[1]?.split(",")[2]));
  const layerRows = await rowsOf("first", "layers.csv");
  expect(layerRows).toHaveLength(1 + updates * 6);
  for (const row of layerRows.slice(1)) {
    const [, , meanSquare, squareMean, gain, , warmup, rate] = row.split(",").map(Number);
    expect(meanSquare).toBeGreaterThanOrEqual(squareMean! * (1 - 1e-5));
    expect(gain).toBeGreaterThanOrEqual(1);
    expect(gain).toBeLessThanOrEqual(2);
    expect(warmup).toBeGreaterThan(0);
    expect(rate).toBeGreaterThan(0);
  }
  expect(await rowsOf("first", "epochs.csv")).toHaveLength(2);
  expect(await rowsOf("first", "costs.csv")).toHaveLength(1 + updates * 3);
  const summary = JSON.parse(await text("first", "summary.json"));
  expect(summary).toMatchObject({ outcome: "finished", updates });
  expect(summary.testAccuracy).toBeGreaterThan(0.2);
});

test("the recorded order uses every image once", async () => {
  const rows = (await rowsOf("first", "order.csv")).slice(1).map((row) => row.split(",").map(Number));
  expect(rows.map(([update, microBatch]) => 2 * update! + microBatch!)).toEqual(rows.map((_, i) => i));
  const indices = rows.flatMap((row) => row.slice(2));
  expect(new Set(indices).size).toBe(512);
  expect(Math.max(...indices)).toBeLessThan(60_000);
});

test("with --json every line of the output is an event", () => {
  const events = recorded.stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const count = (kind: string) => events.filter((event) => event.kind === kind).length;
  expect([count("ready"), count("update"), count("epoch"), count("finished")]).toEqual([1, updates, 1, 1]);
  expect(events.find((event) => event.kind === "update").row.layers.rate).toHaveLength(6);
});

test("the same run twice gives the same bytes", async () => {
  const again = await node(builtMain, [
    "train",
    "--config",
    join(base, "first/config.json"),
    "--out",
    join(base, "again"),
  ]);
  expect(again.code, again.stderr).toBe(0);
  expect(again.stdout).toMatch(/fc\.weight +(update \d+, epoch 1|not reached)/);
  const measured = ["layers.csv", "agreement.csv", "confusion.csv"];
  for (const file of [...measured, "initial.safetensors", "final.safetensors", "inspection.safetensors"]) {
    const [first, second] = await Promise.all(["first", "again"].map((run) => readFile(join(base, run, file))));
    expect(first!.equals(second!), file).toBe(true);
  }
});

/** A run that would take hours, a second or more an update, told to stop once it has made two, and as often again as `times` says. */
function interrupted(out: string, times: number): Promise<Ended> {
  const large = ["--micro-batch", "128", "--local", "8", "--train-size", "8192", "--epochs", "1000"];
  let sent = 0;
  return node(builtMain, ["train", ...small, ...large, "--json", "--out", out], (stdout, child) => {
    if (sent > 0 || !stdout.includes('"kind":"update","row":{"update":1,')) return; // after the first one there is more to do
    for (; sent < times; sent++) setTimeout(() => child.kill("SIGINT"), 200 * sent);
  });
}

test("Ctrl-C stops after the update under way and writes what there is", async () => {
  const stopped = await interrupted(join(base, "stopped"), 1);
  expect(stopped.code, stopped.stderr).toBe(130);
  const summary = JSON.parse(await text("stopped", "summary.json"));
  expect(summary).toMatchObject({ outcome: "stopped", testAccuracy: null });
  expect(await rowsOf("stopped", "updates.csv")).toHaveLength(1 + summary.updates);
});

test("a second Ctrl-C ends at once and writes nothing", async () => {
  const ended = await interrupted(join(base, "ended"), 2);
  expect(ended.signal, ended.stderr).toBe("SIGINT");
  expect(await readdir(join(base, "ended"))).toEqual([]);
});

test("a run that diverges says where, ends with code 1, and leaves the bundle of what led there", async () => {
  // Weight decay times this rate makes every weight about a hundred times larger with each update.
  const apart = "--base-rate 100 --rule none --warmup none --decay none --weight-decay 1".split(" ");
  const out = join(base, "diverged");
  const ended = await node(builtMain, ["train", ...small, ...apart, "--out", out]);
  expect(ended.code, ended.stdout).toBe(1);
  const update = Number(/^lena: .*update (\d+).*Try: .*\n$/.exec(ended.stderr)?.[1]);
  expect(update).toBeGreaterThan(1);
  expect(ended.stdout).toMatch(/bundle: .*diverged\n$/);
  const files = await readdir(out);
  expect(files).toContain("final.safetensors");
  expect(files).not.toContain("summary.json"); // that is of runs that came to an end
  const losses = (await rowsOf("diverged", "updates.csv")).slice(1).map((row) => Number(row.split(",")[2]));
  expect(losses).toHaveLength(1 + update); // the last is the one that went wrong
  expect(losses.slice(0, -1).every(Number.isFinite)).toBe(true);
});

test("a wrong flag, a wrong file and a full folder are refused before anything runs", async () => {
  await writeFile(join(base, "wrong.json"), '{ "workers": 99 }');
  const cases = [
    {
      words: ["train", "--wrokers", "2", "--out", join(base, "x")],
      message: "--wrokers: unknown flag. Try: --workers",
    },
    {
      words: ["train", "--config", join(base, "wrong.json"), "--out", join(base, "x")],
      message: "workers: wanted a whole number from 1 to 16, found 99",
    },
    { words: ["train", "--out", join(base, "first")], message: "--force" },
  ];
  for (const { words, message } of cases) {
    const refused = await node(builtMain, words);
    expect(refused).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining(message) });
  }
});

test("an impossible model is refused with the layer that does not fit", async () => {
  const layers = [
    { type: "conv2d", name: "wide", filters: 4, kernel: 40 },
    { type: "flatten" },
    { type: "dense", name: "fc", units: 10 },
  ];
  await writeFile(join(base, "model.json"), JSON.stringify({ name: "impossible", layers }));
  const failed = await node(builtMain, [
    "train",
    ...small,
    "--model",
    join(base, "model.json"),
    "--out",
    join(base, "impossible"),
  ]);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/wide.*Try:/);
});

test("missing data and a shard cut short end the run with what to try", async () => {
  const missing = await node(builtMain, [
    "train",
    ...small,
    "--data",
    join(base, "nowhere"),
    "--out",
    join(base, "missing"),
  ]);
  expect(missing.code).toBe(1);
  expect(missing.stderr).toMatch(/nowhere.*index\.json.*Try:.*--data/);

  const data = join(base, "data/fashion-mnist");
  await cp(join(root, "public/data/fashion-mnist"), data, { recursive: true });
  await truncate(join(data, "train-00.shard"), 1000);
  const cut = await node(builtMain, ["train", ...small, "--data", join(base, "data"), "--out", join(base, "cut")]);
  expect(cut.code).toBe(1);
  expect(cut.stderr).toMatch(/train-00\.shard.*found 1000 bytes.*Try:/);
});

test.describe("a worker whose script fails", () => {
  for (const script of ["replica.node.js", "coordinator.node.js"]) {
    test(`${script}: the run ends and says so`, async () => {
      const copy = join(base, `broken-${script}`);
      await mkdir(copy);
      await cp(join(root, "dist"), join(copy, "dist"), { recursive: true });
      await symlink(join(root, "node_modules"), join(copy, "node_modules"));
      await writeFile(join(copy, "dist/cli", script), 'throw new Error("broken on purpose");');
      const words = ["train", ...small, "--data", join(root, "public/data"), "--out", join(copy, "out")];
      const failed = await node(join(copy, "dist/cli/main.js"), words);
      expect(failed.code).toBe(1);
      expect(failed.stderr).toMatch(/broken on purpose.*Try:/);
    });
  }
});
