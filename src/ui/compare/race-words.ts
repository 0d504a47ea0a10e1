/** @file What a race would be, in words, and why it cannot begin where it cannot. */
import type { RunConfig } from "../../train/config.ts";
import { modelOf } from "../../train/config.ts";
import { scheduleOf } from "../../train/schedule.ts";
import { formatCount } from "../format.ts";
import type { GpuProblem } from "../gpu-check.ts";
import { type RaceChoice, targetOf } from "./race-setup.ts";

export interface RaceWords {
  readonly ready: boolean;
  /** For the bar. */
  readonly status: string;
  /** The configuration, for the setup. */
  readonly summary: string;
}

export function raceWords(
  choice: RaceChoice,
  base: RunConfig | undefined,
  { busy, gpuProblem }: { busy: boolean; gpuProblem: GpuProblem | undefined },
): RaceWords {
  const summary = base
    ? summaryOf(base)
    : "The form of the Train view has mistakes: mend them there, or take a kept run.";
  const refused = (status: string) => ({ ready: false, status, summary });
  if (gpuProblem) return refused("No race without WebGPU. Kept, opened and recorded runs can be compared.");
  if (busy) return refused("Another view uses the GPU: one at a time");
  if (!base) return refused("No configuration to race with");
  if (targetOf(choice) === undefined) return refused("The target is no accuracy");
  if (choice.chosen.length < 2) return refused("Choose two or more to race");
  const { updateCount } = scheduleOf(base);
  return {
    ready: true,
    status: `Ready: ${choice.chosen.length} runs of ${formatCount(updateCount)} updates each`,
    summary,
  };
}

function summaryOf(config: RunConfig): string {
  const { n, totalBatch } = scheduleOf(config);
  return `${modelOf(config).name}, n ${n}, ${formatCount(totalBatch)} images an update, ${formatCount(config.trainSize)} images, ${config.epochs} epochs, seed ${config.seed}`;
}
