/** @file Checks that a layer for images is given images: three sizes, C, H and W. */
import { ShapeError } from "../../core/errors.ts";
import { formatShape, type Shape } from "../../core/shape.ts";

export function imageShape(shape: Shape, where: string): readonly [number, number, number] {
  const [channels, height, width] = shape;
  if (shape.length === 3) return [channels!, height!, width!];
  throw new ShapeError({
    where,
    wanted: "an image of channels x height x width",
    found: `${formatShape(shape)} values`,
    tryThis: "move it above flatten",
  });
}

/** Positions of a window along one side; a ShapeError where there is none. */
export function windowCount(
  size: number,
  window: { readonly size: number; readonly stride: number; readonly padding: number },
  where: string,
): number {
  const count = Math.floor((size + 2 * window.padding - window.size) / window.stride) + 1;
  if (count >= 1) return count;
  throw new ShapeError({
    where,
    wanted: `an input of at least ${window.size}x${window.size} after padding`,
    found: `${size} with padding ${window.padding}`,
    tryThis: `a smaller window, padding of at least ${Math.ceil((window.size - size) / 2)}, or one pooling layer fewer above it`,
  });
}
