import { expect, test } from "vitest";
import { readFlags } from "./flags.ts";

test("nothing given: both hosts, five rounds, everything that can be had", () => {
  expect(readFlags([])).toEqual({ workloads: undefined, peers: undefined, hosts: ["page", "node"], rounds: 5 });
});

test("parts, in an order of their own", () => {
  const words = ["--workloads", "kernels,w1", "--peers", "pytorch", "--hosts", "node", "--rounds", "9"];
  expect(readFlags(words)).toEqual({ workloads: ["w1", "kernels"], peers: ["pytorch"], hosts: ["node"], rounds: 9 });
  expect(readFlags(["--peers", "none"]).peers).toEqual([]);
});

test.each([
  [["--wrokloads", "w1"], "--wrokloads"],
  [["w1"], "w1"],
  [["--workloads", "w1,w3"], "w3"],
  [["--workloads", ""], '""'],
  [["--peers", "none,tfjs"], "none"],
  [["--hosts", "deno"], "deno"],
  [["--rounds", "0"], "--rounds 0"],
  [["--hosts", "node", "--peers", "tfjs"], "tfjs, which runs in the page"],
])("%j is refused with the list of flags", (words, found) => {
  expect(() => readFlags(words)).toThrow("--workloads w1,w2,parallel,kernels,resnet18");
  expect(() => readFlags(words)).toThrow(found);
});
