// The fixes of a finding, built when somebody asks for them, and the proof that they compile.

import { answerInquiries } from "../questions/answer.ts";
import { isFix, type Repair } from "../rules/finding.ts";
import { applyEdits, groupByFile, type Edit } from "../text/edit.ts";
import type { Engine } from "../typescript/engine.ts";
import type { Projects } from "../typescript/projects.ts";
import type { Origin } from "./origin.ts";
import { viewOf } from "./program-view.ts";
import { addedErrors } from "./speculation.ts";
import { StaleError } from "./stale-error.ts";

export interface FixOptions {
  /** Type-checks the fixes whose preconditions leave a doubt, and leaves out what does not compile. */
  readonly checked?: boolean;
  readonly signal?: AbortSignal;
}

export class Repairs {
  readonly #engine: Engine;
  readonly #projects: Projects;

  constructor(engine: Engine, projects: Projects) {
    this.#engine = engine;
    this.#projects = projects;
  }

  /**
   * The ways to repair the finding that came from `origin`, best first, and those that are refused.
   * @throws StaleError if the file's text is no longer the one that was analysed
   */
  async repairsOf(file: string, origin: Origin, { checked = false, signal }: FixOptions): Promise<readonly Repair[]> {
    const config = await this.#projects.configOf(file);
    const repairs = await this.#engine.use(async (snapshot) => {
      const view = viewOf(snapshot, config);
      // Nodes are named by their index in the file, so those of a tree of the same text are valid in this snapshot too.
      const current = await view?.program.getSourceFile(file);
      const fact = current?.text === origin.context.text ? origin.fact() : undefined;
      if (view === undefined || fact === undefined) throw new StaleError(`${file} has changed`);
      const inquiry = origin.rule.fixes(origin.finding, fact, origin.context);
      const [found] = await answerInquiries(view, [inquiry], { signal });
      return found!;
    });
    if (!checked) return repairs;
    const sound: Repair[] = [];
    for (const repair of repairs) {
      const isDoubtful = isFix(repair) && repair.needsCheck;
      if (!isDoubtful || (await this.typeChecks(repair.edits, signal))) sound.push(repair);
    }
    return sound;
  }

  /** True if no file that the edits touch has an error that it did not have before. */
  async typeChecks(edits: readonly Edit[], signal?: AbortSignal): Promise<boolean> {
    const byFile = groupByFile(edits);
    const files = await Promise.all(
      [...byFile.keys()].map(async (file) => ({ file, config: await this.#projects.configOf(file) })),
    );
    signal?.throwIfAborted();
    const before = await this.#engine.use((snapshot) =>
      Promise.all(
        files.map(async ({ file, config }) => (await viewOf(snapshot, config)?.program.getSourceFile(file))?.text),
      ),
    );
    const after = new Map<string, string>();
    for (const [i, { file }] of files.entries()) {
      const text = before[i];
      if (text === undefined) return false;
      after.set(file, applyEdits(text, byFile.get(file)!));
    }
    return (await addedErrors(this.#engine, files, after, signal)).length === 0;
  }
}
