// From a snapshot and a configuration file to what questions are asked of.

import type { ProgramView } from "../questions/answerer.ts";
import type { Snapshot } from "../typescript/engine.ts";
import { projectIn } from "../typescript/projects.ts";

/** Undefined if the snapshot has no such project. */
export function viewOf(snapshot: Snapshot, config: string): ProgramView | undefined {
  const project = projectIn(snapshot, config);
  return project && { project, program: project.program, checker: project.checker };
}
