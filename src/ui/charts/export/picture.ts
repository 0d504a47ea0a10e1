/**
 * @file A chart as plain data: what its files are made of, whatever draws it on the page. Which charts there are:
 * train-pictures.ts, rates-pictures.ts, ui/compare/pictures.ts, ui/inspect/export/, ui/panels/cost-picture.ts,
 * ui/about/pictures.ts, ui/replicate/report-panel.ts; how they are drawn: draw.ts.
 */
import type { ChartInk } from "../../../core/palette.ts";
import type { Cell } from "../../../train/export/csv.ts";
import type { HeatImage } from "../heat-image.ts";
import type { Column } from "../thin.ts";
import type { Body } from "./marks.ts";

export interface PictureAxis {
  readonly name: string;
  readonly log: boolean;
  readonly domain: readonly [number, number];
  readonly format: (value: number) => string;
  /** Where it has numbers; absent: at round ones. */
  readonly ticks?: readonly number[];
}

export interface PictureCurve {
  /** In the legend; absent: not in it. */
  readonly name?: string;
  readonly axis?: "right";
  readonly colour: string;
  readonly width: number;
  readonly dash: readonly number[];
  /** 1 where it is absent. */
  readonly opacity?: number;
  /** Rising. */
  readonly xs: Column;
  /** One per x; NaN where there is none. */
  readonly ys: Column;
  /** On a halo, over all others but those that are `over`. */
  readonly strong?: boolean;
  readonly over?: boolean;
  /** Dots at its values, and a line over what lies between them: for curves of few values. */
  readonly dotted?: boolean;
}

export type NamedCurve = PictureCurve & { readonly name: string };

/** Between which lines the curves are, behind them. Their names stand beside them. */
export interface PictureEnvelope {
  readonly floor: NamedCurve;
  readonly ceiling?: NamedCurve;
  /** False where nothing lies between the two. */
  readonly filled: boolean;
}

/** As it was measured, at full precision, whatever of it is drawn. */
export interface PictureTable {
  readonly header: readonly string[];
  rows(): Iterable<readonly Cell[]>;
}

interface Framed {
  readonly title: string;
  /** Of what run, and what of it. */
  readonly subtitle: string;
  readonly ink: ChartInk;
  readonly table: PictureTable;
}

export interface CurvesPicture extends Framed {
  readonly form: "curves";
  readonly x: PictureAxis;
  readonly left: PictureAxis;
  readonly right?: PictureAxis;
  readonly curves: readonly PictureCurve[];
  readonly envelope?: PictureEnvelope;
  /** On the left axis. */
  readonly rings?: readonly {
    readonly x: number;
    readonly y: number;
    readonly colour: string;
    readonly opacity: number;
  }[];
  /** What a ring means. */
  readonly ringName?: string;
}

/** Small charts that have their axes in common. */
export interface MultiplesPicture extends Framed {
  readonly form: "multiples";
  readonly x: PictureAxis;
  readonly left: PictureAxis;
  readonly cells: readonly {
    readonly name: string;
    /** Of it at the update on show. */
    readonly value: string;
    readonly curves: readonly PictureCurve[];
  }[];
  /** For all of them. */
  readonly keys: readonly PictureKey[];
}

export type PictureKey = Pick<PictureCurve, "colour" | "width" | "dash" | "opacity"> & { readonly name: string };

export interface HeatPicture extends Framed {
  readonly form: "heat";
  readonly x: PictureAxis;
  readonly rows: readonly { readonly name: string; readonly colour: string }[];
  readonly image: Pick<HeatImage, "width" | "height" | "pixels">;
  /** x of the edges of its pixel columns: one more than there are columns. */
  readonly edges: Float64Array;
  /** Row that has a frame. */
  readonly chosen: number | null;
  /** Which colour is which number, from the least. */
  readonly ramp: readonly string[];
  readonly key: PictureAxis;
}

/** How far each of several is: a lane for each. */
export interface LanesPicture extends Framed {
  readonly form: "lanes";
  readonly lanes: readonly {
    readonly name: string;
    readonly colour: string;
    readonly opacity?: number;
    /** 0 to 1. */
    readonly share: number;
    /** At its end. */
    readonly words: string;
  }[];
  /** What stands where a lane ends; absent: nothing does. */
  readonly finish?: string;
}

/** Drawn by whoever makes it: it has a form of its own. */
export interface DrawnPicture extends Framed {
  readonly form: "drawn";
  readonly body: Body;
  readonly keys?: readonly PictureKey[];
}

/** Drawn as text already. */
export interface WrittenPicture {
  readonly form: "written";
  readonly svg: string;
  readonly table: PictureTable;
}

export type ChartPicture = CurvesPicture | MultiplesPicture | HeatPicture | LanesPicture | DrawnPicture;
