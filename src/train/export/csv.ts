/**
 * @file A table as CSV: one header line, then one line per row, numbers in full
 * precision. Not here: which tables there are (bundle.ts).
 */
import { formatNumber } from "./number.ts";

export type Cell = string | number;

/** RFC 4180 quoting, needed only where a name holds a comma, a quote or a line break. */
function formatCell(cell: Cell): string {
  if (typeof cell === "number") return formatNumber(cell);
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

export function csvBytes(header: readonly string[], rows: Iterable<readonly Cell[]>): Uint8Array {
  const lines = [header.map(formatCell).join(",")];
  for (const row of rows) lines.push(row.map(formatCell).join(","));
  return new TextEncoder().encode(`${lines.join("\n")}\n`);
}
