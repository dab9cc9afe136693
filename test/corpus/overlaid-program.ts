// A package as TypeScript's compiler sees it, with some files' texts replaced in memory: what errors are there? JavaScript
// is checked as well, whatever the package's tsconfig says: it has errors enough, but a fix must not add any.
//
// Invariant: nothing is written to disk.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { API } from "typescript/unstable/async";
import type { Diagnostic, Project, Snapshot } from "typescript/unstable/async";

/** How often each error occurs. The key is file, code and message; positions shift with every edit. */
export type ErrorCounts = ReadonlyMap<string, number>;

export class OverlaidProgram {
  readonly #api: API;
  readonly #config: string;
  readonly #texts = new Map<string, string>();
  #snapshot: Snapshot | undefined;

  /** @param folder absolute path of a folder with a tsconfig.json */
  constructor(folder: string) {
    this.#config = join(folder, "tsconfig.json");
    const config = readFileSync(this.#config, "utf8").replace('"checkJs": false', '"checkJs": true');
    const readText = (file: string) => (file === this.#config ? config : this.#texts.get(file));
    this.#api = new API({ cwd: folder, fs: { readFile: readText } });
  }

  /** The program with exactly these texts in place of the files' own; keys are absolute paths. */
  async with(texts: ReadonlyMap<string, string>): Promise<Project> {
    const changed = [...new Set([...this.#texts.keys(), ...texts.keys()])];
    this.#texts.clear();
    for (const [file, text] of texts) this.#texts.set(file, text);
    const previous = this.#snapshot;
    this.#snapshot = await this.#api.updateSnapshot(
      previous === undefined ? { openProjects: [this.#config] } : { fileChanges: { changed } },
    );
    // Disposing the old snapshot first would leave the client with outdated trees.
    await previous?.dispose();
    const [project] = this.#snapshot.getProjects();
    if (project === undefined) throw new Error(`TypeScript opened no project for ${this.#config}`);
    return project;
  }

  async close(): Promise<void> {
    await this.#api.close();
  }
}

/** Which alias of a circle is called circular depends on which the compiler comes to first, and differs from run to run. */
const CIRCULAR_ALIAS = 2303;

/** Errors of the given files, or of the whole program; those of its dependencies are nobody's business here. */
export async function errorsOf(project: Project, files?: Iterable<string>): Promise<ErrorCounts> {
  const counts = new Map<string, number>();
  const count = (diagnostics: readonly Diagnostic[]) => {
    for (const { fileName, code, text } of diagnostics) {
      if (code === CIRCULAR_ALIAS || fileName?.includes("/node_modules/") === true) continue;
      // Types that nobody wrote down are printed in an order that differs from run to run.
      const isJavaScript = /\.[cm]?js$/.test(fileName ?? "");
      const key = `${fileName ?? ""}: TS${code}${isJavaScript ? "" : `: ${text}`}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
  };
  for (const file of files ?? [undefined]) {
    count(await project.program.getSyntacticDiagnostics(file));
    count(await project.program.getBindDiagnostics(file));
    count(await project.program.getSemanticDiagnostics(file));
  }
  return counts;
}

/** The errors that occur more often in `after` than in `before`. */
export function newErrors(before: ErrorCounts, after: ErrorCounts): readonly string[] {
  return [...after].filter(([key, count]) => count > (before.get(key) ?? 0)).map(([key]) => key);
}
