/**
 * @file The data sets that ship: what a configuration may name and how large each
 * split is. Adding one is one line here and a folder of shards under public/data/.
 */

export interface DatasetEntry {
  readonly id: string;
  readonly title: string;
  /** Folder of the shards, relative to the data root. */
  readonly folder: string;
  readonly trainCount: number;
  readonly validationCount: number;
  readonly testCount: number;
  readonly classes: readonly string[];
  /** C, H, W of one image. */
  readonly imageShape: readonly [number, number, number];
}

export const datasets = {
  "fashion-mnist": {
    id: "fashion-mnist",
    title: "Fashion-MNIST (Xiao, Rasul, Vollgraf 2017)",
    folder: "fashion-mnist",
    trainCount: 54_000,
    validationCount: 6_000,
    testCount: 10_000,
    classes: ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
    imageShape: [1, 28, 28],
  },
} as const satisfies Record<string, DatasetEntry>;
export type DatasetId = keyof typeof datasets;
