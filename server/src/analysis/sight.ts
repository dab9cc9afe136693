// A document in one snapshot, and what code outside sees of its functions whose types are inferred from their bodies. Types
// cannot be compared across snapshots, but they can be written down: two states of a function are the same to others if
// what is written down is equal.

import { NodeBuilderFlags, TypeFlags, type Checker } from "../typescript/api.ts";
import type { Engine, Snapshot } from "../typescript/engine.ts";
import type { Projects } from "../typescript/projects.ts";
import { forEachNodeOfKind } from "../typescript/scan.ts";
import type { Span } from "../text/span.ts";
import { FUNCTION_KINDS, isFunctionNode, type FunctionNode, type SourceFile } from "../typescript/syntax.ts";
import { viewOf } from "./program-view.ts";

export interface Sight {
  readonly syntax: SourceFile;
  /**
   * The types of the functions with these bodies, in their order; undefined if they cannot be told, or if the snapshot is
   * gone.
   */
  typesOf(bodies: readonly Span[]): Promise<readonly string[] | undefined>;
}

/** Documents as they are in a snapshot, and as they were in those before it that still live. */
export class Sights {
  readonly #engine: Engine;
  readonly #projects: Projects;
  readonly #snapshot: Snapshot;

  /** @param snapshot leased as long as this is used */
  constructor(engine: Engine, projects: Projects, snapshot: Snapshot) {
    this.#engine = engine;
    this.#projects = projects;
    this.#snapshot = snapshot;
  }

  /** Undefined if no project contains the file; `stale` if the document is younger than the snapshot. */
  async now(file: string): Promise<Sight | "stale" | undefined> {
    const view = await this.#viewOf(this.#snapshot, file);
    const syntax = await view?.program.getSourceFile(file);
    if (view === undefined || syntax === undefined) return undefined;
    if (syntax.text !== this.#engine.textOf(file)) return "stale";
    return { syntax, typesOf: (bodies) => typesOfFunctions(view.checker, syntax, bodies) };
  }

  /** When the file had this text, in the youngest such snapshot; undefined if none lives. */
  async before(file: string, text: string): Promise<Sight | undefined> {
    for (const snapshot of this.#engine.livingSnapshots()) {
      const view = await this.#viewOf(snapshot, file);
      const syntax = await this.#engine.useWhileAlive(snapshot, async () => view?.program.getSourceFile(file));
      if (view === undefined || syntax?.text !== text) continue;
      const typesOf = (bodies: readonly Span[]) =>
        this.#engine.useWhileAlive(snapshot, () => typesOfFunctions(view.checker, syntax, bodies));
      return { syntax, typesOf };
    }
    return undefined;
  }

  async #viewOf(snapshot: Snapshot, file: string) {
    const config = await this.#projects.configOf(file).catch(() => undefined);
    return config === undefined ? undefined : viewOf(snapshot, config);
  }
}

async function typesOfFunctions(
  checker: Checker,
  file: SourceFile,
  bodies: readonly Span[],
): Promise<readonly string[] | undefined> {
  const functions = functionsOf(file, bodies);
  if (functions.length !== bodies.length) return undefined;
  const types = await checker.getTypeAtLocation(functions);
  // `any` is what a checker says that has lost its way, and equal to any other.
  if (types.some((type) => type === undefined || (type.flags & TypeFlags.Any) !== 0)) return undefined;
  return Promise.all(types.map((type) => checker.typeToString(type!, undefined, NodeBuilderFlags.NoTruncation)));
}

function functionsOf(file: SourceFile, bodies: readonly Span[]): readonly FunctionNode[] {
  const ends = new Set(bodies.map(({ end }) => end));
  const starts = new Set(bodies.map(({ start }) => start));
  const found: FunctionNode[] = [];
  forEachNodeOfKind(file, FUNCTION_KINDS, (node) => {
    if (!ends.has(node.end) || !isFunctionNode(node)) return;
    if (node.body !== undefined && starts.has(node.body.getStart())) found.push(node);
  });
  return found;
}
