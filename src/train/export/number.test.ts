import fc from "fast-check";
import { expect, test } from "vitest";
import { formatNumber, shortestFloat32 } from "./number.ts";

test.each([
  [Math.fround(0.1), "0.1"],
  [Math.fround(1 / 3), "0.33333334"],
  [2 ** 24 + 2, "16777218"],
  [2 ** -149, "1e-45"],
  [3.4028234663852886e38, "3.4028235e+38"],
  [-0, "-0"],
  [NaN, "NaN"],
  [-Infinity, "-Infinity"],
])("the float32 %d is written as %s", (value, text) => {
  expect(formatNumber(value)).toBe(text);
});

test("a float64 that is no float32 keeps all its digits", () => {
  expect(formatNumber(0.1 + 0.2)).toBe("0.30000000000000004");
});

test("every float32 reads back as itself", () => {
  fc.assert(
    fc.property(fc.float(), (value) => {
      expect(Math.fround(Number(formatNumber(value)))).toBe(value);
    }),
    { numRuns: 2000 },
  );
});

test("every float64 reads back as itself, or as the float32 it is", () => {
  fc.assert(
    fc.property(fc.double(), (value) => {
      const back = Number(formatNumber(value));
      expect(Math.fround(value) === value ? Math.fround(back) : back).toBe(value);
    }),
  );
});

test("no decimal with fewer digits reads back to the same float32", () => {
  const digitsOf = (value: number) =>
    value
      .toExponential()
      .replace(/e.*|[-.]/g, "")
      .replace(/0+$/, "").length;
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const digits = digitsOf(shortestFloat32(value));
      for (let fewer = 1; fewer < digits; fewer++) {
        expect(Math.fround(Number(value.toPrecision(fewer)))).not.toBe(value);
      }
    }),
  );
});
