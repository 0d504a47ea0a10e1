/**
 * @file Makes public/data/fashion-mnist from the four IDX files of Fashion-MNIST
 * (Debian: dataset-fashion-mnist): splits them by a fixed seed, cuts them into
 * shards, writes the manifest. `npm run data [-- FOLDER]`
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { runnerImport } from "vite";

const load = async (path) => (await runnerImport(path, { configFile: false, logLevel: "error" })).module;
const { permutation, Stream } = await load("./src/core/rng.ts");
const { datasets } = await load("./src/data/catalogue.ts");
const { readIdx } = await load("./src/data/formats/idx.ts");
const { channelStatistics } = await load("./src/data/normalisation.ts");
const { MANIFEST_VERSION, parseManifest } = await load("./src/data/manifest.ts");
const { packShard } = await load("./src/data/shard.ts");

const SPLIT_SEED = 0;
const SHARD_COUNT = 3000;
const entry = datasets["fashion-mnist"];
const imageSize = entry.imageShape.reduce((product, size) => product * size);
const from = process.argv[2] ?? "/usr/share/datasets/fashion-mnist";
const to = join("public/data", entry.folder);

function readPair(prefix) {
  const [images, labels] = ["images-idx3", "labels-idx1"].map((kind) => {
    const file = join(from, `${prefix}-${kind}-ubyte.gz`);
    if (!existsSync(file)) {
      console.error(`${file}: not there. Try: apt-get install dataset-fashion-mnist, or name the folder that has it.`);
      process.exit(1);
    }
    return readIdx(file, gunzipSync(readFileSync(file)));
  });
  const [count, height, width] = images.shape;
  if (height * width !== imageSize || labels.shape[0] !== count) {
    throw new Error(`${prefix}: images ${images.shape.join("x")} and labels ${labels.shape} do not fit together`);
  }
  return { images: images.values, labels: labels.values };
}

function pick({ images, labels }, sourceIndex) {
  const picked = { images: new Uint8Array(sourceIndex.length * imageSize), labels: new Uint8Array(sourceIndex.length) };
  sourceIndex.forEach((source, i) => {
    picked.images.set(images.subarray(source * imageSize, (source + 1) * imageSize), i * imageSize);
    picked.labels[i] = labels[source];
  });
  return { ...picked, sourceIndex };
}

function writeSplit(name, pair, sourceIndex) {
  const shards = [];
  for (let first = 0; first < sourceIndex.length; first += SHARD_COUNT) {
    const content = packShard(pick(pair, sourceIndex.slice(first, first + SHARD_COUNT)));
    const stored = gzipSync(content, { level: 9 });
    const file = `${name}-${String(shards.length).padStart(2, "0")}.shard`; // a name in .gz makes some servers unpack it
    writeFileSync(join(to, file), stored);
    shards.push({
      file,
      count: content.length / (imageSize + 5),
      byteLength: content.length,
      storedByteLength: stored.length,
      sha256: createHash("sha256").update(content).digest("hex"),
    });
  }
  return { count: sourceIndex.length, shards };
}

const [train, test] = [readPair("train"), readPair("t10k")];
const order = permutation(SPLIT_SEED, Stream.split, 0, train.labels.length);
const trainIndex = order.slice(0, entry.trainCount);
const validationIndex = order.slice(entry.trainCount);
const testIndex = Uint32Array.from(test.labels, (_, i) => i);

mkdirSync(to, { recursive: true });
const [channelCount, height, width] = entry.imageShape;
const manifest = {
  version: MANIFEST_VERSION,
  id: entry.id,
  imageShape: entry.imageShape,
  classCount: entry.classes.length,
  normalisation: channelStatistics(pick(train, trainIndex).images, channelCount, height * width),
  splitSeed: SPLIT_SEED,
  source: {
    citation:
      "H. Xiao, K. Rasul, R. Vollgraf, Fashion-MNIST: a Novel Image Dataset for Benchmarking Machine Learning Algorithms, arXiv:1708.07747, 2017",
    address: "https://github.com/zalandoresearch/fashion-mnist",
    licence: "MIT, Copyright (c) 2017 Zalando SE; see LICENSE in this folder",
  },
  splits: {
    train: writeSplit("train", train, trainIndex),
    validation: writeSplit("validation", train, validationIndex),
    test: writeSplit("test", test, testIndex),
  },
};
const bytes = Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
parseManifest("the new index.json", bytes, entry);
writeFileSync(join(to, "index.json"), bytes); // last: without it there is no data set
console.log(
  `${to}: ${manifest.splits.train.shards.length} train shards and the rest, normalisation`,
  manifest.normalisation,
);
