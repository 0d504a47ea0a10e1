/**
 * @file A GPU for tests of float16 buffers on any machine: where the adapter has no shader-f16, the shaders that come out
 * of gpu/halves.ts keep the same bytes in words of 32 bits. Not part of the product.
 */

const FEATURE = "shader-f16";

/** The same adapters; those without shader-f16 act as if they had it. */
export function withHalves(gpu: GPU): GPU {
  const requestAdapter: GPU["requestAdapter"] = async (options) => {
    const adapter = await gpu.requestAdapter(options);
    return adapter && (adapter.features.has(FEATURE) ? adapter : emulating(adapter));
  };
  return { requestAdapter } as GPU;
}

function emulating(adapter: GPUAdapter): GPUAdapter {
  const requestDevice: GPUAdapter["requestDevice"] = async ({ requiredFeatures = [], ...rest } = {}) => {
    const others = [...requiredFeatures].filter((feature) => feature !== FEATURE);
    const device = await adapter.requestDevice({ ...rest, requiredFeatures: others });
    const create = device.createShaderModule.bind(device);
    device.createShaderModule = (descriptor) => create({ ...descriptor, code: inWords(descriptor.code) });
    Object.defineProperty(device, "features", { value: new Set([...device.features, FEATURE]) });
    return device;
  };
  const changed: Record<PropertyKey, unknown> = { requestDevice, features: new Set([...adapter.features, FEATURE]) };
  return new Proxy(adapter, {
    get(target, key) {
      const value: unknown = key in changed ? changed[key] : Reflect.get(target, key);
      return typeof value === "function" && !(key in changed) ? value.bind(target) : value;
    },
  });
}

/** Two float16s a word. Neighbours may be stored by different invocations at once, hence the atomics. */
function inWords(code: string): string {
  const stored = [...code.matchAll(/var<storage, read_write> (\w+): array<f16>;/g)].map(([, name]) => name!);
  const word = (name: string) => (stored.includes(name) ? `atomicLoad(&${name}[i / 2u])` : `${name}[i / 2u]`);
  return code
    .replace("enable f16;", "")
    .replace(/(var<storage, read> \w+: array<)f16>;/g, "$1u32>;")
    .replace(/(var<storage, read_write> \w+: array<)f16>;/g, "$1atomic<u32>>;")
    .replace(/return f32\((\w+)\[i\]\);/g, (_, name: string) => `return unpack2x16float(${word(name)})[i % 2u];`)
    .replace(
      /(\w+)\[i\] = f16\(value\);/g,
      (_, name: string) =>
        `atomicAnd(&${name}[i / 2u], select(0xffff0000u, 0x0000ffffu, i % 2u == 1u));\n` +
        `  atomicOr(&${name}[i / 2u], pack2x16float(vec2f(value, 0.0)) << (16u * (i % 2u)));`,
    );
}

/** The numbers in a buffer of float16. */
export function widened(bytes: ArrayBuffer): Float32Array {
  return Float32Array.from(new Uint16Array(bytes), (bits) => {
    const [exponent, fraction] = [(bits >> 10) & 31, bits & 1023];
    const sign = bits >> 15 ? -1 : 1;
    if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
    return sign * (exponent ? 2 ** (exponent - 15) * (1 + fraction / 1024) : 2 ** -24 * fraction);
  });
}
