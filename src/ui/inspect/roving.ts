/** @file One stop for the Tab key in a row of many buttons; the arrow keys go from one to the next. */

const MOVES: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowDown: (at, last) => Math.min(at + 1, last),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  ArrowUp: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
};

/** For the keydown of the row: which of its buttons is to be next, already focused; undefined for other keys. */
export function moveInRow(event: KeyboardEvent, row: ParentNode, at: number): number | undefined {
  const buttons = row.querySelectorAll<HTMLButtonElement>("button");
  const to = MOVES[event.key]?.(at, buttons.length - 1);
  if (to === undefined) return undefined;
  event.preventDefault();
  buttons[to]?.focus();
  return to;
}
