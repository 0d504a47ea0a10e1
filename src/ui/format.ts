/**
 * @file Numbers as a person reads them. A number that is missing or not finite
 * becomes a dash: why it is missing is said in words elsewhere.
 */
const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });
const MISSING = "–";

type Maybe = number | null | undefined;
const isNumber = (value: Maybe): value is number => value !== null && value !== undefined && Number.isFinite(value);

export function formatCount(value: Maybe): string {
  return isNumber(value) ? whole.format(value) : MISSING;
}

/** Three significant digits; small values as 3.4e-5. */
export function formatNumber(value: Maybe): string {
  if (!isNumber(value)) return MISSING;
  if (value < 0) return `−${formatNumber(-value)}`;
  if (value === 0) return "0";
  if (value < 1e-4) return value.toExponential(1);
  if (value >= 1000) return whole.format(value);
  return value.toPrecision(3);
}

/** So many digits after the point; 0 has no sign. */
export function formatFixed(value: Maybe, digits: number): string {
  if (!isNumber(value)) return MISSING;
  const text = value.toFixed(digits);
  return text.replace("-", Number(text) === 0 ? "" : "−");
}

/** A tick of an axis, as short as it can be: 0.02, 0.0005, 1e-6, 500. */
export function formatTick(value: number): string {
  if (value === 0) return "0";
  const size = Math.abs(value);
  if (size < 1e-5 || size >= 1e5) return Number(value.toPrecision(3)).toExponential().replace("+", "");
  return size >= 1000 ? whole.format(value) : String(Number(value.toPrecision(3)));
}

/** 0.8415 as 84.2%. */
export function formatShare(value: Maybe): string {
  return isNumber(value) ? `${(value * 100).toFixed(1)}%` : MISSING;
}

export function formatDuration(ms: Maybe): string {
  if (!isNumber(ms)) return MISSING;
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** A time of a few milliseconds, without the unit: 0.34, 12.1, 346. */
export function formatMs(ms: Maybe): string {
  if (!isNumber(ms)) return MISSING;
  if (ms >= 100) return whole.format(ms);
  return ms.toFixed(ms < 10 ? 2 : 1);
}

export function formatBytes(byteLength: Maybe): string {
  if (!isNumber(byteLength)) return MISSING;
  if (byteLength < 1e6) return `${whole.format(byteLength / 1e3)} kB`;
  if (byteLength < 1e9) return `${(byteLength / 1e6).toFixed(1)} MB`;
  return `${(byteLength / 1e9).toFixed(2)} GB`;
}

/** Begins a sentence. A symbol such as n, or a file name, stays as it is. */
export function capital(text: string): string {
  return /^(a|[a-z]{2,})[ ,]/.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
