/**
 * @file The data sets that ship: what a configuration may name and how large each
 * split is. Adding one is one line here and a folder of shards under public/data/.
 * A configuration may also describe one of its own, in the same words.
 */
import * as v from "valibot";

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
const whole = (most: number) => v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(most));
const imageCount = whole(10_000_000);
const size = whole(4096);

export const datasetEntrySchema = v.strictObject({
  id: text,
  title: text,
  /** Folder of the shards in the data root: a plain name, since a path could lead out of it. */
  folder: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,60}$/, "wanted a plain name in a-z, 0-9 and -")),
  trainCount: imageCount,
  validationCount: imageCount,
  testCount: imageCount,
  classes: v.pipe(v.array(text), v.minLength(2), v.maxLength(256)),
  /** C, H, W of one image. */
  imageShape: v.tuple([size, size, size]),
});

type Entry = v.InferOutput<typeof datasetEntrySchema>;
export type DatasetEntry = Readonly<Omit<Entry, "classes" | "imageShape">> & {
  readonly classes: readonly string[];
  readonly imageShape: Readonly<Entry["imageShape"]>;
};

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
