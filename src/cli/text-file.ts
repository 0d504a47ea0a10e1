/** @file A small text in the user's cache folder, where each system keeps such things. */
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { TextStore } from "../train/tile-cache.ts";
import type { Environment } from "./swiftshader.ts";

export function cacheFolder(platform: NodeJS.Platform, env: Environment, home: string = homedir()): string {
  if (env.XDG_CACHE_HOME) return join(env.XDG_CACHE_HOME, "lena-lab");
  if (platform === "win32") return join(env.LOCALAPPDATA || join(home, "AppData", "Local"), "lena-lab", "Cache");
  if (platform === "darwin") return join(home, "Library", "Caches", "lena-lab");
  return join(home, ".cache", "lena-lab");
}

export function textFile(path: string): TextStore {
  return {
    read: () => readFile(path, "utf8"),
    async write(text) {
      await mkdir(dirname(path), { recursive: true });
      // Whole or not at all, also where two runs end at once.
      const part = `${path}.${process.pid}`;
      await writeFile(part, text);
      await rename(part, path);
    },
  };
}
