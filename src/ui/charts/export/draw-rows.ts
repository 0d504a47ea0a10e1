/** @file A map of rows by x, and lanes, one below the other: each row has its name beside it. */
import { axisTicks } from "../axis-ticks.ts";
import {
  type Body,
  filled,
  HEIGHT,
  LETTER,
  MARGIN,
  type Mark,
  round,
  rule,
  scaleOf,
  TOP,
  WIDTH,
  words,
  xAxisMarks,
} from "./marks.ts";
import type { HeatPicture, LanesPicture } from "./picture.ts";

/** Heights of a row. */
const LEAST = 15;
const MOST = 48;
const LANE = 28;
const NARROW_LANE = 18;
const MOST_WIDE = 16;
/** Room for the colours and their numbers. */
const KEY = 78;
const KEY_WIDTH = 12;

const nameRoom = (rows: readonly { readonly name: string }[]) =>
  MARGIN + Math.max(...rows.map(({ name }) => name.length)) * LETTER + 12;

export function heatBody({ rows, image, edges, chosen, ink, ramp, key, ...axes }: HeatPicture): Body {
  const row = Math.round(Math.min(MOST, Math.max(LEAST, HEIGHT / rows.length)));
  const bottom = TOP + rows.length * row;
  const box = { left: Math.round(nameRoom(rows)), right: WIDTH - MARGIN - KEY, top: TOP, bottom };
  const x = scaleOf(axes.x, [box.left, box.right]);
  const places = edges.map((edge) => Math.round(x(edge))); // on whole pixels no gap shines through
  const marks: Mark[] = [...runsOf(image, places, row)].map(([colour, d]) => filled(d, colour));
  rows.forEach(({ name, colour }, k) => {
    const top = TOP + k * row;
    marks.push(filled(`M${box.left} ${top}h4v${row - 1}h-4z`, colour));
    marks.push(words(name, { x: box.left - 10, y: top + row / 2 + 4, anchor: "end", colour: ink.ink }));
  });
  if (chosen !== null) {
    const d = `M${box.left} ${TOP + chosen * row}H${box.right}v${row}H${box.left}z`;
    marks.push({ ...rule(d, ink.ink), width: 1.5 });
  }
  marks.push(...xAxisMarks(axes.x, x, box, ink));

  const y = scaleOf(key, [bottom, TOP]);
  const step = (bottom - TOP) / ramp.length;
  const left = box.right + 16;
  ramp.forEach((colour, i) => {
    const [low, high] = [bottom - i * step, bottom - (i + 1) * step].map(Math.round);
    marks.push(filled(`M${left} ${low}h${KEY_WIDTH}V${high}h${-KEY_WIDTH}z`, colour));
  });
  marks.push(words(key.name, { x: WIDTH - MARGIN, y: TOP - 10, anchor: "end", colour: ink.soft }));
  for (const tick of axisTicks(key.log, key.domain, 9)) {
    marks.push(words(key.format(tick), { x: left + KEY_WIDTH + 6, y: y(tick) + 4, colour: ink.soft }));
  }
  return { marks, bottom: bottom + 40 };
}

/** Pixels of one colour as one path; those that stand beside each other as one piece of it. */
function runsOf({ width, height, pixels }: HeatPicture["image"], places: Float64Array, row: number) {
  const colourAt = (k: number, column: number) => {
    const [red, green, blue, alpha] = pixels.subarray(4 * (k * width + column));
    return alpha ? `#${((red! << 16) | (green! << 8) | blue!).toString(16).padStart(6, "0")}` : undefined;
  };
  const paths = new Map<string, string>();
  for (let k = 0; k < height; k++) {
    for (let from = 0, to = 0; from < width; from = to) {
      const colour = colourAt(k, from);
      for (to = from + 1; to < width && colourAt(k, to) === colour; ) to++;
      const [left, right] = [places[from]!, places[to]!];
      if (!colour || left === right) continue;
      const piece = `M${left} ${TOP + k * row}H${right}v${row}H${left}z`;
      paths.set(colour, (paths.get(colour) ?? "") + piece);
    }
  }
  return paths;
}

export function lanesBody({ lanes, finish, ink }: LanesPicture): Body {
  const top = TOP - 16;
  const lane = lanes.length > MOST_WIDE ? NARROW_LANE : LANE;
  const bottom = top + lanes.length * lane;
  const left = nameRoom(lanes);
  const right = WIDTH - MARGIN - Math.max(...lanes.map(({ words: said }) => said.length), 8) * LETTER - 12;
  const marks = lanes.flatMap(({ name, colour, opacity, share, words: said }, i): Mark[] => {
    const y = top + (i + 0.5) * lane;
    const end = left + share * (right - left);
    return [
      words(name, { x: left - 12, y: y + 4, anchor: "end", colour: ink.ink }),
      rule(`M${round(left)} ${y}H${round(right)}`, ink.grid),
      { ...rule(`M${round(left)} ${y}H${round(end)}`, colour), width: 4, opacity },
      { kind: "circle", x: end, y, r: 4.5, stroke: colour, fill: colour, opacity },
      words(said, { x: right + 14, y: y + 4, colour: ink.soft }),
    ];
  });
  if (finish === undefined) return { marks, bottom };
  marks.push({ ...rule(`M${round(right)} ${top}V${bottom}`, ink.ink), dash: [3, 3] });
  marks.push(words(finish, { x: right, y: bottom + 18, anchor: "end", colour: ink.soft }));
  return { marks, bottom: bottom + 18 };
}
