/** @file Sizes of a pooling without padding, shared by max and average, and the walk over its windows that the twins share. */
export interface PoolDims {
  /** Images × channels. */
  readonly planes: number;
  readonly height: number;
  readonly width: number;
  /** Rows and columns of a window. */
  readonly sizeR: number;
  readonly sizeC: number;
  readonly stride: number;
  readonly outHeight: number;
  readonly outWidth: number;
}

/** `struct Params` of the pooling shaders; in those of max-pooling the window's columns are a constant. */
export function poolParams(dims: PoolDims) {
  const { planes, height, width, sizeR, sizeC, stride, outHeight, outWidth } = dims;
  return {
    planes,
    height,
    width,
    size_r: sizeR,
    size_c: sizeC,
    stride,
    out_height: outHeight,
    out_width: outWidth,
  };
}

export function inputCount({ planes, height, width }: PoolDims): number {
  return planes * height * width;
}

export function outputCount({ planes, outHeight, outWidth }: PoolDims): number {
  return planes * outHeight * outWidth;
}

/** Calls `visit` for every cell of every window: flat output index, flat input index, place in the window. */
export function forEachWindowCell(dims: PoolDims, visit: (output: number, input: number, code: number) => void): void {
  const { height, width, sizeR, sizeC, stride, outHeight, outWidth } = dims;
  for (let output = 0; output < outputCount(dims); output++) {
    const plane = Math.floor(output / (outHeight * outWidth));
    const row = (Math.floor(output / outWidth) % outHeight) * stride;
    const column = (output % outWidth) * stride;
    for (let code = 0; code < sizeR * sizeC; code++) {
      const inputRow = plane * height + row + Math.floor(code / sizeC);
      visit(output, inputRow * width + column + (code % sizeC), code);
    }
  }
}
