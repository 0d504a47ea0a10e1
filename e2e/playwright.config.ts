/** @file Whole-product tests: the built page in a real Chromium, and the built command line. */
import { defineConfig } from "@playwright/test";
import { chromiumArguments, findBrowser } from "../scripts/find-browser.mjs";

const PORT = 4199;

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  workers: 1, // one software GPU for all
  retries: 0,
  timeout: 120_000,
  use: {
    baseURL: `http://localhost:${PORT}/`,
    browserName: "chromium",
    launchOptions: { executablePath: findBrowser()?.path ?? "", args: chromiumArguments },
  },
  webServer: {
    command: `node scripts/start.mjs --no-open --port ${PORT}`,
    cwd: "..",
    url: `http://localhost:${PORT}/`,
    timeout: 60_000,
    reuseExistingServer: false,
  },
});
