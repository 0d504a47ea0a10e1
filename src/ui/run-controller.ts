/**
 * @file One run at a time, as the page sees it: starts a session, keeps what it
 * tells, and asks its element to render at most ten times a second, and not at all
 * while the tab is hidden. Not here: how any of it looks.
 */
import type { ReactiveController, ReactiveControllerHost } from "lit";
import { type ErrorReport, reportOf, StoppedError } from "../core/errors.ts";
import type { ReadBundle } from "../session/import/read-bundle.ts";
import type { RunConfig } from "../train/config.ts";
import type { AdapterFacts, RunEvent, RunState, RunSummary } from "../train/events.ts";
import { planOf, type RunPlan } from "./charts/run-plan.ts";
import type { SessionFactory, SessionLike } from "./session-like.ts";

const REDRAW_MS = 100;

export type Progress = Extract<RunEvent, { kind: "progress" }>;

export class RunController implements ReactiveController {
  state: RunState = "idle";
  plan: RunPlan | undefined;
  progress: Progress | undefined;
  adapters: readonly AdapterFacts[] = [];
  summary: RunSummary | undefined;
  error: ErrorReport | undefined;
  /** A command that has been given and not yet carried out. */
  pending: "pause" | "update" | "stop" | undefined;
  /** The run on show, where it comes from a bundle. */
  recording: ReadBundle | undefined;
  /** Changes when a chart has more to draw, at most as often as that. */
  revision = 0;

  readonly #host: ReactiveControllerHost;
  readonly #create: SessionFactory;
  #session: SessionLike | undefined;
  /** Settles when the session before has freed its devices. */
  #freed: Promise<void> = Promise.resolve();
  /** Asked for one update before there was a run. */
  #single = false;
  /** There is more than at the last revision. */
  #grown = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(host: ReactiveControllerHost, create: SessionFactory) {
    this.#host = host;
    this.#create = create;
    host.addController(this);
  }

  get store() {
    return this.#session?.store ?? this.recording?.store;
  }

  get active(): boolean {
    return this.state === "preparing" || this.state === "running" || this.state === "paused";
  }

  hostConnected(): void {
    document.addEventListener("visibilitychange", this.#render);
  }

  hostDisconnected(): void {
    document.removeEventListener("visibilitychange", this.#render);
    clearTimeout(this.#timer);
    if (this.#session) this.#freed = this.#session.dispose();
    else if (this.active) this.state = "stopped";
  }

  /** Puts a run from a bundle on show in the place of the one before; not while that is under way. */
  show(recording: ReadBundle): void {
    if (this.active) return;
    if (this.#session) this.#freed = this.#session.dispose();
    [this.#session, this.recording] = [undefined, recording];
    this.plan = planOf(recording.config);
    this.adapters = recording.adapters;
    this.summary = recording.summary;
    this.state = recording.outcome === "finished" ? "finished" : "stopped";
    [this.progress, this.error, this.pending] = [undefined, undefined, undefined];
    this.revision++;
    this.#host.requestUpdate();
  }

  /** Begins a new run; what the run before it measured leaves the page. `single`: one update, then paused. */
  async start(config: RunConfig, { single = false } = {}): Promise<void> {
    if (this.#session) this.#freed = this.#session.dispose();
    [this.#session, this.recording] = [undefined, undefined];
    this.#single = single;
    this.state = "preparing";
    const plan = planOf(config);
    this.plan = plan;
    this.adapters = [];
    [this.progress, this.summary, this.error, this.pending] = [undefined, undefined, undefined, undefined];
    this.#host.requestUpdate();
    let session: SessionLike | undefined;
    try {
      await this.#freed;
      if (this.plan !== plan || !this.active) return; // stopped meanwhile
      session = this.#create(config);
      this.#session = session;
      session.subscribe((event) => {
        if (session === this.#session) this.#take(event);
      });
      await session.start({ paused: single });
    } catch (thrown) {
      this.#fail(session, thrown);
    }
  }

  pause(): Promise<void> {
    return this.#command("pause", (session) => session.pause());
  }

  singleUpdate(): Promise<void> {
    return this.#command("update", (session) => session.singleUpdate());
  }

  async stop(): Promise<void> {
    if (!this.#session && this.active) this.state = "stopped";
    return this.#command("stop", (session) => session.stop());
  }

  resume(): Promise<void> {
    return this.#command(undefined, (session) => session.resume());
  }

  exportBundle(): Promise<Map<string, Uint8Array>> | undefined {
    return this.recording ? Promise.resolve(new Map(this.recording.files)) : this.#session?.exportBundle();
  }

  async #command(name: RunController["pending"], use: (session: SessionLike) => Promise<void>): Promise<void> {
    this.#host.requestUpdate();
    const session = this.#session;
    if (!session) return;
    this.pending = name;
    try {
      await use(session);
    } catch (thrown) {
      this.#fail(session, thrown);
    }
    if (this.pending === name) this.pending = undefined;
    this.#host.requestUpdate();
  }

  /** What fails is shown, unless it is of a run that has left the page. A stopped run is no failure. */
  #fail(session: SessionLike | undefined, thrown: unknown): void {
    if (session !== this.#session) return;
    if (thrown instanceof StoppedError) this.state = "stopped";
    else {
      this.error ??= reportOf(thrown, "run");
      this.state = "failed";
    }
    this.#host.requestUpdate();
  }

  #take(event: RunEvent): void {
    switch (event.kind) {
      case "state":
        this.state = event.state;
        if (event.state === "running") this.progress = undefined;
        this.#refresh();
        if (event.state === "paused" && this.#single) {
          this.#single = false;
          void this.singleUpdate();
        }
        return;
      case "progress":
        if (!this.active) return; // a late one
        // Before the first update the newest phase stays on show; later it is only a pause in the training.
        this.progress = this.state === "preparing" || event.done < event.total ? event : undefined;
        break;
      case "ready":
        this.adapters = event.adapters;
        break;
      case "update":
        this.progress = undefined;
        this.#grown = true;
        break;
      case "epoch":
      case "strip":
      case "snapshot":
        this.#grown = true;
        break;
      case "finished":
        this.summary = event.summary;
        break;
      case "failed":
        this.error = event.error;
        break;
      default:
        event satisfies never;
    }
    this.#timer ??= setTimeout(this.#render, REDRAW_MS);
  }

  #render = (): void => {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!document.hidden) this.#refresh();
  };

  #refresh(): void {
    if (this.#grown) this.revision++;
    this.#grown = false;
    this.#host.requestUpdate();
  }
}
