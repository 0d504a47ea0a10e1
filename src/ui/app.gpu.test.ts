/** @file The page on made-up runs: commands, locking, problems, failures. */
import { afterEach, expect, test, vi } from "vitest";
import { DivergedError, WorkerLostError } from "../core/errors.ts";
import { defaultRunConfig } from "../train/config.ts";
import { planMemory } from "../train/memory.ts";
import { formatBytes } from "./format.ts";
import { button, findAll, mountApp, pageText, type } from "./testing/mount.ts";

afterEach(() => document.body.replaceChildren());

const seen = (text: string | RegExp) => vi.waitFor(() => expect(pageText()).toMatch(text), { timeout: 5000 });

test("opens ready: one primary button, the meaning of the defaults, no run yet", async () => {
  await mountApp();
  expect(button("Train").disabled).toBe(false);
  expect(button("Stop").disabled).toBe(true);
  expect(button("Download bundle").disabled).toBe(true);
  expect(pageText()).toMatch(/micro-batches n84 × 2/);
  expect(pageText()).toMatch(/updates1383 × 46/);
  expect(pageText()).toContain("Ready: 138 updates of 128 images each");
});

test("a run goes from Train to the result, and its numbers stand on the page", async () => {
  const { sessions } = await mountApp({ updateMs: 0 });
  button("Train").click();
  await seen(/Test accuracy ?84\.6%/);
  expect(sessions).toHaveLength(1);
  expect(pageText()).toContain("138 / 138");
  expect(button("Train again").disabled).toBe(false);
  expect(findAll(document, "lena-layer-legend tbody tr, tbody tr th").map((th) => th.textContent)).toContain("conv2");
});

test("pause, one update, resume and stop do what they say", async () => {
  const { sessions } = await mountApp({ updateMs: 4 });
  button("Train").click();
  await vi.waitFor(() => expect(sessions[0]?.store?.updateCount).toBeGreaterThan(2));
  await vi.waitFor(() => expect(button("Pause").disabled).toBe(false));
  button("Pause").click();
  await vi.waitFor(() => expect(button("One update").disabled).toBe(false));
  const before = sessions[0]!.store!.updateCount;
  button("One update").click();
  await vi.waitFor(() => expect(sessions[0]!.store!.updateCount).toBe(before + 1));
  await vi.waitFor(() => expect(button("Resume").disabled).toBe(false));
  expect(sessions[0]!.store!.updateCount).toBe(before + 1);
  button("Resume").click();
  await vi.waitFor(() => expect(sessions[0]!.store!.updateCount).toBeGreaterThan(before + 3));
  button("Stop").click();
  await seen("Stopped; what was measured stays");
  expect(button("Train again").disabled).toBe(false);
});

test("one update before there is a run begins one, makes it and waits", async () => {
  const { sessions } = await mountApp({ updateMs: 1 });
  button("One update").click();
  await vi.waitFor(() => expect(sessions[0]?.store?.updateCount).toBe(1));
  await vi.waitFor(() => expect(button("Resume").disabled).toBe(false));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(sessions[0]!.store!.updateCount).toBe(1);
});

test("the form is locked during a run, and a new run begins when the one before has freed its devices", async () => {
  const { app, sessions } = await mountApp({ updateMs: 4 });
  await type(app, "epochs", "2");
  button("Train").click();
  await seen("locked during the run");
  expect(findAll(document, "#control").every((control) => control.matches(":disabled"))).toBe(true);
  await vi.waitFor(() => expect(sessions[0]?.store?.updateCount).toBeGreaterThan(0));
  button("Stop").click();
  await seen("Train again");
  const create = app.createSession;
  app.createSession = (config) => {
    expect(sessions[0]!.disposed).toBe(true);
    return create(config);
  };
  button("Train again").click();
  await vi.waitFor(() => expect(sessions).toHaveLength(2));
  expect(sessions[1]!.config.epochs).toBe(2);
});

