/** @file Names of modules in little room: cut in the middle, so that names that differ stay different where they can. */

/** Of the letters that are left, how many are of the beginning: names of blocks differ there. */
const START = 0.6;

export function shortNames(names: readonly string[], letters: number): string[] {
  const kept = letters - 1; // one for the dots
  const usual = Math.round(kept * START);
  const starts = Array.from({ length: kept }, (_, i) => i).toSorted(
    (a, b) => Math.abs(a - usual) - Math.abs(b - usual),
  );
  const ways = starts.map((start) => names.map((name) => cut(name, letters, start)));
  const distinct = ways.map((way) => new Set(way).size);
  return ways[distinct.indexOf(Math.max(...distinct))] ?? [...names];
}

function cut(name: string, letters: number, start: number): string {
  return name.length <= letters ? name : `${name.slice(0, start)}…${name.slice(name.length - (letters - 1 - start))}`;
}
