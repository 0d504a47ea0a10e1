/** @file Is something that was built older than what it was built from? By file times, like make. Bare Node. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

/** Folders count too: their time changes when a file in them goes away. */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return readdirSync(path).reduce((latest, name) => Math.max(latest, newest(join(path, name))), stats.mtimeMs);
}

/** True where `output` is missing or any of `sources` (files or folders) is newer than it. */
export function isStale(output, sources) {
  return !existsSync(output) || sources.some((source) => newest(source) > statSync(output).mtimeMs);
}
