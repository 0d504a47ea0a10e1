/**
 * @file A chart as plain data: what its files are made of, whatever draws it on the page. Which charts there are:
 * pictures.ts; how they are drawn: draw.ts.
 */

export interface PictureAxis {
  readonly name: string;
  readonly log: boolean;
  readonly domain: readonly [number, number];
  readonly format: (value: number) => string;
}

export interface PictureCurve {
  /** In the legend, and over its column in the table. */
  readonly name: string;
  readonly axis: "left" | "right";
  readonly colour: string;
  readonly width: number;
  readonly dash: readonly number[];
  /** One per x; NaN where there is none. */
  readonly values: ArrayLike<number>;
  /** Dots at its values; for curves of few of them. */
  readonly dotted?: boolean;
}

export interface PictureRing {
  readonly x: number;
  readonly y: number;
  readonly colour: string;
}

export interface ChartPicture {
  readonly title: string;
  /** Of what run. */
  readonly subtitle: string;
  readonly x: PictureAxis;
  /** Over the first column of the table. */
  readonly xName: string;
  readonly xs: ArrayLike<number>;
  readonly left: PictureAxis;
  readonly right?: PictureAxis;
  readonly curves: readonly PictureCurve[];
  /** On the left axis. */
  readonly rings: readonly PictureRing[];
  /** What a ring means. */
  readonly ringName: string;
  readonly ink: { readonly panel: string; readonly ink: string; readonly soft: string; readonly grid: string };
}

/** The numbers as they were measured, and nothing else: one row per x. */
export function* tableOf({ xs, curves }: ChartPicture): Generator<(number | string)[]> {
  const columns = curves.filter(({ name }) => !isGuide(name));
  for (let i = 0; i < xs.length; i++) {
    yield [xs[i]!, ...columns.map(({ values }) => (Number.isNaN(values[i]) ? "" : values[i]!))];
  }
}

export const headerOf = ({ xName, curves }: ChartPicture): string[] => [
  xName,
  ...curves.map(({ name }) => name).filter((name) => !isGuide(name)),
];

/** Floor and ceiling are drawn, but they are no measurement. */
const GUIDES = ["floor", "ceiling"];
export const isGuide = (name: string): boolean => GUIDES.includes(name.split(" ")[0]!);
