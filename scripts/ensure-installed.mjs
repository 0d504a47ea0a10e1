/**
 * @file Installs the dependencies where they are missing or are not those of
 * package-lock.json. Runs on bare Node, before anything is installed, and prints
 * to stderr only.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const WANTED_NODE = [20, 19];

/** @returns {string | undefined} what is wrong with this Node, in words */
export function nodeProblem(version) {
  const [major, minor] = version.split(".").map(Number);
  const [wantedMajor, wantedMinor] = WANTED_NODE;
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor)) return undefined;
  return `LENA Lab: wanted Node ${WANTED_NODE.join(".")} or newer, found ${version}. Try: install the current Node from https://nodejs.org.`;
}

/** Packages of the lock that are not in node_modules in that version. Optional ones depend on the machine. */
export function missingPackages(lock, installed) {
  return Object.entries(lock.packages ?? {})
    .filter(([path, wanted]) => path !== "" && !wanted.optional && !wanted.link)
    .filter(([path, wanted]) => installed.packages?.[path]?.version !== wanted.version)
    .map(([path]) => path);
}

function readJson(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};
}

function isInstalled(root) {
  if (!existsSync(join(root, "package-lock.json"))) return existsSync(join(root, "node_modules/.package-lock.json"));
  const installed = readJson(join(root, "node_modules/.package-lock.json")); // what npm writes when it is done
  return missingPackages(readJson(join(root, "package-lock.json")), installed).length === 0;
}

function runNpm(root, task) {
  const options = { cwd: root, stdio: ["ignore", 2, 2] };
  const args = [task, "--no-audit", "--no-fund"];
  // npm names itself when it runs a script; its command is a .cmd file on Windows, which needs a shell.
  const self = process.env.npm_execpath;
  return self?.endsWith("npm-cli.js")
    ? spawnSync(process.execPath, [self, ...args], options)
    : spawnSync("npm", args, { ...options, shell: process.platform === "win32" });
}

/** Ends the process with code 1 and a message where it cannot be done. */
export function ensureInstalled(root = dirname(dirname(fileURLToPath(import.meta.url)))) {
  const problem = nodeProblem(process.versions.node);
  if (problem) {
    console.error(problem);
    process.exit(1);
  }
  if (isInstalled(root)) return;
  const task = existsSync(join(root, "package-lock.json")) ? "ci" : "install";
  console.error(`LENA Lab: installing the dependencies (npm ${task}) …`);
  const { status, error } = runNpm(root, task);
  if (status === 0) return;
  const reason = error ? error.message : `exit code ${status}`;
  console.error(`LENA Lab: wanted npm ${task} to succeed, found ${reason}. Try: check the network, then npm ${task}.`);
  process.exit(1);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) ensureInstalled();
