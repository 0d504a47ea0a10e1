import { describe, expect } from "vitest";
import { worstMismatch } from "../core/compare.ts";
import type { Executor } from "../gpu/executor.ts";
import { type BufferPlan, floats } from "../gpu/program.ts";
import { randomFloats, readFloats, TestBuffers, test } from "../gpu/testing.ts";
import type { Conv2dDims } from "./conv2d.ts";
import {
  conv2dForwardTiled,
  conv2dInputGradientTiled,
  conv2dWeightGradientTiled,
  forwardPacked,
  inputGradientPacked,
  weightGradientTiledPartials,
} from "./conv2d-tiled.ts";
import { conv2dForwardTwin, conv2dInputGradientTwin, conv2dWeightGradientTwin } from "./conv2d-twin.ts";
import type { Tile } from "./tile.ts";
import { conv2dForwardTiles, conv2dInputGradientTiles, conv2dWeightGradientTiles } from "./variant.ts";

type Case = Omit<Conv2dDims, "outHeight" | "outWidth">;

const plain: Case = { batch: 3, channels: 3, height: 6, width: 7, filters: 5, kernel: 3, stride: 1, padding: 1 };
const cases: [string, Case][] = [
  ["one element", { batch: 1, channels: 1, height: 1, width: 1, filters: 1, kernel: 1, stride: 1, padding: 0 }],
  ["odd sizes", plain],
  ["one channel, ten filters, one image", { ...plain, batch: 1, channels: 1, filters: 10 }],
  ["five channels, and more terms than a tile is deep", { ...plain, channels: 5, filters: 7 }],
  ["no padding", { ...plain, padding: 0 }],
  ["padding as wide as the kernel", { ...plain, padding: 3 }],
  ["stride 2", { ...plain, stride: 2 }],
  ["stride 2, no padding, last column unused", { ...plain, channels: 8, height: 6, width: 6, stride: 2, padding: 0 }],
  ["stride 3 with a 2×2 kernel: pixels nobody sees", { ...plain, kernel: 2, stride: 3, padding: 0 }],
  ["1×1 kernel with stride 2, as in a shortcut", { ...plain, kernel: 1, stride: 2, padding: 0 }],
  ["5×5 kernel", { ...plain, kernel: 5, padding: 2 }],
  ["several tiles of pixels", { ...plain, batch: 3, height: 11, width: 10, channels: 4, filters: 9 }],
];

function withOutput(dims: Case): Conv2dDims {
  const span = (size: number) => Math.floor((size + 2 * dims.padding - dims.kernel) / dims.stride) + 1;
  return { ...dims, outHeight: span(dims.height), outWidth: span(dims.width) };
}

/** One convolution with numbers to compute on; each method runs one pass with a tile and compares it with the twin. */
class Trial {
  readonly x: Float32Array;
  readonly weight: Float32Array;
  readonly bias: Float32Array;
  readonly dy: Float32Array;

  constructor(
    readonly dims: Conv2dDims,
    readonly executor: Executor,
  ) {
    this.x = randomFloats(dims.batch * dims.channels * dims.height * dims.width, 1);
    this.weight = randomFloats(dims.filters * dims.channels * dims.kernel ** 2, 2);
    this.bias = randomFloats(dims.filters, 3);
    this.dy = randomFloats(dims.batch * dims.filters * dims.outHeight * dims.outWidth, 4);
  }

  /** What came out, so that reruns can be compared. */
  async forward(tile: Tile): Promise<Float32Array> {
    const { dims, x, weight, bias, dy } = this;
    const buffers = new TestBuffers();
    const io = { x: buffers.of(x), weight: buffers.of(weight), packed: floats("packed", forwardPacked(dims)) };
    const [plainY, y] = [buffers.output(dy.length), buffers.output(dy.length)];
    const biased = { ...io, bias: buffers.of(bias), y };
    await buffers.run(this.executor, [
      ...conv2dForwardTiled(dims, { ...io, y: plainY }, tile),
      ...conv2dForwardTiled(dims, biased, tile, true),
    ]);
    const want = conv2dForwardTwin(dims, x, weight, bias).map((value) => Math.max(value, 0));
    await this.#expect(plainY, conv2dForwardTwin(dims, x, weight));
    return this.#expect(y, want);
  }

