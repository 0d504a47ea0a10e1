/** @file Float64 twins of conv2d.ts: plain loops over the definition, for the reader and for tests. */
import type { Conv2dDims } from "./conv2d.ts";

/**
 * Calls `visit` with the flat indices (into y, x and weight) of every product of the convolution:
 * y[n,f,oh,ow] += x[n,c,oh·S+kr−P,ow·S+kc−P] · weight[f,c,kr,kc].
 */
function eachProduct(dims: Conv2dDims, visit: (y: number, x: number, weight: number) => void): void {
  const { batch, channels, height, width, filters, kernel, stride, padding, outHeight, outWidth } = dims;
  for (let n = 0; n < batch; n++)
    for (let f = 0; f < filters; f++)
      for (let oh = 0; oh < outHeight; oh++)
        for (let ow = 0; ow < outWidth; ow++)
          for (let c = 0; c < channels; c++)
            for (let kr = 0; kr < kernel; kr++)
              for (let kc = 0; kc < kernel; kc++) {
                const ih = oh * stride + kr - padding;
                const iw = ow * stride + kc - padding;
                if (ih < 0 || ih >= height || iw < 0 || iw >= width) continue;
                visit(
                  ((n * filters + f) * outHeight + oh) * outWidth + ow,
                  ((n * channels + c) * height + ih) * width + iw,
                  ((f * channels + c) * kernel + kr) * kernel + kc,
                );
              }
}

export function conv2dForwardTwin(
  dims: Conv2dDims,
  x: ArrayLike<number>,
  weight: ArrayLike<number>,
  bias?: ArrayLike<number>,
): Float64Array {
  const plane = dims.outHeight * dims.outWidth;
  const y = Float64Array.from({ length: dims.batch * dims.filters * plane }, (_, i) =>
    bias ? bias[Math.floor(i / plane) % dims.filters]! : 0,
  );
  eachProduct(dims, (yAt, xAt, wAt) => {
    y[yAt]! += x[xAt]! * weight[wAt]!;
  });
  return y;
}

export function conv2dInputGradientTwin(
  dims: Conv2dDims,
  dy: ArrayLike<number>,
  weight: ArrayLike<number>,
): Float64Array {
  const dx = new Float64Array(dims.batch * dims.channels * dims.height * dims.width);
  eachProduct(dims, (yAt, xAt, wAt) => {
    dx[xAt]! += dy[yAt]! * weight[wAt]!;
  });
  return dx;
}

export function conv2dWeightGradientTwin(dims: Conv2dDims, x: ArrayLike<number>, dy: ArrayLike<number>): Float64Array {
  const dWeight = new Float64Array(dims.filters * dims.channels * dims.kernel ** 2);
  eachProduct(dims, (yAt, xAt, wAt) => {
    dWeight[wAt]! += dy[yAt]! * x[xAt]!;
  });
  return dWeight;
}
