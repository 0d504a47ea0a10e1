/**
 * @file Errors a person can act on: where it happened, what was wanted, what
 * was found and what to try. `ErrorReport` is the same as plain data, for
 * crossing a worker boundary, where only `message` and `name` of an Error survive.
 */

export interface ErrorReport {
  readonly name: string;
  readonly where: string;
  readonly wanted: string;
  readonly found: string;
  readonly tryThis: string;
}

export class LenaError extends Error implements ErrorReport {
  // Each class writes its name out: the built page shortens the names of classes.
  override name = "LenaError";
  readonly where: string;
  readonly wanted: string;
  readonly found: string;
  readonly tryThis: string;

  constructor(parts: Omit<ErrorReport, "name">, options?: { cause?: unknown }) {
    super(`${parts.where}: wanted ${parts.wanted}, found ${parts.found}. Try: ${parts.tryThis}.`, options);
    this.where = parts.where;
    this.wanted = parts.wanted;
    this.found = parts.found;
    this.tryThis = parts.tryThis;
  }
}

/** A tensor or layer whose sizes do not fit. */
export class ShapeError extends LenaError {
  override name = "ShapeError";
}
/** A configuration, model description or file format that cannot be used. */
export class ConfigError extends LenaError {
  override name = "ConfigError";
}
/** Data that is missing, cut short or altered. */
export class DataError extends LenaError {
  override name = "DataError";
}
/** No WebGPU device, a lost one, or one that is too small. */
export class GpuError extends LenaError {
  override name = "GpuError";
}
/** A worker that failed, died or stopped answering. */
export class WorkerLostError extends LenaError {
  override name = "WorkerLostError";
}
/** The loss, a gradient or a rate stopped being a finite number. */
export class DivergedError extends LenaError {
  override name = "DivergedError";
}
/** The caller stopped the work. Not a failure: nothing needs mending. */
export class StoppedError extends Error {
  override name = "StoppedError";
  constructor() {
    super("stopped by the caller");
  }
}

/** Plain data of any thrown value; an unexpected one is reported as such, never lost. */
export function reportOf(thrown: unknown, where: string): ErrorReport {
  if (thrown instanceof LenaError) {
    const { name, where: at, wanted, found, tryThis } = thrown;
    return { name, where: at, wanted, found, tryThis };
  }
  const found = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const tryThis = "start the run again; if it fails again, report it with this message";
  return { name: "UnexpectedError", where, wanted: "no error", found, tryThis };
}

const KINDS = { ShapeError, ConfigError, DataError, GpuError, WorkerLostError, DivergedError } as const;

/** The error that a report was made of; of an unexpected one, a LenaError that says so. */
export function fromReport(report: ErrorReport): LenaError {
  const Kind = KINDS[report.name as keyof typeof KINDS] ?? LenaError;
  return new Kind(report);
}

/** One line for a person, from the plain data. */
export function describeReport(report: ErrorReport): string {
  return `${report.where}: wanted ${report.wanted}, found ${report.found}. Try: ${report.tryThis}.`;
}
