/** @file Who spent time on which parts, as bars one below the other, for the files of a chart. On the page: lanes and bars of their own. */
import { type ChartInk, chartInk } from "../../core/palette.ts";
import { filled, MARGIN, type Mark, round, TOP, WIDTH, words } from "../charts/export/marks.ts";
import type { PictureKey } from "../charts/export/picture.ts";
import type { Theme } from "../theme.ts";
import { costColour, type LanePart, partName } from "./cost-look.ts";

export interface PartBar {
  readonly name: string;
  /** Beside the name. */
  readonly facts: string;
  readonly pieces: readonly { readonly part: LanePart; readonly fromMs: number; readonly ms: number }[];
}

const [ROW, NARROW_ROW, MOST_WIDE] = [30, 18, 12];
const [LEFT, RIGHT] = [300, WIDTH - MARGIN];
const START = TOP - 16;

export function partBars(bars: readonly PartBar[], totalMs: number, theme: Theme) {
  const ink = chartInk[theme];
  const height = bars.length > MOST_WIDE + 1 ? NARROW_ROW : ROW;
  const across = (ms: number) => round(LEFT + (ms / totalMs) * (RIGHT - LEFT));
  const parts = new Set<LanePart>();
  const marks = bars.flatMap(({ name, facts, pieces }, i): Mark[] => {
    const top = START + i * height;
    const y = top + height / 2 + 4;
    const paths = new Map<LanePart, string>();
    for (const { part, fromMs, ms } of pieces) {
      const [left, right] = [across(fromMs), across(fromMs + ms)];
      if (right > left) paths.set(part, `${paths.get(part) ?? ""}M${left} ${top + 3}H${right}v${height - 6}H${left}z`);
    }
    for (const part of paths.keys()) parts.add(part);
    return [
      words(name, { x: MARGIN, y, colour: ink.ink }),
      words(facts, { x: LEFT - 14, y, anchor: "end", colour: ink.soft }),
      ...[...paths].map(([part, d]) => filled(d, lookOf(part, theme, ink).colour, lookOf(part, theme, ink).opacity)),
    ];
  });
  return {
    marks,
    across,
    top: START,
    bottom: START + bars.length * height,
    keys: [...parts].map(
      (part): PictureKey => ({ name: partName(part), width: 10, dash: [], ...lookOf(part, theme, ink) }),
    ),
  };
}

function lookOf(part: LanePart, theme: Theme, { soft }: ChartInk): { colour: string; opacity?: number } {
  if (part === "wait") return { colour: soft, opacity: 0.16 };
  return part === "work" ? { colour: soft, opacity: 0.4 } : { colour: costColour(part, theme) };
}
