/**
 * @file Predictions as pictures for their files: the confusion matrix, the images that the model was most wrong about,
 * and the strip of validation images. On the page: ui/inspect/confusion-table.ts, ui/inspect/image-cards.ts.
 */
import { type ChartInk, chartInk } from "../../../core/palette.ts";
import { datasetOf } from "../../../train/config.ts";
import type { ImageStrip, SnapshotRow, WorstImage } from "../../../train/inspection.ts";
import { filled, LETTER, MARGIN, type Mark, round, rule, TOP, WIDTH, words } from "../../charts/export/marks.ts";
import type { DrawnPicture } from "../../charts/export/picture.ts";
import { runWords } from "../../charts/export/picture-parts.ts";
import type { RunPlan } from "../../charts/run-plan.ts";
import { formatCount, formatShare } from "../../format.ts";
import type { Theme } from "../../theme.ts";
import { confusionRows, strengths } from "../confusion-table.ts";
import { judgedStrip, signOf } from "../image-cards.ts";
import { imagePicture } from "../pixels.ts";

interface Framed {
  readonly plan: RunPlan;
  readonly theme: Theme;
  /** Where in the run. */
  readonly when: string;
}

const frameOf = ({ plan, theme, when }: Framed) => ({
  form: "drawn" as const,
  ink: chartInk[theme],
  subtitle: `${runWords(plan)} · ${when}`,
});

const ROW = 34;
/** Room for the share that was recognised. */
const SHARE = 96;
const WIDEST_CELL = 64;

export function confusionPicture(source: Framed & { readonly confusion: Uint32Array }): DrawnPicture {
  const { confusion, plan } = source;
  const frame = frameOf(source);
  const { ink } = frame;
  const { classes } = datasetOf(plan.config);
  const longest = Math.max(...classes.map(({ length }) => length)) * LETTER;
  const left = Math.round(MARGIN + longest + 12);
  const cell = Math.floor(Math.min(WIDEST_CELL, (WIDTH - MARGIN - SHARE - left) / classes.length));
  const top = Math.round(TOP - 20 + longest);
  const end = left + cell * classes.length;
  const heads = classes.map((name, c) =>
    words(name, { x: left + (c + 0.5) * cell + 4, y: top - 10, colour: ink.soft, angle: -90 }),
  );
  const rows = confusionRows(confusion, classes.length).flatMap(({ label, counts, total, shades }): Mark[] => {
    const y = top + label * ROW;
    const cells = counts.flatMap((images, predicted): Mark[] => {
      const isRight = predicted === label;
      const [strength, fill] = isRight ? [strengths.right, ink.ink] : [strengths.wrong, ink.accent];
      const x = left + predicted * cell;
      const text = { x: x + cell / 2, y: y + ROW / 2 + 4, anchor: "middle" } as const;
      if (images === 0) return [words("·", { ...text, colour: ink.soft })];
      const shade = (shades[predicted]! * strength) / 100;
      return [
        filled(`M${x + 1} ${y + 1}h${cell - 2}v${ROW - 2}h${2 - cell}z`, fill, shade),
        words(formatCount(images), { ...text, colour: ink.ink }),
      ];
    });
    const share = formatShare(total > 0 ? counts[label]! / total : undefined);
    const side = { y: y + ROW / 2 + 4, anchor: "end", colour: ink.soft } as const;
    return [
      words(classes[label]!, { ...side, x: left - 10, colour: ink.ink }),
      ...cells,
      words(share, { ...side, x: end + SHARE - 8 }),
    ];
  });
  const head = words("recognised", { x: end + SHARE - 8, y: top - 10, anchor: "end", colour: ink.soft });
  return {
    ...frame,
    title: "Which classes it mixes up",
    body: { marks: [...heads, head, ...rows], bottom: top + classes.length * ROW },
    table: {
      header: ["label", "predicted", "count"],
      rows: () =>
        Array.from(confusion, (count, i) => [
          classes[Math.floor(i / classes.length)]!,
          classes[i % classes.length]!,
          count,
        ]),
    },
  };
}

/** Columns and heights of cards, and the side of their images. */
const WORST = { columns: 8, height: 176, side: 96 };
const STRIP = { columns: 4, height: 104, side: 84 };

const placeOf = (i: number, { columns, height }: typeof WORST) => ({
  x: Math.round(MARGIN + ((i % columns) * (WIDTH - 2 * MARGIN)) / columns),
  y: TOP - 20 + Math.floor(i / columns) * height,
});
const bottomOf = (count: number, { columns, height, side }: typeof WORST) =>
  TOP - 20 + Math.max(0, Math.ceil(count / columns) - 1) * height + side;

