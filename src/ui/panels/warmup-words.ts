/** @file When the warm-ups of a run ended, in a sentence. Each layer's own end is in the warm-up race. */
import type { WarmupEnd } from "../../train/events.ts";
import { formatCount } from "../format.ts";

/** `ends`: by layer name, those that ended alone; `names`: of all layers. */
export function warmupWords(names: readonly string[], ends: Readonly<Record<string, WarmupEnd>>): string {
  const ended = names.flatMap((name) => (ends[name] ? [{ name, update: ends[name].update }] : []));
  ended.sort((one, other) => one.update - other.update);
  const [first, last] = [ended[0], ended.at(-1)];
  if (!first || !last) return "No layer's warm-up ended: the run was too short for it.";
  const open = names.length - ended.length;
  const after = open > 0 ? ` ${open} of ${names.length} had not ended.` : "";
  if (first.update === last.update && open === 0)
    return `Every layer's warm-up ended at update ${formatCount(first.update)}.`;
  if (ended.length === 1) return `One warm-up ended, at ${at(first)}.${after}`;
  return `The first warm-up ended at ${at(first)}, the last at ${at(last)}.${after}`;
}

const at = ({ name, update }: { name: string; update: number }) => `update ${formatCount(update)} (${name})`;
