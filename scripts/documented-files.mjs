/**
 * @file A Vite plugin for tests: files that exist only as code blocks of a page can
 * be imported from where the page says they belong. A block's first line names its
 * file. Blocks for the registry of rules are put into a copy of it, `registry.documented.ts`.
 */
import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

const BLOCK = /^```\w+\n\/\/ (\S+)\n(.*?)^```$/gms;

/** Imports go to the top, entries into the object. */
function registryWith(lines) {
  const isImport = (line) => line.startsWith("import ");
  const registry = readFileSync("src/rates/registry.ts", "utf8");
  const imports = lines.filter(isImport).join("\n");
  const entries = lines.filter((line) => !isImport(line)).join("\n");
  return `${imports}\n${registry.replace("rateRules = {", `rateRules = {\n${entries}\n`)}`;
}

export function documentedFiles(page) {
  const files = new Map();
  for (const [, path, text] of readFileSync(page, "utf8").matchAll(BLOCK)) {
    if (path === "src/rates/registry.ts") {
      files.set(resolve("src/rates/registry.documented.ts"), registryWith(text.split("\n")));
    } else files.set(resolve(path), text);
  }
  return {
    name: "documented-files",
    enforce: /** @type {const} */ ("pre"),
    resolveId(id, importer) {
      const [path, query] = id.split("?");
      const from = path.startsWith("/") || !importer ? "." : dirname(importer);
      const file = [path, resolve(from, path), resolve(`.${path}`)].find((each) => files.has(each));
      return file && (query ? `${file}?${query}` : file);
    },
    load(id) {
      const [path, query] = id.split("?");
      const text = files.get(path);
      if (text === undefined) return undefined;
      return query?.split("&").includes("raw") ? `export default ${JSON.stringify(text)}` : text;
    },
  };
}
