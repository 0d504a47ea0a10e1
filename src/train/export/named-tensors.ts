/**
 * @file Flat weights as tensors under PyTorch's names and in its order, batch-norm
 * statistics included, so that `load_state_dict(strict=True)` takes them.
 */
import type { Model } from "../../nn/model.ts";
import type { NamedTensor } from "./safetensors.ts";

/** `weights`: parameters, then running statistics. `updates`: how many made them (num_batches_tracked). */
export function namedTensors(model: Model, weights: Float32Array, updates: number): NamedTensor[] {
  const part = (first: number, count: number) => weights.slice(first, first + count);
  const tensors: NamedTensor[] = model.layers.map(({ name, shape, offset, size }) => ({
    name,
    shape: [...shape],
    values: part(offset, size),
  }));
  for (const { module, channels, offset } of model.statistics) {
    const first = model.parameterFloats + offset;
    tensors.push(
      { name: `${module}.running_mean`, shape: [channels], values: part(first, channels) },
      { name: `${module}.running_var`, shape: [channels], values: part(first + channels, channels) },
      { name: `${module}.num_batches_tracked`, shape: [], values: BigInt64Array.of(BigInt(updates)) },
    );
  }
  return tensors;
}
