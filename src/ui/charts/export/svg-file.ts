/** @file A drawing as an SVG file that stands alone. */
import { element, escapeText, label } from "../../../sweep/report/svg.ts";
import { type Drawing, type Mark, round } from "./marks.ts";
import { pngOfPixels } from "./pixels-png.ts";

const FONT = "'IBM Plex Sans', 'Plex Sans', 'Segoe UI', system-ui, 'Helvetica Neue', Arial, sans-serif";

export function svgText({ width, height, background, title, marks }: Drawing): string {
  const frame = { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height };
  const drawn = [
    element("title", {}, escapeText(title)),
    element("rect", { width, height, fill: background }),
    ...marks.map(written),
  ];
  return `${element("svg", { ...frame, "font-family": FONT, fill: "none" }, ...drawn)}\n`;
}

function written(mark: Mark): string {
  switch (mark.kind) {
    case "path": {
      const { d, stroke, fill, opacity, width, dash, clip } = mark;
      const dashes = dash.join(" ") || undefined;
      const line = { stroke, "stroke-width": width, "stroke-dasharray": dashes, "stroke-linejoin": "round" };
      const path = element("path", { d, fill, ...(stroke ? line : {}), opacity });
      if (!clip) return path;
      const { left: x, top: y } = clip;
      const size = { width: clip.right - x, height: clip.bottom - y };
      return element("svg", { x, y, ...size, viewBox: `${x} ${y} ${size.width} ${size.height}` }, path);
    }
    case "circle": {
      const { x: cx, y: cy, r, stroke, fill, opacity } = mark;
      return element("circle", { cx, cy, r, stroke, fill, "stroke-width": 2, opacity });
    }
    case "text": {
      const { x, y, size, colour: fill, anchor, bold, angle } = mark;
      const weight = bold ? 600 : undefined;
      const transform = angle ? `rotate(${round(angle)} ${round(x)} ${round(y)})` : undefined;
      const style = { fill, "font-size": size, "text-anchor": anchor, "font-weight": weight, transform };
      return label(mark.text, { x, y, ...style });
    }
    case "image": {
      const { x, y, width, height, pixels, opacity } = mark;
      const bytes = pngOfPixels(pixels).reduce((text, byte) => text + String.fromCharCode(byte), "");
      const href = `data:image/png;base64,${btoa(bytes)}`;
      const form = { preserveAspectRatio: "none", "image-rendering": "pixelated" };
      return element("image", { x, y, width, height, href, ...form, opacity });
    }
  }
}
