/** @file The runs of the library as rows of the list. */
import { formatBytes, formatCount, formatNumber, formatShare } from "../format.ts";
import type { Theme } from "../theme.ts";
import type { RunLibrary } from "./run-library.ts";
import type { RunGroup } from "./run-list.ts";
import { runStyle } from "./run-styles.ts";
import type { ShownRun } from "./shown-run.ts";

const time = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const day = new Intl.DateTimeFormat("en-US", { month: "short", day: "numeric" });
/** The time of a run of today, the day of an older one. */
const when = (ms: number) => (new Date(ms).toDateString() === new Date().toDateString() ? time : day).format(ms);

export function runGroups(library: RunLibrary, theme: Theme): RunGroup[] {
  const styleOf = (id: string) => (library.chosen.includes(id) ? runStyle(library.places.of(id), theme) : undefined);
  return [
    {
      title: "Opened files",
      rows: library.opened.map((run) => ({
        id: run.id,
        name: run.name,
        detail: detailOf(run),
        style: styleOf(run.id),
      })),
    },
    {
      title: "Kept in this browser",
      empty: "No run yet. Each one that ends is kept, without its weights.",
      rows: library.kept.map(({ id, name, pinned, outcome, updates, testAccuracy, finalAccuracy, savedAt }) => ({
        ...{ id, name, pinned, style: styleOf(id) },
        detail: `${outcome === "diverged" ? "diverged" : accuracyWords(testAccuracy, finalAccuracy)} · ${formatCount(updates)} updates · ${when(savedAt)}`,
      })),
    },
    {
      title: "Recorded",
      rows: library.recorded.map(({ file, title, about, byteLength }) => ({
        ...{ id: file, name: title, about, style: styleOf(file) },
        detail: formatBytes(byteLength),
      })),
    },
  ];
}

/** Which of the two it is, since they differ. */
function accuracyWords(test: number | null | undefined, validation: number | null | undefined, none = "–"): string {
  if (test != null) return `test ${formatShare(test)}`;
  return validation == null ? none : `validation ${formatShare(validation)}`;
}

function detailOf({ store, summary, outcome }: ShownRun): string {
  const loss = `loss ${formatNumber(store?.column("loss").at(-1))}`;
  const result =
    outcome === "diverged"
      ? "diverged"
      : accuracyWords(summary?.testAccuracy, store?.epochs.at(-1)?.validationAccuracy, loss);
  return `${result} · ${formatCount(store?.updateCount)} updates`;
}
