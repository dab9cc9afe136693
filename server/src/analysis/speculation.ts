// Which errors a change would bring, found out without making it: the engine checks the changed texts in a snapshot
// that nobody else sees.

import type { Engine, Snapshot } from "../typescript/engine.ts";
import { projectIn } from "../typescript/projects.ts";

export interface CheckedFile {
  readonly file: string;
  /** The configuration file of the project that answers for it. */
  readonly config: string;
}

export interface Speculation {
  readonly files: readonly CheckedFile[];
  /** The new texts of files; keys are absolute paths. */
  readonly texts: ReadonlyMap<string, string>;
  /** Further files to look at, found in the snapshot that has the new texts. */
  readonly others: (changed: Snapshot) => Promise<readonly CheckedFile[]>;
}

/** The errors, as text, that the files would have with the new texts and do not have now. */
export async function addedErrors(
  engine: Engine,
  { files, texts, others }: Speculation,
  signal?: AbortSignal,
): Promise<string[]> {
  const after = await engine.useWithTexts(texts, async (snapshot) => {
    const errors = await errorsOf(snapshot, files, signal);
    return [...errors, ...(await errorsOf(snapshot, await others(snapshot), signal))];
  });
  if (after.length === 0) return [];
  const faulty = new Map(after.map(({ of }) => [of.file, of]));
  const before = await engine.use((snapshot) => errorsOf(snapshot, [...faulty.values()], signal));
  const added = after.map(({ text }) => text);
  for (const { text } of before) {
    const index = added.indexOf(text);
    if (index >= 0) added.splice(index, 1);
  }
  return added;
}

interface FileError {
  readonly of: CheckedFile;
  readonly text: string;
}

/** Errors without their places, which an edit moves. */
async function errorsOf(
  snapshot: Snapshot,
  files: readonly CheckedFile[],
  signal: AbortSignal | undefined,
): Promise<FileError[]> {
  const errors: FileError[] = [];
  for (const of of files) {
    signal?.throwIfAborted();
    const program = projectIn(snapshot, of.config)?.program;
    if (program === undefined) continue;
    const { file } = of;
    const found = await Promise.all([program.getSyntacticDiagnostics(file), program.getSemanticDiagnostics(file)]);
    errors.push(...found.flat().map(({ code, text }) => ({ of, text: `${file}: TS${code}: ${text}` })));
  }
  return errors;
}
