/** @file The files that a chart can be taken home as. Loaded when the first one is asked for. */
import { csvBytes } from "../../../train/export/csv.ts";
import { draw } from "./draw.ts";
import type { ChartPicture, WrittenPicture } from "./picture.ts";
import { pngBytes, pngOfSvg } from "./png-file.ts";
import { svgText } from "./svg-file.ts";

export const formats = { png: "image/png", svg: "image/svg+xml", csv: "text/csv" } as const;
export type Format = keyof typeof formats;

export async function chartFile(picture: ChartPicture | WrittenPicture, format: Format): Promise<Uint8Array> {
  switch (format) {
    case "png":
      return picture.form === "written" ? pngOfSvg(picture.svg) : pngBytes(draw(picture));
    case "svg":
      return new TextEncoder().encode(picture.form === "written" ? picture.svg : svgText(draw(picture)));
    case "csv":
      return csvBytes(picture.table.header, picture.table.rows());
  }
}