test("a run that is stopped before it has a session never gets one", async () => {
  const { sessions } = await mountApp({ updateMs: 4 });
  button("Train").click();
  await vi.waitFor(() => expect(sessions[0]?.store?.updateCount).toBeGreaterThan(0));
  button("Stop").click();
  await seen("Train again");
  button("Train again").click();
  await vi.waitFor(() => expect(button("Stop").disabled).toBe(false), { interval: 1 });
  button("Stop").click();
  await seen("Stopped; what was measured stays");
  await vi.waitFor(() => expect(sessions[0]!.disposed).toBe(true));
  expect(sessions).toHaveLength(1);
});

test.each([
  ["workers", "0", /Wanted a whole number from 1 to 16, found 0\./],
  ["baseRate", "fast", /Wanted a number from 0 to 100, found "fast"\./],
  ["epochs", "", /Wanted a whole number from 1 to 10000, found ""\./],
  ["trainSize", "60000", /Wanted at most the 54000 training images of fashion-mnist, found 60000\./],
  ["microBatch", "1024", /Wanted at least one update per epoch/],
])("a bad %s is explained and no run can begin; mended, it can", async (name, text, message) => {
  const { app } = await mountApp();
  const good = findAll(document, `lena-field[data-name="${name}"]`)[0];
  const before = good && "value" in good ? String(good.value) : "";
  await type(app, name, text);
  await seen(message);
  expect(button("Train").disabled).toBe(true);
  expect(findAll(document, '[aria-invalid="true"]')).toHaveLength(1);
  await type(app, name, before);
  await vi.waitFor(() => expect(button("Train").disabled).toBe(false));
  expect(pageText()).not.toMatch(message);
});

test("options that do nothing with the rule are shut, and say for which rule they are", async () => {
  const { app } = await mountApp();
  const shut = () =>
    findAll(document, "lena-field")
      .filter((field) => field.matches("[disabled]"))
      .map((field) => field.dataset.name);
  expect(shut()).toEqual(["trustCoefficient"]);
  await type(app, "rule", "lars");
  await vi.waitFor(() => expect(shut()).toEqual(["variant"]));
  expect(pageText()).toContain("For LENA only");
  await type(app, "rule", "sqrt");
  const layerwise = ["granularity", "layerwise", "layerwiseShare"];
  await vi.waitFor(() => expect(shut()).toEqual(["variant", ...layerwise, "trustCoefficient"]));
  await type(app, "rule", "lena");
  await type(app, "layerwiseShare", "2");
  await type(app, "rule", "none");
  await seen("Wanted a number from 0 to 1, found 2.");
  expect(shut()).not.toContain("layerwiseShare"); // so that it can be mended
});

test("the released variant's threshold is counted in whole epochs", async () => {
  const { app } = await mountApp();
  await seen("threshold θ56.30.05 × 1,125");
  await type(app, "variant", "released");
  await seen("threshold θ0⌊0.05 × 3⌋ epochs");
});

test("what a run takes on the GPU is known before it begins, and follows the form", async () => {
  const { app } = await mountApp();
  const { total, worker } = planMemory(defaultRunConfig, app.gpu);
  await seen(`GPU memory${formatBytes(total)}4 × ${formatBytes(worker)} + coordinator`);
  await type(app, "workers", "1");
  await seen(`1 × ${formatBytes(planMemory({ ...defaultRunConfig, workers: 1 }, app.gpu).worker)} + coordinator`);
  expect(pageText()).not.toContain("one part may have");
  app.gpu = { family: "registers", bindingLimit: 4_000_000 };
  await seen(
    /Its largest part, evaluation\.images, takes 7\.8 MB, more than the\s+4\.0 MB that one part may have\. Try/,
  );
});

