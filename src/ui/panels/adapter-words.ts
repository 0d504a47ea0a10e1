/** @file What an adapter is called, and in plain words what it means for speed. */
import type { AdapterFacts } from "../../train/events.ts";

export function adapterName(adapter: AdapterFacts | undefined): string {
  if (!adapter) return "not started";
  const { description, device, vendor, architecture } = adapter;
  return description || device || [vendor, architecture].filter(Boolean).join(" ") || "unnamed adapter";
}

/** What a person should know about speed; nothing where there is nothing to say. `isRecorded`: not of this browser. */
export function adapterNotes(adapters: readonly AdapterFacts[], isRecorded: boolean): string[] {
  const notes: string[] = [];
  if (adapters.some(({ software }) => software)) {
    notes.push(
      isRecorded
        ? "Recorded on a processor, without a GPU."
        : "No GPU found by the browser: training runs on the processor, slowly.",
    );
  }
  const distinct = new Set(adapters.map(adapterName)).size;
  if (adapters.length > 1 && distinct === 1) {
    const shared = adapters[0]!.software ? "processor" : "GPU";
    notes.push(
      `${adapters.length} workers share one ${shared}: they use what one alone leaves idle, and that is all the speed they add.`,
    );
  }
  return notes;
}
