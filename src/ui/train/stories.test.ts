import { expect, test } from "vitest";
import { parseRunConfig } from "../../train/config.ts";
import { scheduleOf } from "../../train/schedule.ts";
import { planOf } from "../charts/run-plan.ts";
import { permalinkOf, readPermalink } from "../permalink.ts";
import { stories } from "./stories.ts";

test.each(stories)("$title: a sound configuration that a link can carry", ({ config }) => {
  expect(parseRunConfig(config)).toEqual({ ok: true, config });
  expect(planOf(config).layers.length).toBeGreaterThan(0);
  expect(readPermalink(permalinkOf(config))).toMatchObject({ config });
});

test.each(stories)("$title: two sentences", ({ note }) => {
  expect(note.match(/[.!?](\s|$)/g)).toHaveLength(2);
});

test.each(stories)("$title: few enough images for a processor", ({ config }) => {
  const images = config.epochs * config.trainSize;
  expect(images).toBeLessThanOrEqual(config.model === "resnet8" ? 10_000 : 50_000);
});

test("what the notes count is so", () => {
  const of = (title: string) => stories.find((story) => story.title === title)!.config;
  expect(scheduleOf(of("Large batch"))).toMatchObject({ n: 64, updateCount: 40 });
  expect(of("Watch linear scaling fail")).toEqual({ ...of("Large batch"), rule: "linear", warmup: "fixed" });
  expect(planOf(of("ResNet-8")).layers).toHaveLength(29);
  expect(scheduleOf(of("One worker")).n).toBe(1);
});
