/** @file A drawing as a PNG file, at two pixels for one; in the page's own typefaces, unless it is SVG already. */
import { LenaError } from "../../../core/errors.ts";
import type { Drawing, Mark } from "./marks.ts";

const DENSITY = 2;
const FONT = '"Plex Sans", system-ui, sans-serif';

export async function pngBytes({ width, height, background, marks }: Drawing): Promise<Uint8Array> {
  await document.fonts.ready;
  return painted(width, height, (context) => {
    context.fillStyle = background;
    context.fillRect(0, 0, width, height);
    context.lineJoin = "round";
    for (const mark of marks) paint(context, mark);
  });
}

/** `svg`: with its width and height. */
export async function pngOfSvg(svg: string): Promise<Uint8Array> {
  const image = new Image();
  image.src = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    await image.decode();
    const { width, height } = image;
    return await painted(width, height, (context) => context.drawImage(image, 0, 0, width, height));
  } finally {
    URL.revokeObjectURL(image.src);
  }
}

async function painted(width: number, height: number, paintAll: (context: OffscreenCanvasRenderingContext2D) => void) {
  const canvas = new OffscreenCanvas(width * DENSITY, height * DENSITY);
  const context = canvas.getContext("2d");
  if (!context) {
    const tryThis = "SVG, which needs no canvas";
    throw new LenaError({ where: "PNG of a chart", wanted: "a canvas to paint on", found: "none", tryThis });
  }
  context.scale(DENSITY, DENSITY);
  paintAll(context);
  return new Uint8Array(await (await canvas.convertToBlob({ type: "image/png" })).arrayBuffer());
}

function paint(context: OffscreenCanvasRenderingContext2D, mark: Mark): void {
  context.globalAlpha = mark.opacity ?? 1;
  switch (mark.kind) {
    case "path": {
      const path = new Path2D(mark.d);
      context.save();
      if (mark.clip) {
        const { left, right, top, bottom } = mark.clip;
        context.beginPath();
        context.rect(left, top, right - left, bottom - top);
        context.clip();
      }
      if (mark.fill) {
        context.fillStyle = mark.fill;
        context.fill(path);
      }
      if (mark.stroke) {
        context.strokeStyle = mark.stroke;
        context.lineWidth = mark.width;
        context.setLineDash([...mark.dash]);
        context.stroke(path);
      }
      context.restore();
      return;
    }
    case "circle":
      context.setLineDash([]);
      context.beginPath();
      context.arc(mark.x, mark.y, mark.r, 0, 2 * Math.PI);
      context.fillStyle = mark.fill;
      context.fill();
      context.strokeStyle = mark.stroke;
      context.lineWidth = 2;
      context.stroke();
      return;
    case "text":
      context.font = `${mark.bold ? 600 : 400} ${mark.size}px ${FONT}`;
      context.textAlign = mark.anchor === "middle" ? "center" : mark.anchor;
      context.fillStyle = mark.colour;
      context.save();
      context.translate(mark.x, mark.y);
      context.rotate(((mark.angle ?? 0) * Math.PI) / 180);
      context.fillText(mark.text, 0, 0);
      context.restore();
      return;
    case "image": {
      const { x, y, width, height, pixels } = mark;
      const small = new OffscreenCanvas(pixels.width, pixels.height);
      small.getContext("2d")!.putImageData(new ImageData(pixels.rgba, pixels.width, pixels.height), 0, 0);
      context.imageSmoothingEnabled = false;
      context.drawImage(small, x, y, width, height);
      return;
    }
  }
}
