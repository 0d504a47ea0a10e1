/**
 * @file `npm start`: builds the page where it is missing or old, serves it on this
 * machine only, prints the address and opens a browser where there is one.
 * Flags: --port N (that port or none), --no-open.
 */
import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build, preview } from "vite";
import { isStale } from "./stale.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const sources = ["index.html", "src", "shaders", "public", "vite.config.ts", "package.json"];
const DEFAULT_PORT = 4173;

function fail(message) {
  console.error(`LENA Lab: ${message}`);
  process.exit(1);
}

function readFlags() {
  try {
    const options = { port: { type: "string" }, "no-open": { type: "boolean", default: false } };
    const { values } = parseArgs({ options });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port >= 1 && port <= 65535)) {
      fail(`--port: wanted a number from 1 to 65535, found ${values.port}.`);
    }
    return { port, open: !values["no-open"] };
  } catch (error) {
    return fail(`${error.message}. Try: npm start -- [--port N] [--no-open]`);
  }
}

function openBrowser(address) {
  const hasScreen = process.platform !== "linux" || process.env.DISPLAY || process.env.WAYLAND_DISPLAY;
  if (process.env.CI || !hasScreen) return;
  const [command, ...args] = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[process.platform] ?? ["xdg-open"];
  const child = spawn(command, [...args, address], { stdio: "ignore", detached: true });
  child.on("error", () => {}); // the address is printed; a person can open it
  child.unref();
}

const { port, open } = readFlags();
if (
  isStale(
    join(root, "dist/page/index.html"),
    sources.map((name) => join(root, name)),
  )
) {
  console.log("LENA Lab: building the page …");
  await build({ root, logLevel: "warn" });
}
const server = await preview({
  root,
  configFile: false,
  logLevel: "warn",
  appType: "mpa", // a missing file is a 404, not the start page
  build: { outDir: "dist/page" },
  preview: { host: "127.0.0.1", port: port ?? DEFAULT_PORT, strictPort: port !== undefined },
}).catch((error) => fail(`cannot serve the page: ${error.message}. Try: another --port.`));

const address = `http://localhost:${server.httpServer.address().port}/`;
console.log(`LENA Lab: ${address}  (Ctrl-C ends it)`);
if (open) openBrowser(address);
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    server.httpServer.closeAllConnections();
    process.exit(0);
  });
}
