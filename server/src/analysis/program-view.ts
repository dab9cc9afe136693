// From a snapshot and a configuration file to what questions are asked of.

import { prepareAnswers } from "../questions/answer.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { Snapshot } from "../typescript/engine.ts";
import { projectIn } from "../typescript/projects.ts";

/** Undefined if the snapshot has no such project. */
export function viewOf(snapshot: Snapshot, config: string): ProgramView | undefined {
  const project = projectIn(snapshot, config);
  return project && { project, program: project.program, checker: project.checker };
}

/** Lets the compiler make what every question needs while the caller fetches a file's tree and reads it. */
export function prepareView(snapshot: Snapshot, config: string): void {
  const view = viewOf(snapshot, config);
  if (view !== undefined) prepareAnswers(view);
}
