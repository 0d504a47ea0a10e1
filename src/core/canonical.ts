/**
 * @file Plain data as one text that does not depend on the order of keys: to compare
 * it, to say where two differ, and to name it by a short hash.
 */

/** JSON with sorted keys; keys without a value are left out, as JSON.stringify leaves them out. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

/** Seven characters of 0-9 and a-z: the lower 36 bits of 64-bit FNV-1a. Names things; proves nothing. */
export function shortHash(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text))
    hash = ((hash ^ BigInt(byte)) * 0x100000001b3n) & 0xffffffffffffffffn;
  return (hash & 0xfffffffffn).toString(36).padStart(7, "0");
}

/** Where two values first differ, for example "axes.0.values", and what each has there; undefined where they are alike. */
export function firstDifference(a: unknown, b: unknown): { path: string; a: string; b: string } | undefined {
  if (canonicalJson(a) === canonicalJson(b)) return undefined;
  if (isRecord(a) && isRecord(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      const inner = firstDifference(a[key], b[key]);
      if (inner) return { ...inner, path: [key, inner.path].filter(Boolean).join(".") };
    }
  }
  const shown = (value: unknown) => (canonicalJson(value) ?? "nothing").slice(0, 120);
  return { path: "", a: shown(a), b: shown(b) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
