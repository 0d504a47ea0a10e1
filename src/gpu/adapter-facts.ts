/** @file What an adapter says of itself, as plain data that crosses worker boundaries. */

export interface AdapterFacts {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
  /** True for one that computes on the processor (SwiftShader, llvmpipe, WARP). */
  readonly software: boolean;
}
