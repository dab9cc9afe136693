// What whoever opens a workspace says about it.

import type { Settings } from "../config/settings.ts";
import type { Rule } from "../rules/rule.ts";
import type { EngineState as ProcessState } from "../typescript/engine.ts";

export interface WorkspaceOptions {
  /** Absolute folder that the engine starts in. */
  readonly folder: string;
  /** Settings for a file; called for each analysed file, so answer from a cache. */
  readonly settingsFor: (file: string) => Promise<Settings> | Settings;
  /** Path of the TypeScript 7 executable; undefined for the one that ships with the product. */
  readonly executable?: string | undefined;
  readonly onEngineState?: ((state: EngineState, message?: string) => void) | undefined;
  /** `scan`: one scan and then the end, so that time counts for more than memory. */
  readonly mode?: "editor" | "scan" | undefined;
  /** Milliseconds that a lesson waits for what other files say; the rest is there at the next look. */
  readonly hoverPatience?: number | undefined;
  /** Tests may bring their own rules. */
  readonly rules?: readonly Rule[] | undefined;
}

/** `loading`: a project is being opened, which may take seconds; `ready` follows. */
export type EngineState = ProcessState | "loading";
