// What a rule may know about the file as a whole. Plain values; whatever costs a request is a question instead.

import type { SourceFile } from "../typescript/syntax.ts";

export interface FileContext {
  /** Absolute path with forward slashes. */
  readonly file: string;
  readonly syntax: SourceFile;
  readonly text: string;
  /** Test files: sequences of steps there are deliberate. */
  readonly isTest: boolean;
  /** The package may be used by code that we cannot see, so that what it exports has unknown callers. */
  readonly isPublished: boolean;
  /** False if code of this npm package or Node module (`node:test`) certainly cannot be called in the file. */
  readonly mayUse: (packageName: string) => boolean;
  /** Started from a command line: it begins with `#!`, or its package.json lists it under `bin`. */
  readonly isScript: boolean;
  /** The values of the rule's options that are in force for this file. */
  readonly options: Readonly<Record<string, unknown>>;
}
