/** Each verdict of each claim, from made-up numbers. */
import { expect, test } from "vitest";
import { claimsOf } from "./claims.ts";
import type { Settings } from "./grid.ts";
import { axis, type Invented, likeThePaper, madeUp, nAxis, rules, type Shape } from "./testing.ts";
import { together, verdictOf } from "./verdict.ts";

const ns = nAxis(8, 32, 128);
const table1: Shape = { preset: "table1", axes: [rules, ns] };
const noise = (seed: number) => 0.002 * Math.sin(seed * 5);

function claimAbout(words: string, shape: Shape, invented: Invented | Invented["accuracy"]) {
  const made = madeUp(shape, typeof invented === "function" ? { accuracy: invented } : invented);
  const found = claimsOf(made).filter(({ paper, sentence }) => (paper ?? sentence).includes(words));
  expect(found).toHaveLength(1);
  return found[0]!;
}
const swapped = (settings: Settings, seed: number) =>
  likeThePaper({ ...settings, rule: settings.rule === "lena" ? "linear" : "lena" }, seed);
const onlyLena = ({ rule }: Settings, seed: number) => (rule === "lena" ? 0.884 : 0.8) + noise(seed);
const allAlike = (_: Settings, seed: number) => 0.884 + noise(seed);

test.each([
  ["fewest updates", onlyLena, "agrees"],
  ["fewest updates", swapped, "disagrees"],
  ["fewest updates", allAlike, "untold"],
  ["accuracy is the highest", likeThePaper, "agrees"],
  ["accuracy is the highest", swapped, "disagrees"],
  ["accuracy is the highest", allAlike, "untold"],
  ["where the other rules fail", likeThePaper, "agrees"],
  ["where the other rules fail", swapped, "disagrees"],
  ["where the other rules fail", allAlike, "untold"],
  ["loses the least", likeThePaper, "agrees"],
  ["loses the least", swapped, "disagrees"],
  ["loses the least", allAlike, "untold"],
] as const)("LENA against other rules: %s", (words, accuracy, verdict) => {
  expect(claimAbout(words, table1, accuracy).verdict).toBe(verdict);
});

test("one seed tells nothing, whatever its numbers", () => {
  const claims = claimsOf(madeUp({ ...table1, seeds: [1] }, { accuracy: likeThePaper }));
  expect(claims.length).toBeGreaterThan(4);
  expect(new Set(claims.map(({ verdict }) => verdict))).toEqual(new Set(["untold"]));
});

test("the sentence names the numbers it rests on", () => {
  const { sentence } = claimAbout("where the other rules fail", table1, (settings, seed) => {
    if (settings.n < 128) return 0.88 + noise(seed);
    return { linear: 0.3, adascale: 0.6, lena: 0.86 }[settings.rule]! + noise(seed);
  });
  expect(sentence).toMatch(/LENA trains at n = 128 \(0\.8\d+\) where LSW \(0\.\d+\) and AdaScale \(0\.\d+\) do not/);
  expect(sentence).toContain("do not; in all it trains where another rule fails at 1 of 3 values of n (failing");
  expect(sentence).toMatch(/agrees with the paper\.$/);
});

test("LENA first at some places and surely beaten at others agrees in part", () => {
  const mixed = (settings: Settings, seed: number) =>
    (settings.n === 8 ? swapped : likeThePaper)({ ...settings, n: Math.max(32, settings.n) }, seed);
  expect(claimAbout("accuracy is the highest", table1, mixed).verdict).toBe("in part");
});

test("places where LENA loses the least are counted, also where there is none", () => {
  const worse = (settings: Settings, seed: number) =>
    (settings.rule === "lena" ? 0.9 - settings.n / 200 : 0.88) + noise(seed);
  const { sentence, verdict } = claimAbout("loses the least", table2, worse);
  expect(sentence).toMatch(/^LENA loses the least accuracy from n = 32 to n = 128 at 0 of 3 settings/);
  expect(verdict).toBe("disagrees");
});

test("cells without runs are counted as missing, and failed runs as no result", () => {
  const partial = claimAbout("accuracy is the highest", table1, (settings, seed) =>
    settings.n > 32 ? null : likeThePaper(settings, seed),
  );
  expect(partial.sentence).toContain("of 2 values of n");
  expect(partial.sentence).toContain("1 not yet run");
  const failed = claimAbout("accuracy is the highest", table1, (settings, seed) =>
    settings.n > 32 ? "failed" : likeThePaper(settings, seed),
  );
  expect(failed.sentence).toContain("1 not yet run");
  const nothing = claimsOf(madeUp(table1, { accuracy: () => null }));
  expect(nothing.map(({ verdict }) => verdict)).toEqual(["untold", "untold"]);
  expect(nothing[0]!.sentence).toContain("Nothing to compare yet (3 not yet run)");
});

test("a rule that diverges at every seed fails where LENA trains", () => {
  const diverging = (settings: Settings, seed: number) =>
    settings.rule === "linear" && settings.n === 128 ? "diverged" : 0.88 + noise(seed);
  const { sentence, verdict } = claimAbout("where the other rules fail", table1, diverging);
  expect(sentence).toContain("where LSW (0.1000) does not");
  expect(verdict).toBe("agrees");
});

