/**
 * @file Finds a Chromium or Chrome for the tests: the one named by CHROMIUM_PATH,
 * one that is installed, or Playwright's own. Runs on bare Node.
 */
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

/** Flags that give a WebGPU adapter on a machine without a GPU, and quiet. */
export const chromiumArguments = [
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
  "--no-sandbox",
  "--disable-gpu-watchdog",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

const commands = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge"];
const fixedPlaces = [
  "/usr/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe",
];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function playwrightBrowser() {
  try {
    const path = createRequire(import.meta.url)("playwright").chromium.executablePath();
    return path && existsSync(path) ? path : undefined;
  } catch {
    return undefined; // Playwright is not installed yet
  }
}

/** @returns {{ path: string, from: string } | undefined} */
export function findBrowser(env = process.env) {
  if (env.CHROMIUM_PATH) {
    return isExecutable(env.CHROMIUM_PATH) ? { path: env.CHROMIUM_PATH, from: "CHROMIUM_PATH" } : undefined;
  }
  const onPath = (env.PATH ?? "").split(delimiter).flatMap((folder) => commands.map((name) => join(folder, name)));
  const installed = [...onPath, ...fixedPlaces].find(isExecutable);
  if (installed) return { path: installed, from: "this machine" };
  const own = playwrightBrowser();
  return own ? { path: own, from: "Playwright" } : undefined;
}
