/**
 * @file A chart drawn as a list of marks, which are then written as SVG (svg-file.ts) or painted (png-file.ts), so that
 * both files show the same: a title, the chart in its form, and a legend.
 */
import { curvesBody, multiplesBody } from "./draw-curves.ts";
import { heatBody, lanesBody } from "./draw-rows.ts";
import { type Body, type Drawing, LETTER, MARGIN, type Mark, round, WIDTH, words } from "./marks.ts";
import type { ChartPicture, PictureKey } from "./picture.ts";

const ROW = 20;

export function draw(picture: ChartPicture): Drawing {
  const { ink, title, subtitle } = picture;
  const body = bodyOf(picture);
  const legend = legendMarks(picture, body.bottom + 26);
  const head = [
    words(title, { x: MARGIN, y: 36, size: 18, colour: ink.ink, bold: true }),
    words(subtitle, { x: MARGIN, y: 57, size: 13, colour: ink.soft }),
  ];
  return {
    width: WIDTH,
    height: Math.ceil(body.bottom + legend.height + MARGIN),
    background: ink.panel,
    title,
    marks: [...head, ...body.marks, ...legend.marks],
  };
}

function bodyOf(picture: ChartPicture): Body {
  switch (picture.form) {
    case "curves":
      return curvesBody(picture);
    case "multiples":
      return multiplesBody(picture);
    case "heat":
      return heatBody(picture);
    case "lanes":
      return lanesBody(picture);
    case "drawn":
      return picture.body;
  }
}

function keysOf(picture: ChartPicture): PictureKey[] {
  if (picture.form === "multiples" || picture.form === "drawn") return [...(picture.keys ?? [])];
  if (picture.form !== "curves") return [];
  return picture.curves.flatMap(({ name, ...curve }) => (name === undefined ? [] : { name, ...curve }));
}

/** Columns of names under the chart, each with its line; as many columns as fit. */
function legendMarks(picture: ChartPicture, top: number): { marks: Mark[]; height: number } {
  const { ink } = picture;
  const keys = keysOf(picture);
  const ringName = picture.form === "curves" && picture.rings?.length ? picture.ringName : undefined;
  const names = [...keys.map(({ name }) => name), ...(ringName ? [ringName] : [])];
  if (names.length === 0) return { marks: [], height: 0 };
  const wide = Math.min(WIDTH - 2 * MARGIN, Math.max(...names.map(({ length }) => length)) * LETTER + 60);
  const columns = Math.max(1, Math.floor((WIDTH - 2 * MARGIN) / wide));
  const rows = Math.ceil(names.length / columns);
  const marks = names.flatMap((name, i): Mark[] => {
    const [x, y] = [MARGIN + Math.floor(i / rows) * wide, top + (i % rows) * ROW];
    const key = keys[i];
    const sign: Mark = key
      ? signOf(key, `M${round(x)} ${round(y)}h28`)
      : { kind: "circle", x: x + 14, y, r: 4, stroke: ink.soft, fill: ink.panel };
    return [sign, words(name, { x: x + 38, y: y + 4, colour: ink.ink })];
  });
  return { marks, height: 16 + rows * ROW };
}

const signOf = ({ colour: stroke, width, dash, opacity }: PictureKey, d: string): Mark => {
  // Readable where its line stands behind.
  return { kind: "path", d, stroke, width: Math.max(1.5, width), dash, opacity: opacity && Math.max(0.5, opacity) };
};
