/**
 * @file What the benchmark asks of whoever trains: the same run, some updates at a
 * time. Plain data only, so that it crosses into a page or another process.
 */
import { ConfigError } from "../src/core/errors.ts";
import type { AdapterFacts } from "../src/gpu/adapter-facts.ts";
import type { RunConfig } from "../src/train/config.ts";

export const contenderIds = ["page", "node", "jax-js", "tfjs", "pytorch-cpu", "pytorch-cuda"] as const;
export type ContenderId = (typeof contenderIds)[number];
/** Those that run on the benchmark's page. */
export type PageContenderId = Extract<ContenderId, "page" | "jax-js" | "tfjs">;

export interface UpdateResult {
  /** Mean over the images of this update, before its change of the weights. */
  readonly loss: number;
  /** From the update's start until its loss is on the host. */
  readonly ms: number;
}

/** One contender with one run of its own. */
export interface Contender {
  /** Prepares the run; from then on it waits for `run`. */
  open(config: RunConfig): Promise<AdapterFacts>;
  /** The next `updates` updates. */
  run(updates: number): Promise<UpdateResult[]>;
  close(): Promise<void>;
}

/** For a layer that no model of the benchmark has. */
export function missingLayer(peer: string, type: string): ConfigError {
  const tryThis = `add it to bench/contenders/${peer}.ts`;
  return new ConfigError({ where: peer, wanted: "the layers of the benchmark's models", found: type, tryThis });
}
