/** @file The product's own modules, for tests that compute what the page must show. */
import { runnerImport } from "vite";
import product from "../package.json" with { type: "json" };

const define = { __LENA_VERSION__: JSON.stringify(product.version) };

/** By Vite: modules have shaders and models in them, which Node does not import. */
export const load = async <Module>(path: string) =>
  (await runnerImport<Module>(path, { configFile: false, define, logLevel: "error" })).module;

export const { readBundle } = await load<typeof import("../src/session/import/read-bundle.ts")>(
  "./src/session/import/read-bundle.ts",
);
