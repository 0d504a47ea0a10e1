/** @file Tables, figures and claims as HTML: the parts that the report and the page share. Not here: the document (report.ts). */
import { type Figure, panelSvgs } from "./figure.ts";
import { element, escapeText } from "./svg.ts";
import type { ResultTable, TableCell } from "./tables.ts";
import type { Claim, Verdict } from "./verdict.ts";

const MARKS: Record<Verdict, string> = {
  agrees: "agrees",
  "in part": "in part",
  disagrees: "does not agree",
  untold: "cannot be told",
};

/** `isBrief`: without the paper's words, where they were read before. */
export function claimMarkup({ sentence, verdict, paper }: Claim, isBrief = false): string {
  const mark = verdict ? element("span", { class: `verdict ${verdict.replace(" ", "-")}` }, MARKS[verdict]) : "";
  const said = paper && !isBrief ? element("span", { class: "said" }, `The paper: ${escapeText(paper)}`) : "";
  return element("p", { class: "claim" }, mark, escapeText(sentence), " ", said);
}

function cellMarkup({ ours, half, paper, note, isBest }: TableCell): string {
  const small = (name: string, text: string) => (text ? element("span", { class: name }, escapeText(text)) : "");
  const theirs = paper
    ? element("i", { class: "theirs" }, element("span", { class: "unseen" }, "paper: "), escapeText(paper))
    : "";
  return element(
    "td",
    {},
    element(isBest ? "b" : "span", { class: "ours" }, escapeText(ours)),
    small("half", half),
    theirs,
    small("note", note),
  );
}

export function tableMarkup({ title, caption, corner, columns, rows }: ResultTable): string {
  const head = [
    element("th", { scope: "col" }, escapeText(corner)),
    ...columns.map((name) => element("th", { scope: "col" }, escapeText(name))),
  ];
  const body = rows.map((row) =>
    element("tr", {}, element("th", { scope: "row" }, escapeText(row.head)), ...row.cells.map(cellMarkup)),
  );
  // Outside the part that scrolls sideways, so that the caption stays in sight.
  const words = element("p", { class: "caption" }, element("strong", {}, escapeText(title)), ". ", escapeText(caption));
  const table = element(
    "table",
    { "aria-label": title },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...body),
  );
  return (
    words + element("div", { class: "scroller", tabindex: 0, role: "region", "aria-label": `${title}, table` }, table)
  );
}

export function figureMarkup(figure: Figure): string {
  const { id, title, caption, panels } = figure;
  return element(
    "figure",
    { id, class: panels.length === 1 ? "single" : "many" },
    element("div", { class: "panels" }, ...panelSvgs(figure)),
    element("figcaption", {}, element("strong", {}, escapeText(title)), ". ", escapeText(caption)),
  );
}
