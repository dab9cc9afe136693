// A function's run in words, one step after the other, for people who read or hear it instead of looking at a picture; and
// what a picture of it cannot show.

import { say } from "../language/say.ts";
import { is, spanOf } from "../typescript/syntax.ts";
import type { Span } from "../text/span.ts";
import type { FunctionRun, Happening, Operation } from "./function-run.ts";

export interface RunStep {
  readonly words: string;
  readonly code: Span;
}

export function functionSteps({ happenings }: FunctionRun): readonly RunStep[] {
  return happenings.map((happening): RunStep => {
    return { words: `${describe(happening)}${where(happening)}`, code: spanOf(happening.node) };
  });
}

function describe(happening: Happening): string {
  switch (happening.kind) {
    case "start": {
      const { operation, fate } = happening;
      const { name, label } = operation;
      const start = name === undefined ? say`starts ${label}` : say`starts ${label} as ${name}`;
      if (fate === "unheeded") return say`${start}, and nobody waits for it`;
      return fate === "handed-on" ? say`${start}, and hands it on` : start;
    }
    case "wait": {
      const { begun, joined, beside, isRace } = happening;
      const labels = [...joined, ...begun].map(nameOf);
      const what = isRace && labels.length > 1 ? say`the first of ${list(labels)}` : list(labels);
      const others = beside.map(nameOf);
      if (others.length === 0) return say`waits for ${what}`;
      return others.length === 1
        ? say`waits for ${what}, while ${list(others)} goes on`
        : say`waits for ${what}, while ${list(others)} go on`;
    }
    case "block":
      return say`${happening.label} blocks the event loop`;
  }
}

function nameOf({ name, label }: Operation): string {
  return name ?? label;
}

function where({ regions }: Happening): string {
  return regions.length === 0 ? "" : ` (${regions.map(({ label }) => label).join(", ")})`;
}

/** What has to be known to read the picture right. */
export function functionNotes({ happenings, overlappingLoops }: FunctionRun): readonly string[] {
  const regions = happenings.flatMap((each) => each.regions);
  const branches = new Set(regions.filter(({ kind }) => kind === "branch").map(({ node }) => node));
  const loops = regions.filter(({ kind }) => kind === "loop");
  const notes = [say`How long each operation takes is not known. Only order and overlap mean something here.`];
  if (branches.size > 0) notes.push(say`What is in a branch may not run; branches are drawn one after the other.`);
  if (loops.length > 0) notes.push(say`What is in a loop is drawn once, and runs once a turn.`);
  if (overlappingLoops.size > 0)
    notes.push(say`Each turn of a marked loop waits although it does not need the one before.`);
  if (happenings.some(({ node }) => is.isForOfStatement(node)))
    notes.push(say`A “for await” waits for one value a turn.`);
  return notes;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : say`${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}
