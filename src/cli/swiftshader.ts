/**
 * @file Finds the software GPU (SwiftShader) and the Vulkan loader that ship beside
 * Chromium on Linux. Pure but for the questions to the file system that are given.
 */
import { dirname, join } from "node:path";

export interface FileSystem {
  exists(path: string): boolean;
  /** Names in a folder; none where it cannot be read. */
  list(folder: string): readonly string[];
  /** The file behind symbolic links; the path itself where there is none. */
  resolve(path: string): string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const DRIVER_FILE = "vk_swiftshader_icd.json";
const LOADER_FILE = "libvulkan.so.1";

const fixedFolders = [
  "/usr/lib/chromium",
  "/usr/lib64/chromium-browser",
  "/usr/lib/chromium-browser",
  "/snap/chromium/current/usr/lib/chromium-browser",
  "/opt/google/chrome",
  "/opt/google/chrome-beta",
  "/opt/microsoft/msedge",
];

/** Playwright keeps each browser as <cache>/chromium-1234/chrome-linux64/. */
function playwrightFolders(env: Environment, files: FileSystem): string[] {
  const cache = env.PLAYWRIGHT_BROWSERS_PATH ?? join(env.HOME ?? "/root", ".cache/ms-playwright");
  const builds = files.list(cache).filter((name) => name.startsWith("chromium"));
  return builds.flatMap((build) => files.list(join(cache, build)).map((name) => join(cache, build, name)));
}

/** Folders that may hold a Chromium, the one named by CHROMIUM_PATH first. */
function chromiumFolders(env: Environment, files: FileSystem): string[] {
  const named = env.CHROMIUM_PATH ? [dirname(files.resolve(env.CHROMIUM_PATH))] : [];
  return [...named, ...fixedFolders, ...playwrightFolders(env, files)];
}

/** The driver description to give to the Vulkan loader. */
export function findSwiftShader(env: Environment, files: FileSystem): string | undefined {
  return chromiumFolders(env, files)
    .map((folder) => join(folder, DRIVER_FILE))
    .find(files.exists);
}

/** Chromium's own copy of the Vulkan loader, for machines that have none installed. */
export function findVulkanLoader(env: Environment, files: FileSystem): string | undefined {
  return chromiumFolders(env, files)
    .map((folder) => join(folder, LOADER_FILE))
    .find(files.exists);
}

/** True where a Vulkan driver is installed, by the loader's own search order. */
export function hasVulkanDriver(env: Environment, files: FileSystem): boolean {
  const home = env.HOME ?? "/root";
  const roots = [
    env.XDG_CONFIG_HOME || join(home, ".config"),
    ...(env.XDG_CONFIG_DIRS || "/etc/xdg").split(":"),
    "/etc",
    "/usr/local/etc",
    env.XDG_DATA_HOME || join(home, ".local/share"),
    ...(env.XDG_DATA_DIRS || "/usr/local/share:/usr/share").split(":"),
  ];
  return roots.some((root) => files.list(join(root, "vulkan/icd.d")).some((name) => name.endsWith(".json")));
}
