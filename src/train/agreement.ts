/** @file Norm and cosine of each worker's gradient from the products that kernels/worker-agreement.ts measures. */
import type { WorkerAgreement } from "./inspection.ts";

/**
 * `products` (2, W, layers): Σ g·ḡ, then Σ g·g, of each worker's sum over its K micro-batches. `squareMean` (layers):
 * ‖ḡ‖². Rounding may bring a cosine past 1, which is cut off; a NaN stays.
 */
export function agreementOf(products: Float32Array, squareMean: Float32Array, local: number): WorkerAgreement {
  const count = products.length / 2;
  const length = (i: number) => Math.sqrt(products[count + i]!);
  const norm = Float32Array.from({ length: count }, (_, i) => length(i) / local);
  const cosine = Float32Array.from({ length: count }, (_, i) => {
    const lengths = length(i) * Math.sqrt(squareMean[i % squareMean.length]!);
    return lengths === 0 ? 0 : Math.max(-1, Math.min(1, products[i]! / lengths));
  });
  return { norm, cosine };
}
