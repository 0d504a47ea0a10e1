/**
 * @file A WebGPU device that is watched: what its adapter says of itself, whether
 * it was lost, and every validation error that nobody else caught.
 */
import { GpuError } from "../core/errors.ts";
import type { AdapterFacts } from "./adapter-facts.ts";

export interface WatchedDevice {
  readonly device: GPUDevice;
  readonly facts: AdapterFacts;
  /** Throws a GpuError if the device was lost or an error was reported since the last call. */
  check(): void;
  /** The same as `wait`, ended with a GpuError when the device is lost for another reason than destroy(). */
  untilLost<T>(wait: Promise<T>): Promise<T>;
  destroy(): void;
}

/** Limits worth raising from WebGPU's low defaults, as far as the adapter goes. */
const RAISED_LIMITS = [
  "maxBufferSize",
  "maxStorageBufferBindingSize",
  "maxStorageBuffersPerShaderStage",
  "maxComputeWorkgroupStorageSize",
  "maxComputeInvocationsPerWorkgroup",
  "maxComputeWorkgroupSizeX",
] as const;

/** Asked for where the adapter has them; but for shader-f16, nothing depends on them but speed and how time is measured. */
const WANTED_FEATURES: readonly GPUFeatureName[] = ["subgroups", "timestamp-query", "shader-f16"];

/** The most bytes that one buffer may have, and all of it be bound. */
export function bindingLimitOf({ maxBufferSize, maxStorageBufferBindingSize }: GPUSupportedLimits): number {
  return Math.min(maxBufferSize, maxStorageBufferBindingSize);
}

/** What every device with WebGPU allows. */
export const DEFAULT_BINDING_LIMIT = 2 ** 27;

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|warp|basic render|software/i;

export function factsOf(info: GPUAdapterInfo): AdapterFacts {
  const { vendor, architecture, device, description } = info;
  const software = SOFTWARE.test([vendor, architecture, device, description].join(" "));
  return { vendor, architecture, device, description, software };
}

/** @throws {GpuError} where there is no adapter or it gives no device. */
export async function openDevice(gpu: GPU | undefined, label: string): Promise<WatchedDevice> {
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" });
  if (!adapter) {
    throw new GpuError({
      where: label,
      wanted: "a WebGPU adapter",
      found: gpu ? "none: the GPU is blocked, or it crashed twice within two minutes" : "no WebGPU here",
      tryThis: "reload the page, wait two minutes, or use a browser with WebGPU: Chrome, Edge, Safari 26, Firefox 141",
    });
  }
  const requiredLimits: Record<string, number> = {};
  for (const limit of RAISED_LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const requiredFeatures = WANTED_FEATURES.filter((feature) => adapter.features.has(feature));
  const device = await adapter.requestDevice({ label, requiredLimits, requiredFeatures }).catch((cause: unknown) => {
    throw new GpuError({
      where: label,
      wanted: "a device from the adapter",
      found: String(cause),
      tryThis: "close other pages and programs that use the GPU, then start again",
    });
  });
  return watch(device, factsOf(adapter.info), label);
}

function watch(device: GPUDevice, facts: AdapterFacts, label: string): WatchedDevice {
  let failure: GpuError | undefined;
  const fail = (found: string, tryThis: string) => {
    failure ??= new GpuError({ where: label, wanted: "a working GPU device", found, tryThis });
    return failure;
  };
  device.addEventListener("uncapturederror", (event) => {
    const { error } = event as GPUUncapturedErrorEvent;
    const memory = typeof GPUOutOfMemoryError !== "undefined" && error instanceof GPUOutOfMemoryError;
    fail(error.message, memory ? "fewer workers, a smaller micro-batch or a smaller model" : "report this message");
  });
  // One rejection per wait. Racing the long-lived promise itself would keep every wait in memory.
  const waiting = new Set<(error: GpuError) => void>();
  device.lost.then((info) => {
    if (info.reason === "destroyed") return;
    const error = fail(`the device was lost: ${info.message || info.reason}`, "start the run again");
    for (const reject of waiting) reject(error);
  });
  return {
    device,
    facts,
    untilLost: (wait) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure);
        waiting.add(reject);
        wait.then(resolve, reject).finally(() => waiting.delete(reject));
      }),
    check() {
      if (failure) throw failure;
    },
    destroy: () => device.destroy(),
  };
}
