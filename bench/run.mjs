/** @file `npm run bench`: builds what runs in Node, the workers too, as people get them, and hands over to main.ts. */
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));
const outDir = fileURLToPath(new URL("../dist/bench/node", import.meta.url));
const input = { main: "bench/main.ts" }; // in place of the command line's own
await build({ root, mode: "cli", logLevel: "warn", build: { outDir, rolldownOptions: { input } } });
const { main } = await import(pathToFileURL(`${outDir}/main.js`).href);
process.exit(await main(process.argv.slice(2))); // live WebGPU instances would keep Node running
