import { existsSync } from "node:fs";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig, type UserConfig } from "vitest/config";
import { version } from "./package.json";
import { chromiumArguments, findBrowser } from "./scripts/find-browser.mjs";

const define = { __LENA_VERSION__: JSON.stringify(version) };

/** The page: relative addresses, so that it works from any folder of a static host. */
const page: UserConfig = {
  base: "./",
  define,
  build: { target: "es2022", outDir: "dist/page", emptyOutDir: true },
  worker: { format: "es" },
};

/** The command line and its workers, for Node. */
const commandLine: UserConfig = {
  define,
  publicDir: false,
  build: {
    target: "node20",
    ssr: true,
    outDir: "dist/cli",
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        main: "src/cli/main.ts",
        "replica.node": "src/cli/replica.node.ts",
        "coordinator.node": "src/cli/coordinator.node.ts",
      },
    },
  },
};

const tests: UserConfig["test"] = {
  projects: [
    {
      extends: true,
      test: { name: "unit", environment: "node", include: ["src/**/*.test.ts"], exclude: ["src/**/*.gpu.test.ts"] },
    },
    {
      extends: true,
      optimizeDeps: { include: ["lit", "comlink", "uplot", "valibot", "fflate"] },
      test: {
        name: "gpu",
        include: ["src/**/*.gpu.test.ts"],
        testTimeout: 120_000,
        hookTimeout: 120_000,
        fileParallelism: false,
        browser: {
          enabled: true,
          headless: true,
          screenshotFailures: false,
          provider: playwright({
            launchOptions: { executablePath: findBrowser()?.path ?? "", args: chromiumArguments },
          }),
          instances: [{ browser: "chromium" }],
        },
      },
    },
  ],
};

export default defineConfig(({ mode }) => {
  if (mode === "cli") return commandLine;
  return existsSync("node_modules/vitest") && mode === "test" ? { ...page, test: tests } : page;
});
