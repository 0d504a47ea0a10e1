/**
 * @file `npm test`: types, lint, unit, gpu, build and e2e, one after the other,
 * all of them even where one fails. The last line is always "N passed, N failed".
 */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { findBrowser } from "./find-browser.mjs";
import { countPlaywright, countVitest, formatTable, verdict } from "./test-report.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = mkdtempSync(join(tmpdir(), "lena-lab-"));
const LIMIT_MS = 20 * 60_000;
const tool = (path) => join(root, "node_modules", path);
const report = (name) => join(reports, `${name}.json`);

const vitest = (project) => ({
  name: project,
  command: [tool("vitest/vitest.mjs"), "run", "--project", project, "--allowOnly=false"].concat([
    "--reporter=default",
    "--reporter=json",
    `--outputFile.json=${report(project)}`,
  ]),
  count: countVitest,
});
const vite = (...args) => [tool("vite/bin/vite.js"), "build", "--logLevel", "warn", ...args];

const steps = [
  { name: "types", command: [tool("typescript/bin/tsc"), "-p", "tsconfig.json"] },
  { name: "lint", command: [tool("@biomejs/biome/bin/biome"), "check", "--error-on-warnings", "."] },
  vitest("unit"),
  vitest("gpu"),
  { name: "page", command: vite() },
  { name: "cli", command: vite("--mode", "cli") },
  {
    name: "e2e",
    command: [tool("@playwright/test/cli.js"), "test", "-c", "e2e", "--forbid-only", "--reporter=list,json"],
    count: countPlaywright,
  },
];

/** Installed already, or Playwright's, or Debian's; else the process ends with a message. */
function ensureBrowser() {
  if (process.env.CHROMIUM_PATH && !findBrowser()) {
    giveUp(
      `CHROMIUM_PATH: wanted the program file of Chromium or Chrome, found ${process.env.CHROMIUM_PATH}`,
      "unset it",
    );
  }
  const attempts = [[process.execPath, [tool("playwright/cli.js"), "install", "chromium"]]];
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    attempts.push(["apt-get", ["update", "-qq"]], ["apt-get", ["install", "-y", "-qq", "chromium"]]);
  }
  for (const [command, args] of attempts) {
    if (findBrowser()) break;
    console.error(`No Chromium or Chrome found; trying: ${[command, ...args].join(" ")}`);
    spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], timeout: LIMIT_MS });
  }
  const browser = findBrowser();
  if (browser) return browser;
  return giveUp(
    "The gpu and e2e tests: wanted Chromium or Chrome, found none",
    'install Google Chrome, or on Debian and Ubuntu "apt-get install chromium", or "npx playwright install chromium"; or set CHROMIUM_PATH',
  );
}

function giveUp(problem, tryThis) {
  console.error(`${problem}. Try: ${tryThis}.`);
  console.log("0 passed, 1 failed");
  process.exit(1);
}

/** The exit code; null where it was ended from outside or took too long. */
function runStep({ name, command }, env) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, command, { cwd: root, env, stdio: ["ignore", "inherit", "inherit"] });
    const timer = setTimeout(() => {
      console.error(`${name}: not done after ${LIMIT_MS / 60_000} minutes; ended.`);
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), 10_000).unref();
    }, LIMIT_MS);
    child.on("error", (error) => console.error(`${name}: ${error.message}`));
    child.on("close", (code) => {
      clearTimeout(timer);
      resolve(code);
    });
  });
}

function countsOf({ name, count }, exitCode) {
  if (!count) return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  try {
    return count(JSON.parse(readFileSync(report(name), "utf8")));
  } catch {
    return undefined; // no report: the runner crashed
  }
}

const browser = ensureBrowser();
console.log(`Browser: ${browser.path} (from ${browser.from})`);
const env = { ...process.env, CHROMIUM_PATH: browser.path, PLAYWRIGHT_JSON_OUTPUT_NAME: report("e2e") };
const rows = [];
for (const step of steps) {
  console.log(`\n── ${step.name}`);
  const start = performance.now();
  const exitCode = await runStep(step, env);
  const result = verdict({ exitCode, counts: countsOf(step, exitCode) });
  rows.push({ name: step.name, ...result, seconds: (performance.now() - start) / 1000 });
}
rmSync(reports, { recursive: true, force: true });

const sum = (key) => rows.reduce((total, row) => total + row[key], 0);
console.log(`\n${formatTable(rows)}\n\n${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = sum("failed") === 0 ? 0 : 1;