test("a failure says where, wanted, found and try, and keeps what was measured", async () => {
  const error = new WorkerLostError({
    where: "worker 2",
    wanted: "an answer",
    found: "its script could not be loaded",
    tryThis: "reload the page",
  });
  await mountApp({ updateMs: 1, failure: { update: 9, error } });
  button("Train").click();
  await seen("The run failed");
  await seen(/Where ?worker 2 ?Wanted ?An answer ?Found ?Its script could not be loaded ?Try ?Reload the page/);
  await seen("9 / 138");
  expect(button("Download bundle").disabled).toBe(false);
});

test("a diverged run is explained, and no NaN is shown", async () => {
  const error = new DivergedError({
    where: "update 3",
    wanted: "a finite loss",
    found: "a loss that is not a number",
    tryThis: "a base rate of 0.01 or lower",
  });
  await mountApp({ updateMs: 1, failure: { update: 3, error } });
  button("Train").click();
  await seen("The run diverged");
  expect(pageText()).not.toContain("NaN");
});

test("without a GPU the reason and the remedies stand there, and the form still works", async () => {
  const { app } = await mountApp();
  app.gpuProblem = { title: "This browser has no WebGPU", reason: "No adapter.", remedies: ["Chrome 113"] };
  await app.updateComplete;
  await seen("This browser has no WebGPU");
  await vi.waitFor(() => expect(button("Train").disabled).toBe(true));
  await type(app, "workers", "2");
  await seen(/micro-batches n42 × 2/);
});

test("every button and fold of run bar and form has a line of help", async () => {
  await mountApp({ updateMs: 20 });
  const silent = () =>
    ["lena-run-bar", "lena-config-panel", "lena-story-chooser", "lena-share-menu"]
      .flatMap((tag) => [...findAll(document, tag)[0]!.shadowRoot!.querySelectorAll<HTMLElement>("button, summary")])
      .filter((control) => control.title === "" && !control.matches(".item"))
      .map((control) => control.textContent);
  expect(findAll(document, "summary").length).toBeGreaterThan(1);
  expect(silent()).toEqual([]);
  button("Train").click();
  await vi.waitFor(() => expect(button("Pause").disabled).toBe(false));
  expect(silent()).toEqual([]);
  button("Pause").click();
  await vi.waitFor(() => expect(button("Resume").disabled).toBe(false));
  expect(silent()).toEqual([]);
});

test("a software adapter and a shared GPU are said plainly", async () => {
  await mountApp({ updateMs: 1, software: true });
  button("Train").click();
  await seen("No GPU found by the browser: training runs on the processor, slowly.");
  await seen("4 workers share one processor: they use what one alone leaves idle, and that is all the speed they add.");
});

test("where the time goes: every part of workers and coordinator, kernels with their rates, one worker beside all", async () => {
  await mountApp({ updateMs: 0 });
  expect(pageText()).toContain("Every update is timed part by part");
  button("Train").click();
  await seen(/Test accuracy/);
  await seen("device timestamps, average of 20 updates");
  const bars = findAll(findAll(document, "lena-cost-panel")[0]!.shadowRoot!, "svg[role=img]").map((bar) =>
    bar.getAttribute("aria-label"),
  );
  expect(bars).toHaveLength(5);
  expect(bars[3]).toBe(
    "worker 3: gather 1.00 ms, forward 15.0 ms, backward 35.0 ms, norm 4.00 ms, readback 8.00 ms, wait 37.0 ms",
  );
  expect(pageText()).toMatch(/Coordinator ?broadcast ?2\.00 ms ?2\.0%/);
  expect(pageText()).toMatch(/conv2d\.weight-gradient ?conv1 ?conv1 ?8\.00 ?76\.9% ?2\.50 ?20\.0/);
  expect(pageText()).toMatch(/4 workers, 1,2\d\d images\/s\. One worker: 1,180 images\/s/);
  expect(pageText()).toMatch(/Ratio 1\.\d\d: worker 0 alone leaves its device idle/);
});

test("a run with one worker has nothing to compare it with", async () => {
  const { app } = await mountApp({ updateMs: 0 });
  await type(app, "workers", "1");
  button("Train").click();
  await seen("device timestamps");
  expect(pageText()).not.toContain("One worker:");
});
