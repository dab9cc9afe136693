// Which errors a change would bring, found out without making it: the engine checks the changed texts in a snapshot
// that nobody else sees.

import type { Engine, Snapshot } from "../typescript/engine.ts";
import { projectIn } from "../typescript/projects.ts";

export interface CheckedFile {
  readonly file: string;
  /** The configuration file of the project that answers for it. */
  readonly config: string;
}

/** The errors, as text, that `files` would have with the new `texts` and do not have now. */
export async function addedErrors(
  engine: Engine,
  files: readonly CheckedFile[],
  texts: ReadonlyMap<string, string>,
  signal?: AbortSignal,
): Promise<string[]> {
  const before = await engine.use((snapshot) => errorsOf(snapshot, files, signal));
  const after = await engine.useWithTexts(texts, (snapshot) => errorsOf(snapshot, files, signal));
  for (const error of before) {
    const index = after.indexOf(error);
    if (index >= 0) after.splice(index, 1);
  }
  return after;
}

/** Errors without their places, which an edit moves. */
async function errorsOf(snapshot: Snapshot, files: readonly CheckedFile[], signal?: AbortSignal): Promise<string[]> {
  const errors: string[] = [];
  for (const { file, config } of files) {
    signal?.throwIfAborted();
    const program = projectIn(snapshot, config)?.program;
    if (program === undefined) continue;
    const found = await Promise.all([program.getSyntacticDiagnostics(file), program.getSemanticDiagnostics(file)]);
    errors.push(...found.flat().map(({ code, text }) => `${file}: TS${code}: ${text}`));
  }
  return errors;
}