  async inputGradient(tile: Tile): Promise<Float32Array> {
    const { dims, x, weight, dy } = this;
    const buffers = new TestBuffers();
    const dx = buffers.output(x.length);
    const packed = floats("packed", inputGradientPacked(dims));
    await buffers.run(
      this.executor,
      conv2dInputGradientTiled(dims, { dy: buffers.of(dy), weight: buffers.of(weight), packed, dx }, tile),
    );
    return this.#expect(dx, conv2dInputGradientTwin(dims, dy, weight));
  }

  async weightGradient(tile: Tile): Promise<Float32Array> {
    const { dims, x, weight, dy } = this;
    const buffers = new TestBuffers();
    const dWeight = buffers.output(weight.length);
    const partials = floats("partials", weightGradientTiledPartials(dims, tile));
    await buffers.run(
      this.executor,
      conv2dWeightGradientTiled(dims, { x: buffers.of(x), dy: buffers.of(dy), partials, dWeight }, tile),
    );
    return this.#expect(dWeight, conv2dWeightGradientTwin(dims, x, dy));
  }

  async #expect(plan: BufferPlan, want: Float64Array): Promise<Float32Array> {
    const got = await readFloats(this.executor, plan);
    expect(worstMismatch(got, want)).toBeUndefined();
    return got;
  }
}

describe.each(cases)("tiled conv2d, %s", (_, partial) => {
  const dims = withOutput(partial);

  test("forward, with and without bias and ReLU", async ({ executor }) => {
    await new Trial(dims, executor).forward(conv2dForwardTiles(dims)[0]!);
  });
  test("input gradient", async ({ executor }) => {
    await new Trial(dims, executor).inputGradient(conv2dInputGradientTiles(dims)[0]!);
  });
  test("weight gradient", async ({ executor }) => {
    await new Trial(dims, executor).weightGradient(conv2dWeightGradientTiles(dims)[0]!);
  });
});

/** More filters, pixels and taps than a tile has, and none of them a multiple. */
const several = withOutput({ ...plain, channels: 8, height: 5, width: 5 });

const everyTile = new Map(
  [5, 9, 17, 33, 70].flatMap((filters) =>
    conv2dForwardTiles({ ...several, filters }).map((tile) => [JSON.stringify(tile), { filters, tile }] as const),
  ),
);

test.for([...everyTile.values()])(
  "every tile is right, and gives the same bits twice: $filters filters, $tile.BM × $tile.BN × $tile.BK by $tile.TM × $tile.TN",
  async ({ filters, tile }, { executor }) => {
    const trial = new Trial({ ...several, filters }, executor);
    expect(await trial.forward(tile)).toEqual(await trial.forward(tile));
    expect(await trial.weightGradient(tile)).toEqual(await trial.weightGradient(tile));
  },
);

test("more tiles of pixels than one row of workgroups", async ({ executor }) => {
  const image = { batch: 1, channels: 1, height: 1025, width: 1024 };
  const dims = withOutput({ ...image, filters: 1, kernel: 1, stride: 1, padding: 0 });
  await new Trial(dims, executor).forward({ BM: 8, BN: 16, BK: 4, TM: 2, TN: 2 });
});

test("a NaN goes through a ReLU, so that a diverged run stays visible", async ({ executor }) => {
  const dims = withOutput({ ...plain, batch: 1, kernel: 1, padding: 0, channels: 1, filters: 1 });
  const x = new Float32Array(dims.height * dims.width).fill(-1);
  x[5] = Number.NaN;
  const buffers = new TestBuffers();
  const y = buffers.output(x.length);
  const io = {
    x: buffers.of(x),
    weight: buffers.of(Float32Array.of(1)),
    packed: floats("packed", forwardPacked(dims)),
  };
  await buffers.run(executor, conv2dForwardTiled(dims, { ...io, y }, conv2dForwardTiles(dims)[0]!, true));
  expect(await readFloats(executor, y)).toEqual(x.map((value) => Math.max(value, 0)));
});
