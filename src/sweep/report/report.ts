/**
 * @file The report of a sweep as files: a page that stands alone and needs no script, CSV, and figures as SVG. Text only:
 * who writes it where is up to the caller.
 */
import { datasetOf } from "../../train/config.ts";
import type { SweepResult } from "../sweep.ts";
import { claimsOf } from "./claims.ts";
import { csvFiles } from "./csv.ts";
import { figureSvg } from "./figure.ts";
import { figuresOf } from "./figures.ts";
import { configOf } from "./grid.ts";
import { claimMarkup, figureMarkup, tableMarkup } from "./markup.ts";
import { accuracyText, countText, durationText, halfText } from "./numbers.ts";
import { citation } from "./paper.ts";
import { partStyles, reportStyles } from "./report-styles.ts";
import { element, escapeText } from "./svg.ts";
import { tablesOf } from "./tables.ts";
import type { Claim } from "./verdict.ts";

/** By path within the report's folder. */
export function reportFiles(result: SweepResult): Map<string, string> {
  const files = new Map([["report.html", reportHtml(result)]]);
  for (const [name, text] of csvFiles(result)) files.set(`csv/${name}`, text);
  for (const figure of figuresOf(result)) files.set(`figures/${figure.id}.svg`, figureSvg(figure));
  return files;
}

export function reportHtml(result: SweepResult): string {
  const { sweep } = result;
  const title = escapeText(sweep.title);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title} · LENA Lab</title>
<style>
${partStyles}
${reportStyles}
</style>
</head>
<body>
<header>
<p class="kicker">LENA Lab · sweep report</p>
<h1>${title}</h1>
${facts(result)}
</header>
<main>
${results(result)}
${methods(result)}
</main>
</body>
</html>
`;
}

function facts(result: SweepResult): string {
  const { facts: known, doneRuns, plannedRuns } = result;
  const config = configOf(result.sweep, {});
  const model = typeof config.model === "string" ? config.model : config.model.name;
  const left = doneRuns < plannedRuns ? `, ${countText(plannedRuns - doneRuns)} still to be made` : "";
  const list: [string, string | undefined][] = [
    ["What", `${countText(doneRuns)} runs${left}: ${model} on ${datasetOf(config).title}`],
    ["Command", known.command],
    ["Adapter", known.adapters.join("; ") || "none yet"],
    ["Time", `${durationText(known.wallSeconds)} for all runs together, LENA Lab ${known.productVersion}`],
    ["Seeds", known.seeds.join(", ")],
    [
      "Data",
      `${overlapWords(result)} Manifest SHA-256 ${known.dataSha256.map((hash) => hash.slice(0, 12)).join(", ") || "unknown"}.`,
    ],
    ["Test set", testWords(result)],
    ["Target", targetWords(result)],
  ];
  const rows = list.flatMap(([name, text]) => {
    if (text === undefined) return [];
    const shown = name === "Command" ? element("code", {}, escapeText(text)) : escapeText(text);
    return `${element("dt", {}, name)}${element("dd", {}, shown)}`;
  });
  return element("dl", { class: "facts" }, ...rows);
}

function overlapWords({ facts: { overlap } }: SweepResult): string {
  if (!overlap) return "The splits were not compared for images that they share.";
  const images = `${countText(overlap.compared)} images of the three splits were compared`;
  if (overlap.shared === 0) return `${images}: none is in two of them.`;
  return `${images}: ${countText(overlap.shared)} ${overlap.shared === 1 ? "is" : "are"} in more than one.`;
}

function testWords({ baseline, cells }: SweepResult): string {
  const runs = [...(baseline ? [baseline] : []), ...cells].flatMap((cell) => cell.runs);
  const used = runs.filter(({ testAccuracy }) => testAccuracy !== null).length;
  return `used once per run, after its last update: by ${countText(used)} of ${countText(runs.length)} runs. Nothing was chosen by it.`;
}

function targetWords({ target, baseline, sweep }: SweepResult): string | undefined {
  if (!sweep.baseline) return undefined;
  if (!target || !baseline?.finalAccuracy) return "not known yet: it needs the single-worker runs.";
  const half = halfText(baseline.finalAccuracy, accuracyText);
  const single = `a single worker's final validation accuracy, ${accuracyText(target.baselineAccuracy)}${half && ` ${half}`}`;
  return `${accuracyText(target.accuracy)}: ${single}, minus ${target.tolerance}.`;
}

/** Each claim stands under the figure that shows it; those of tables, and of figures that are not there, come first. */
function results(result: SweepResult): string {
  const tables = tablesOf(result);
  const figures = figuresOf(result);
  const claims = claimsOf(result);
  const ids = new Set(figures.map(({ id }) => id));
  const ofTables = claims.filter(({ about }) => !ids.has(about));
  const brief = (one: Claim) => claimMarkup(one, true);
  const section = (name: string, parts: readonly string[]) =>
    parts.length > 0 ? element("section", {}, element("h2", {}, name), ...parts) : "";
  if (figures.length === 0) return element("p", {}, "No run has a result yet.");
  return [
    section(
      "What it shows",
      claims.map((one) => claimMarkup(one)),
    ),
    section("Tables", [...tables.map(tableMarkup), ...ofTables.map(brief)]),
    section(
      "Figures",
      figures.flatMap((figure) => [
        figureMarkup(figure),
        ...claims.filter(({ about }) => about === figure.id).map(brief),
      ]),
    ),
  ].join("\n");
}

function methods({ sweep }: SweepResult): string {
  const paper = sweep.preset
    ? `<p class="small">The paper's numbers are for ${escapeText(citation.protocol)}, one run each, and its released code drew the validation images independently of the training images, so that most of them were trained on. Compare orderings, not absolute accuracies. ${escapeText(citation.text)} doi:${citation.doi}</p>`
    : "";
  return `<section><h2>How to read this</h2>
<p class="small">Intervals are 95% intervals of the mean over seeds (Student's t). A verdict counts a difference only where Welch's 95% interval of the difference of two means, over seeds, leaves zero out; seeds are taken as independent samples, not as pairs, except for comparisons within one run (gains of two layers, or of two epochs). “Agrees”: sure at more than half of the places compared, and nowhere surely the opposite. “In part”: sure somewhere. “Does not agree”: surely the opposite somewhere and sure nowhere. “Cannot be told”: all differences are within the spread over seeds, or there is one seed only. No correction for many comparisons is made.</p>
<p class="small">“Never” means that at least half of the runs did not reach the target. A diverged run counts with the accuracy of chance; a failed run is left out. All numbers are in csv/, all figures in figures/.</p>
${paper}</section>`;
}
