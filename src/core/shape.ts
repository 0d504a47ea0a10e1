/**
 * @file Sizes of tensors as plain arrays of positive whole numbers, outermost
 * first (N, C, H, W). Data is always contiguous, row-major float32.
 */
import { ShapeError } from "./errors.ts";

export type Shape = readonly number[];

/** Number of elements. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, i) => size === b[i]);
}

export function formatShape(shape: Shape): string {
  return shape.length === 0 ? "a scalar" : shape.join("x");
}

/** Every size a whole number of at least 1, or a ShapeError. */
export function checkShape(where: string, shape: Shape): void {
  if (shape.every((size) => Number.isInteger(size) && size >= 1)) return;
  throw new ShapeError({
    where,
    wanted: "sizes that are whole numbers of at least 1",
    found: formatShape(shape),
    tryThis: "check the layers above it; one of them leaves nothing",
  });
}
