/** @file `npm run bench`: hands over to main.ts. Node 20 does not run TypeScript, Vite does. */
import { fileURLToPath } from "node:url";
import { runnerImport } from "vite";

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const { module } = await runnerImport(main, { configFile: false, logLevel: "warn" });
process.exitCode = await module.main(process.argv.slice(2));
