/**
 * @file The command line, `npm run -s lena -- …`: builds it where it is missing
 * or old, then runs it. All that this file itself says goes to stderr.
 */
import { spawn, spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ensureInstalled } from "./ensure-installed.mjs";
import { isStale } from "./stale.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, "dist/cli/main.js");
const sources = ["src", "shaders", "vite.config.ts", "package.json"].map((name) => join(root, name));

ensureInstalled(root);
if (isStale(main, sources)) {
  const vite = join(root, "node_modules/vite/bin/vite.js");
  const build = [vite, "build", "--mode", "cli", "--logLevel", "error"];
  const { status } = spawnSync(process.execPath, build, { cwd: root, stdio: ["ignore", 2, 2] });
  if (status !== 0) process.exit(1);
}

// Ctrl-C reaches every process of the terminal, and npm sends it on once more. So the child stands apart,
// and this process passes on one signal for each press: a second one means "end at once" to it.
// On Windows it cannot stand apart: Ctrl-C reaches it by itself, and child.kill would end it without a word.
const ECHO_MS = 300;
const isWindows = process.platform === "win32";
const child = spawn(process.execPath, [main, ...process.argv.slice(2)], {
  stdio: "inherit",
  detached: !isWindows,
});
let lastSignal = Number.NEGATIVE_INFINITY;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    const isEcho = performance.now() - lastSignal < ECHO_MS;
    lastSignal = performance.now();
    if (!isEcho && !(isWindows && signal === "SIGINT")) child.kill(signal);
  });
}
child.on("error", (error) => {
  console.error(`lena: ${error.message}`);
  process.exitCode = 1;
});
child.on("exit", (code, signal) => {
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
});
