import { expect, test } from "vitest";
import { COORDINATOR_COSTS, type CoordinatorCost, WORKER_COSTS, type WorkerCost } from "../train/costs.ts";
import { madeUpCosts } from "../train/testing.ts";
import { costText } from "./cost-report.ts";

const { workers, coordinator, kernels = [] } = madeUpCosts(2, "kernels");
const always = (value: number) => new Float32Array(3).fill(value);
const numbers = {
  updateCount: 3,
  workers: 2,
  column: (metric: string) =>
    metric === "imagesPerSecond" ? Float64Array.of(90, 90, 60) : Float64Array.of(Number.NaN, Number.NaN, 75),
  workerCost: (cost: WorkerCost, rank: number) =>
    always(workers[rank * WORKER_COSTS.length + WORKER_COSTS.indexOf(cost)]!),
  coordinatorCost: (cost: CoordinatorCost) => always(coordinator[COORDINATOR_COSTS.indexOf(cost)]!),
  timeSource: "device" as const,
  kernels,
};

test("the end of a run says where its time went, kernel by kernel, and what one worker would have reached", () => {
  expect(costText(numbers).split("\n")).toEqual([
    "time of an update, by timestamps of the device    ms   share",
    "worker gather                                    1.0   1.00%",
    "worker forward                                  15.0  15.00%",
    "worker backward                                 35.0  35.00%",
    "worker norm                                      4.0   4.00%",
    "worker readback                                  5.5   5.50%",
    "worker wait                                     39.5  39.50%",
    "coordinator broadcast                            2.0   2.00%",
    "coordinator wait                                78.0  78.00%",
    "coordinator all-reduce                           6.0   6.00%",
    "coordinator rates                                1.0   1.00%",
    "coordinator optimiser                            3.0   3.00%",
    "coordinator readback                            10.0  10.00%",
    "",
    "slowest kernels of a micro-batch  layer    ms   share  GFLOP/s",
    "conv2d.weight-gradient            conv1  8.00  76.92%     2.50",
    "conv2d.forward                    conv1  2.00  19.23%     10.0",
    "gather-batch                          –  0.40   3.85%        –",
    "",
    "2 workers: 90 images/s; one worker alone: 75 images/s; ratio 1.20",
    "",
    "",
  ]);
});

test("nothing is said of what was not measured", () => {
  const empty = { updateCount: 0, kernels: [], column: () => new Float64Array(0) };
  expect(costText({ ...numbers, ...empty })).toBe("");
});
