import { expect, test } from "vitest";
import { csvBytes } from "./csv.ts";

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

test("a table has a header, one line per row and a line break at the end", () => {
  const rows = [
    [0, "conv1.weight", Math.fround(0.1)],
    [1, "fc.bias", 0.5],
  ];
  expect(text(csvBytes(["update", "layer", "rate"], rows))).toBe(
    "update,layer,rate\n0,conv1.weight,0.1\n1,fc.bias,0.5\n",
  );
});

test("a table without rows is its header", () => {
  expect(text(csvBytes(["update", "loss"], []))).toBe("update,loss\n");
});

test("text that would break a line is quoted, in the header too", () => {
  expect(text(csvBytes(["name, place"], [['a,"b"']]))).toBe('"name, place"\n"a,""b"""\n');
});