export function worstPicture(source: Framed & { readonly worst: readonly WorstImage[] }): DrawnPicture {
  const { worst, plan } = source;
  const frame = frameOf(source);
  const { ink } = frame;
  const { classes, imageShape } = datasetOf(plan.config);
  const letters = Math.floor(WORST.side / LETTER);
  const marks = worst.flatMap(({ label, predicted, probability, pixels }, i): Mark[] => {
    const { x, y } = placeOf(i, WORST);
    const below = y + WORST.side + 18;
    return [
      { kind: "image", x, y, width: WORST.side, height: WORST.side, pixels: imagePicture(pixels, imageShape) },
      words(shortened(classes[label]!, letters), { x, y: below, colour: ink.soft }),
      sign(label === predicted, x, below + 8, ink),
      words(shortened(classes[predicted]!, letters - 2), { x: x + 16, y: below + 18, colour: ink.ink }),
      words(formatShare(probability), { x, y: below + 36, colour: ink.soft }),
    ];
  });
  return {
    ...frame,
    title: "Most wrong about: what it is, and what it was taken for",
    body: { marks, bottom: bottomOf(worst.length, WORST) + 54 },
    table: {
      header: ["index", "label", "predicted", "probability", "loss"],
      rows: () =>
        worst.map(({ index, label, predicted, probability, loss }) => {
          return [index, classes[label]!, classes[predicted]!, probability, loss];
        }),
    },
  };
}

export function stripPicture(
  source: Framed & { readonly strip: ImageStrip; readonly snapshot: SnapshotRow },
): DrawnPicture {
  const { strip, snapshot, plan } = source;
  const frame = frameOf(source);
  const { classes } = datasetOf(plan.config);
  const judged = judgedStrip(strip, snapshot.probabilities);
  const { side } = STRIP;
  const marks = judged.flatMap(({ label, predicted, shares }, i): Mark[] => {
    const { x, y } = placeOf(i, STRIP);
    const { ink } = frame;
    const right = x + side + 12;
    return [
      { kind: "image", x, y, width: side, height: side, pixels: imagePicture(strip.pixels, strip.shape, i) },
      sign(predicted === label, right, y + 2, ink),
      words(shortened(classes[predicted]!, 14), { x: right + 16, y: y + 12, colour: ink.ink }),
      words(formatShare(shares[predicted]), { x: right, y: y + 31, colour: ink.soft }),
      ...bars(shares, { label, predicted }, { left: right, top: y + 42 }, ink),
    ];
  });
  return {
    ...frame,
    title: "The same validation images throughout",
    body: { marks, bottom: bottomOf(judged.length, STRIP) },
    table: {
      header: ["image", "label", "predicted", ...classes],
      rows: () => judged.map(({ label, predicted, shares }, i) => [i, classes[label]!, classes[predicted]!, ...shares]),
    },
  };
}

const [BARS_WIDTH, BARS_HEIGHT] = [104, 34];

/** A bar per class; the line under one of them marks the true class. */
function bars(
  shares: Float32Array,
  { label, predicted }: { readonly label: number; readonly predicted: number },
  { left, top }: { readonly left: number; readonly top: number },
  ink: ChartInk,
): Mark[] {
  const step = BARS_WIDTH / shares.length;
  const base = top + BARS_HEIGHT;
  const bar = (c: number, y: number, height: number, fill: string) =>
    filled(
      `M${round(left + c * step)} ${round(y)}h${round(step * 0.72)}v${round(height)}h${-round(step * 0.72)}z`,
      fill,
    );
  const strong = predicted === label ? ink.ink : ink.accent;
  return [
    rule(`M${left} ${base + 0.5}h${BARS_WIDTH}`, ink.grid),
    ...Array.from(shares, (share, c): Mark => {
      const height = share * BARS_HEIGHT;
      const mark = bar(c, base - height, height, c === predicted ? strong : ink.soft);
      return c === predicted ? mark : { ...mark, opacity: 0.5 };
    }),
    bar(label, base + 3, 3, ink.ink),
  ];
}

/** A tick or a cross, of 11 pixels. */
function sign(isRight: boolean, x: number, y: number, ink: ChartInk): Mark {
  const lines = signOf(isRight).map((points) => `M${points.map(([dx, dy]) => `${x + dx} ${y + dy}`).join("L")}`);
  return { ...rule(lines.join(""), isRight ? ink.soft : ink.accent), width: 1.75 };
}

const shortened = (name: string, letters: number) => (name.length > letters ? `${name.slice(0, letters - 1)}…` : name);