const warmups = axis("warm-up", {
  none: { warmup: "none" },
  fixed: { warmup: "fixed" },
  "state-aware": { warmup: "state-aware" },
});
const bare = axis("rule", { LSW: { rule: "linear" }, LENA: { rule: "lena" } });
const table2: Shape = { preset: "table2", axes: [bare, warmups, nAxis(32, 128)] };
const level = { none: 0.7, fixed: 0.8, "state-aware": 0.85 } as Record<string, number>;

test.each([
  ["agrees", (warmup: string) => level[warmup]!],
  ["disagrees", (warmup: string) => 1 - level[warmup]!],
  ["untold", () => 0.8],
] as const)("the state-aware warm-up against none: %s", (verdict, accuracy) => {
  const found = claimAbout("against no warm-up", table2, ({ warmup }, seed) => accuracy(warmup) + noise(seed));
  expect(found.verdict).toBe(verdict);
  if (verdict === "agrees") expect(found.sentence).toContain("LSW 2 of 2, LENA 2 of 2");
});

const alphas = axis("alpha", { "1%": { alpha: 0.01 }, "5%": { alpha: 0.05 }, "9%": { alpha: 0.09 } });

test.each([
  ["agrees", 0.005, 0.001],
  ["disagrees", 0.1, 0.001],
  ["untold", 0.005, 0.05],
] as const)("insensitive to α: %s", (verdict, effect, spread) => {
  const shape: Shape = { preset: "table3", axes: [alphas, ns] };
  const accuracy = ({ alpha, n }: Settings, seed: number) =>
    // The largest n may differ as it will.
    n === 128 ? 0.5 + alpha * 4 : 0.85 + (effect * (alpha - 0.05)) / 0.04 / 2 + spread * Math.sin(seed * 5);
  expect(claimAbout("insensitive", shape, accuracy).verdict).toBe(verdict);
});

test.each([
  ["agrees", 0.05],
  ["disagrees", -0.05],
  ["untold", 0],
] as const)("a rate for more layers: %s", (verdict, effect) => {
  const shares = axis("share", {
    "0%": { layerwiseShare: 0 },
    "50%": { layerwiseShare: 0.5 },
    "100%": { layerwiseShare: 1 },
  });
  const accuracy = ({ share }: Settings, seed: number) => 0.8 + effect * share + noise(seed);
  const found = claimAbout("The more layers", { preset: "figure4", axes: [shares, ns] }, accuracy);
  expect(found.verdict).toBe(verdict);
  expect(found.about).toBe("figure4");
});

test.each([
  ["agrees", (k: number, epoch: number) => 0.2 + 0.05 * k + 0.02 * epoch],
  ["in part", (k: number, epoch: number) => 0.8 - 0.05 * k - 0.02 * epoch],
] as const)("gains differ and grow: %s", (verdict, gainShare) => {
  expect(claimAbout("Gains differ", table1, { accuracy: likeThePaper, gainShare }).verdict).toBe(verdict);
});

test("gains that do not grow with n: in part, and the sentence does not say that they do", () => {
  const gainShare = (k: number, epoch: number, n: number) => (2 + 0.5 * k + 0.1 * epoch) / n;
  const { verdict, sentence } = claimAbout("Gains differ", table1, { accuracy: likeThePaper, gainShare });
  expect(verdict).toBe("in part");
  expect(sentence).toMatch(
    /is 3\.\d at n = 8 and 3\.\d at n = 128 \(from one n to the next it surely grows in 0 of 2 cases\)/,
  );
});

test("gains of 1 everywhere neither differ nor grow", () => {
  const found = claimAbout("Gains differ", table1, { accuracy: likeThePaper, gainShare: () => 0 });
  expect(found.verdict).toBe("untold");
});

test.each([
  ["agrees", (k: number) => k % 3],
  ["disagrees", () => 2],
] as const)("warm-ups end at different epochs: %s", (verdict, warmupEpoch) => {
  expect(claimAbout("its own training state", table1, { accuracy: likeThePaper, warmupEpoch }).verdict).toBe(verdict);
});

test("an axis that the paper does not vary has a finding and no verdict", () => {
  const momentum = axis("momentum", { low: { momentum: 0.5 }, high: { momentum: 0.9 } });
  const made = madeUp({ axes: [momentum, ns] }, { accuracy: ({ n }, seed) => 0.8 + n / 1e4 + noise(seed) });
  const [found] = claimsOf(made).filter(({ paper }) => paper === null);
  expect(found!.verdict).toBeNull();
  expect(found!.sentence).toContain("the paper does not vary it");
});

test("verdicts add up: sure wins at most places agree, sure losses alone do not", () => {
  expect(verdictOf(["win", "win", "tie"])).toBe("agrees");
  expect(verdictOf(["win", "tie", "tie"])).toBe("in part");
  expect(verdictOf(["win", "win", "loss"])).toBe("in part");
  expect(verdictOf(["loss", "tie"])).toBe("disagrees");
  expect(verdictOf(["tie", "tie"])).toBe("untold");
  expect(verdictOf([])).toBe("untold");
  expect(together(["agrees", "agrees"])).toBe("agrees");
  expect(together(["agrees", "untold"])).toBe("in part");
  expect(together(["disagrees", "untold"])).toBe("disagrees");
  expect(together(["untold", "untold"])).toBe("untold");
});
