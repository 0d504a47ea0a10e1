/**
 * @file WebGPU in Node, by Dawn (npm package `webgpu`). The driver is chosen once
 * per process, before any worker starts: a real GPU's, else SwiftShader.
 * Not here: devices and what runs on them (gpu/).
 */
import { existsSync, readdirSync, realpathSync } from "node:fs";
import { constants } from "node:os";
import { GpuError } from "../core/errors.ts";
import { type Polling, pollPatiently } from "./polling.ts";
import { type FileSystem, findSwiftShader, findVulkanLoader, hasVulkanDriver } from "./swiftshader.ts";

/** Of this machine. */
export const files: FileSystem = {
  exists: existsSync,
  list: (folder) => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  },
  resolve: (path) => (existsSync(path) ? realpathSync(path) : path),
};

let polling: Polling | undefined;

async function loadDawn(): Promise<typeof import("webgpu")> {
  polling ??= pollPatiently();
  const dawn = await import("webgpu");
  Object.assign(globalThis, dawn.globals); // GPUBufferUsage and its like
  return dawn;
}

/** Resolves when no promise of this thread's GPU is pending: a thread that ends sooner makes Dawn abort the process. */
export async function gpuQuiet(): Promise<void> {
  await polling?.quiet();
}

/** A new instance of Dawn in this thread. A live one keeps Node running: end with process.exit. */
export async function nodeGpu(): Promise<GPU> {
  try {
    const { create } = await loadDawn();
    // Rounding protects from pages that one visits; here it would only hide how long short kernels take.
    return create(["disable-dawn-features=timestamp_quantization"]);
  } catch (cause) {
    throw new GpuError(
      {
        where: "WebGPU in Node",
        wanted: `the npm package webgpu for ${process.platform}-${process.arch}`,
        found: cause instanceof Error ? cause.message : String(cause),
        tryThis: "npm ci, or run in the browser: npm start",
      },
      { cause },
    );
  }
}

/** Makes sure that `nodeGpu()` has an adapter, in this thread and in workers started from now on. */
export async function chooseDriver(): Promise<void> {
  if (process.platform !== "linux") return requireAdapter("no adapter");
  loadVulkan();
  const isChosen = process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES;
  // Asking where there is no driver makes Dawn print warnings.
  if ((isChosen || hasVulkanDriver(process.env, files)) && (await hasAdapter())) return;
  if (isChosen) return requireAdapter(`none with the driver ${isChosen}`);
  const driver = findSwiftShader(process.env, files);
  if (!driver) return requireAdapter("no Vulkan driver and no Chromium");
  // The first name is for loaders from 2022 on, the second for older ones.
  process.env.VK_DRIVER_FILES = driver;
  process.env.VK_ICD_FILENAMES = driver;
  return requireAdapter(`none with Chromium's software GPU ${driver}`);
}

async function hasAdapter(): Promise<boolean> {
  const gpu = await nodeGpu();
  return (await gpu.requestAdapter({ powerPreference: "high-performance" })) !== null;
}

async function requireAdapter(found: string): Promise<void> {
  if (await hasAdapter()) return;
  throw new GpuError({
    where: "WebGPU in Node",
    wanted: "a GPU, or the software GPU that comes with Chromium",
    found,
    tryThis:
      "install your GPU's Vulkan driver, or Chromium for its software GPU (on Debian: apt install chromium), " +
      "or set CHROMIUM_PATH to a Chromium or Chrome",
  });
}

/** Keeps a library loaded after a failed load as a Node module. Linux only. */
const RTLD_NODELETE = 0x1000;

/**
 * Dawn opens "libvulkan.so.1" by name. Where none is installed, Chromium's copy is
 * loaded first: then the name means that one. Setting LD_LIBRARY_PATH would need a second process.
 */
function loadVulkan(): void {
  const own = findVulkanLoader(process.env, files);
  for (const path of ["libvulkan.so.1", ...(own ? [own] : [])]) {
    try {
      process.dlopen({ exports: {} }, path, constants.dlopen.RTLD_NOW | RTLD_NODELETE);
    } catch (error) {
      // It always throws, since this is no Node module; this message means that the library was found.
      if (error instanceof Error && error.message.includes("did not self-register")) return;
    }
  }
}
