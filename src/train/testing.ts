/** @file Made-up times of one update for tests, and for the page's made-up runs. Not part of the product. */
import { costsOf, type KernelCost, type Probe, type UpdateCosts } from "./costs.ts";

const kernels: readonly KernelCost[] = [
  { phase: "gather", kernel: "gather-batch", layer: "", operations: 0, ms: 0.4, runs: 1 },
  { phase: "forward", kernel: "conv2d.forward", layer: "conv1", operations: 2e7, ms: 2, runs: 1 },
  { phase: "backward", kernel: "conv2d.weight-gradient", layer: "conv1", operations: 2e7, ms: 8, runs: 1 },
];

/** An update of 100 ms: 80 until the last contribution, then 20; 60 + rank ms of a worker's own. */
export function madeUpCosts(workers: number, probe: Probe = "none"): UpdateCosts {
  return costsOf({
    probe,
    work: Array.from({ length: workers }, (_, rank) => ({
      source: "device",
      workMs: 60 + rank,
      phaseMs: Float32Array.of(1, 15, 35, 4),
      kernels: probe === "kernels" && rank === 0 ? kernels : undefined,
    })),
    broadcastMs: 2,
    contributeMs: 80,
    applyMs: 20,
    phaseMs: Float32Array.of(6, 1, 3),
  });
}
