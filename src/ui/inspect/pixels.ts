/** @file Pictures as bytes for a canvas: images of the data set, and filters on a diverging scale. */
import type { Theme } from "../../core/palette.ts";

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** (height, width, RGBA) */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** Image `index` of (N, C, H, W) bytes. With three channels in colour, else its first channel in grey. */
export function imagePicture(pixels: Uint8Array, shape: readonly number[], index = 0): Picture {
  const [channels = 1, height = 0, width = 0] = shape;
  const plane = height * width;
  const first = index * channels * plane;
  const rgba = new Uint8ClampedArray(4 * plane);
  const step = channels === 3 ? plane : 0;
  for (let i = 0; i < plane; i++) {
    for (let channel = 0; channel < 3; channel++) rgba[4 * i + channel] = pixels[first + channel * step + i]!;
    rgba[4 * i + 3] = 255;
  }
  return { width, height, rgba };
}

type Rgb = readonly [number, number, number];
/** Below zero, zero, above zero. Blue and orange are told apart by all. */
export const DIVERGING: Record<Theme, readonly [Rgb, Rgb, Rgb]> = {
  light: [
    [27, 79, 160],
    [244, 243, 239],
    [190, 62, 8],
  ],
  dark: [
    [112, 168, 255],
    [30, 34, 40],
    [255, 134, 74],
  ],
};

/** From −1 to 1. */
export function diverging(share: number, theme: Theme): Rgb {
  const [low, middle, high] = DIVERGING[theme];
  const towards = share < 0 ? low : high;
  const far = Math.min(1, Math.abs(share));
  return [0, 1, 2].map((i) => middle[i]! + (towards[i]! - middle[i]!) * far) as unknown as Rgb;
}

/**
 * Filters (F, C, K, K) side by side with one clear pixel between them, a channel under the other, `across` filters in
 * a row. `largest` in absolute value takes the full colour.
 */
export function filterPicture(
  filters: Float32Array,
  [filterCount = 0, channels = 1, height = 0, width = 0]: readonly number[],
  { largest, across, theme }: { largest: number; across: number; theme: Theme },
): Picture {
  const rows = Math.ceil(filterCount / across);
  const [wide, high] = [across * (width + 1) - 1, rows * channels * (height + 1) - 1];
  const rgba = new Uint8ClampedArray(4 * wide * high);
  filters.forEach((value, i) => {
    const [x, y] = [i % width, Math.floor(i / width) % height];
    const [channel, filter] = [Math.floor(i / width / height) % channels, Math.floor(i / width / height / channels)];
    const top = (Math.floor(filter / across) * channels + channel) * (height + 1);
    const place = 4 * ((top + y) * wide + (filter % across) * (width + 1) + x);
    rgba.set([...diverging(largest > 0 ? value / largest : 0, theme), 255], place);
  });
  return { width: wide, height: high, rgba };
}

/**
 * Filters in a row, of a sheet about `stretch` times as wide as high: a number that leaves no gap at its end, where
 * there is one.
 */
export function filtersAcross([filterCount = 1, channels = 1]: readonly number[], stretch = 2): number {
  const most = Math.min(filterCount, Math.ceil(Math.sqrt(stretch * filterCount * channels)));
  for (let across = most; across > most / 2; across--) if (filterCount % across === 0) return across;
  return most;
}
