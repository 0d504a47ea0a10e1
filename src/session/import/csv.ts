/**
 * @file A CSV table from outside, column by column. Every cell of a number column is a number as the writer writes them
 * (train/export/csv.ts), or the error says on which line it is not. Not here: which tables there are.
 */
import { DataError } from "../../core/errors.ts";

export interface TableSpec {
  readonly numbers: readonly string[];
  readonly texts?: readonly string[];
  /** Number columns that an older table may lack. */
  readonly optional?: readonly string[];
  /** Whether a number may be left out: its cell is empty then, and reads as NaN. */
  readonly blanks?: boolean;
}

export interface Table {
  readonly rowCount: number;
  readonly numbers: ReadonlyMap<string, Float64Array>;
  readonly texts: ReadonlyMap<string, readonly string[]>;
}

const NUMBER = /^(-?(\d+\.?\d*(e[+-]?\d+)?|Infinity)|NaN)$/;

/** `where` names the table in errors. Columns beyond the spec are passed over. */
export function readCsv(bytes: Uint8Array, where: string, spec: TableSpec): Table {
  const lines = textOf(bytes, where).split("\n");
  if (lines.at(-1) === "") lines.pop();
  const header = cellsOf(lines[0] ?? "");
  const rowCount = Math.max(0, lines.length - 1);
  const find = (name: string): [string, number] => [name, header.indexOf(name)];
  const texts = (spec.texts ?? []).map(find);
  const required = spec.numbers.map(find);
  const missing = [...texts, ...required].filter(([, at]) => at < 0).map(([name]) => name);
  if (missing.length > 0) {
    const found = lines.length === 0 ? "an empty file" : `the columns ${header.join(", ").slice(0, 200)}`;
    throw wrong(where, `the ${missing.length === 1 ? "column" : "columns"} ${missing.join(", ")}`, found);
  }
  const numbers = [...required, ...(spec.optional ?? []).map(find).filter(([, at]) => at >= 0)];
  const numberColumns = numbers.map(([name, at]) => ({ name, at, values: new Float64Array(rowCount) }));
  const textColumns = texts.map(([name, at]) => ({ name, at, values: new Array<string>(rowCount) }));
  for (let row = 0; row < rowCount; row++) {
    const cells = cellsOf(lines[row + 1]!);
    const line = () => `${where} line ${row + 2}`;
    if (cells.length !== header.length) throw wrong(line(), `${header.length} cells`, `${cells.length}`);
    for (const { at, values } of textColumns) values[row] = cells[at]!;
    for (const { name, at, values } of numberColumns) {
      const cell = cells[at]!;
      if (cell === "" && spec.blanks) values[row] = Number.NaN;
      else if (NUMBER.test(cell)) values[row] = Number(cell);
      else throw wrong(line(), `a number as ${name}`, `"${cell.slice(0, 40)}"`);
    }
  }
  return {
    rowCount,
    numbers: new Map(numberColumns.map(({ name, values }) => [name, values])),
    texts: new Map(textColumns.map(({ name, values }) => [name, values])),
  };
}

function textOf(bytes: Uint8Array, where: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes).replaceAll("\r\n", "\n");
  } catch {
    throw wrong(where, "text in UTF-8", "other bytes");
  }
}

/** A cell with a comma in it is quoted; a line break in one is not read, since no table has any. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
  );
}

export function wrong(where: string, wanted: string, found: string): DataError {
  return new DataError({
    where,
    wanted,
    found,
    tryThis: "the bundle as it was exported; this one was altered or is not whole",
  });
}
