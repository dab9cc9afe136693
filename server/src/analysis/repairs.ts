// The fixes of a finding, built when somebody asks for them, and the proof that they compile.

import { answerInquiries } from "../questions/answer.ts";
import type { Fix, Offers } from "../rules/finding.ts";
import { applyEdits, groupByFile, type Edit } from "../text/edit.ts";
import { groupBy } from "../text/group-by.ts";
import type { Engine, Snapshot } from "../typescript/engine.ts";
import type { Projects } from "../typescript/projects.ts";
import { dependentsOf } from "./dependents.ts";
import { namesAround, typesAround } from "./felt-change.ts";
import type { Origin } from "./origin.ts";
import { viewOf } from "./program-view.ts";
import { addedErrors, type CheckedFile } from "./speculation.ts";
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
  async offersFor(file: string, origin: Origin, { checked = false, signal }: FixOptions): Promise<Offers> {
    const config = await this.#projects.configOf(file);
    const repairs = await this.#engine.use(async (snapshot) => {
      const view = viewOf(snapshot, config);
      // Nodes are named by their index in the file, so those of a tree of the same text are valid in this snapshot too.
      const current = await view?.program.getSourceFile(file);
      const fact = current?.text === origin.context.text ? await origin.fact() : undefined;
      if (view === undefined || fact === undefined) throw new StaleError(`${file} has changed`);
      const inquiry = origin.rule.fixes(origin.finding, fact, origin.context);
      const [found] = await answerInquiries(view, [inquiry], { signal });
      return found!;
    });
    const fixes = repairs.filter((repair) => "edits" in repair);
    const refusals = repairs.filter((repair) => "obstacle" in repair);
    if (!checked) return { fixes, refusals };
    const sound: Fix[] = [];
    for (const fix of fixes) if (!fix.needsCheck || (await this.typeChecks(fix.edits, signal))) sound.push(fix);
    return { fixes: sound, refusals };
  }

  /** True if no file that the edits touch, or that depends on one of those, has an error that it did not have before. */
  async typeChecks(edits: readonly Edit[], signal?: AbortSignal): Promise<boolean> {
    const byFile = groupByFile(edits);
    const files = await Promise.all(
      [...byFile.keys()].map(async (file) => ({ file, config: await this.#projects.configOf(file) })),
    );
    signal?.throwIfAborted();
    const [before, typesBefore] = await this.#engine.use((snapshot) =>
      Promise.all([
        Promise.all(
          files.map(async ({ file, config }) => (await viewOf(snapshot, config)?.program.getSourceFile(file))?.text),
        ),
        typesAt(snapshot, files, byFile, (inFile) => inFile.map(({ span }) => span.start)),
      ]),
    );
    const texts = new Map<string, string>();
    for (const [i, { file }] of files.entries()) {
      const text = before[i];
      if (text === undefined) return false;
      texts.set(file, applyEdits(text, byFile.get(file)!));
    }
    const others = async (changed: Snapshot): Promise<readonly CheckedFile[]> => {
      const typesAfter = await typesAt(changed, files, byFile, placesAfter);
      const felt = files.filter((_, i) => !areKnownAndEqual(typesBefore[i], typesAfter[i]));
      return dependents(changed, felt, byFile);
    };
    return (await addedErrors(this.#engine, { files, texts, others }, signal)).length === 0;
  }
}

/** What others can see of the functions around the edits of each file. */
function typesAt(
  snapshot: Snapshot,
  files: readonly CheckedFile[],
  edits: ReadonlyMap<string, readonly Edit[]>,
  placesOf: (edits: readonly Edit[]) => readonly number[],
): Promise<readonly (readonly (string | undefined)[] | undefined)[]> {
  return Promise.all(
    files.map(async ({ file, config }) => {
      const view = viewOf(snapshot, config);
      // An import serves the code of its own file.
      const inFile = edits.get(file)!;
      const places = placesOf(inFile).filter((_, i) => inFile[i]!.purpose !== "import");
      return view && (await Promise.all(places.map((offset) => typesAround(view, file, offset))));
    }),
  );
}

/** Files without edits that may feel the change of these. */
async function dependents(
  snapshot: Snapshot,
  changed: readonly CheckedFile[],
  edits: ReadonlyMap<string, readonly Edit[]>,
): Promise<readonly CheckedFile[]> {
  const found = [...groupBy(changed, ({ config }) => config)].map(async ([config, ofProject]) => {
    const view = viewOf(snapshot, config);
    if (view === undefined) return [];
    const files = ofProject.map(({ file }) => file);
    const places = files.flatMap((file) =>
      placesAfter(edits.get(file)!).map((offset) => namesAround(view, file, offset)),
    );
    const names = new Set((await Promise.all(places)).flat());
    return (await dependentsOf(view, files, names)).map((file) => ({ file, config }));
  });
  return (await Promise.all(found)).flat().filter(({ file }) => !edits.has(file));
}

/** Where the edits of one text stand once all are made, in the order in which they are given. */
function placesAfter(edits: readonly Edit[]): number[] {
  return edits.map(({ span }) => {
    const earlier = edits.filter((other) => other.span.end <= span.start && other.span.start < span.start);
    const moved = earlier.reduce((sum, other) => sum + other.newText.length - (other.span.end - other.span.start), 0);
    return span.start + moved;
  });
}

function areKnownAndEqual(
  before: readonly (string | undefined)[] | undefined,
  after: readonly (string | undefined)[] | undefined,
): boolean {
  if (before === undefined || after === undefined) return false;
  return before.every((types, i) => types !== undefined && types === after[i]);
}
