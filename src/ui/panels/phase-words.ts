/** @file What a run does beside training, in words. */
import type { ProgressPhase } from "../../train/events.ts";

export const phaseWords: Record<ProgressPhase, string> = {
  data: "Fetching images",
  upload: "Uploading images to the GPU",
  tune: "Choosing kernels",
  compile: "Compiling GPU programs",
  evaluate: "Measuring validation accuracy",
  test: "Measuring test accuracy",
};
