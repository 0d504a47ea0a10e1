/**
 * @file What the page needs of a run: the public members of a Session, so that
 * component tests can drive the page with a made-up one.
 */
import type { Session } from "../session/session.ts";
import type { RunConfig } from "../train/config.ts";

export type SessionLike = Pick<Session, keyof Session>;
export type SessionFactory = (config: RunConfig) => SessionLike;
