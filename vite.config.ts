/** @file The builds (page, command line) and the test projects (unit in Node, gpu in Chromium). */
import { playwright } from "@vitest/browser-playwright";
import type { UserConfig } from "vite";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import product from "./package.json" with { type: "json" };
import { documentedFiles } from "./scripts/documented-files.mjs";
import { chromiumArguments, findBrowser } from "./scripts/find-browser.mjs";

const define = { __LENA_VERSION__: JSON.stringify(product.version) };

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

const tests: ViteUserConfig["test"] = {
  projects: [
    {
      extends: true,
      test: {
        name: "unit",
        environment: "node",
        include: ["{src,scripts,bench}/**/*.test.ts"],
        exclude: ["**/*.gpu.test.ts"],
      },
    },
    {
      // On an adapter that has shader-f16, which Chromium's software GPU has not.
      extends: true,
      test: {
        name: "f16",
        environment: "node",
        include: ["src/**/*.f16.gpu.test.ts"],
        setupFiles: ["scripts/node-gpu.mjs"],
        testTimeout: 120_000,
      },
    },
    {
      extends: true,
      plugins: [documentedFiles("docs/adding-a-rule.md")],
      optimizeDeps: { include: ["lit", "lit/directives/live.js", "comlink", "uplot", "valibot", "fflate"] },
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
  return mode === "test" ? { ...page, test: tests } : page;
});
