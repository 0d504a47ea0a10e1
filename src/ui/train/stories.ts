/**
 * @file Configurations that show one thing each, in a few minutes also where a processor plays the GPU, and what to watch
 * for in them. Not here: how they are chosen (story-chooser.ts).
 */
import { defaultRunConfig, type RunConfig } from "../../train/config.ts";

export interface Story {
  readonly title: string;
  /** What to watch for, in two sentences. */
  readonly note: string;
  readonly config: RunConfig;
}

/** A batch of 1,024 images. */
const large = { model: "small-cnn", workers: 4, local: 16, trainSize: 8192, epochs: 5 } as const;

const story = (title: string, change: Partial<RunConfig>, note: string): Story => {
  return { title, note, config: { ...defaultRunConfig, ...change } };
};

export const stories: readonly Story[] = [
  story(
    "First look",
    {},
    "Every layer starts near 0 and ends its warm-up at its own update, where its ring is. Then it finds a place of its own between floor and ceiling: high where its micro-batches disagree, low where they agree.",
  ),
  story(
    "Large batch",
    large,
    "64 micro-batches go into each update, so there are only 40 updates, and the warm-ups outlast them. Watch the gains: they stay far below 64, and LENA trains where one factor of 64 for all layers fails.",
  ),
  story(
    "Watch linear scaling fail",
    { ...large, rule: "linear", warmup: "fixed" },
    "The same run, but every layer gets 64 times the base rate. The loss jumps and then stays at that of guessing among ten classes, and validation accuracy stays near 10%.",
  ),
  story(
    "ResNet-8",
    { model: "resnet8", workers: 2, local: 4, trainSize: 4096, epochs: 2 },
    "A deeper network with 29 layers, each with its own curve. Compare batch-norm scales and shifts (dotted, dash-dotted) with the convolutions (solid) of the same depth.",
  ),
  story(
    "One worker",
    { workers: 1, local: 1, trainSize: 4000, epochs: 2 },
    "With one micro-batch per update there is nothing to compare, so every gain is 1. All layers share one rate: LENA is then plain SGD with a warm-up.",
  ),
];
