// A function's run in words, one step after the other, for people who read or hear it instead of looking at a picture; and
// what a picture of it cannot show.

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
      const name = operation.name === undefined ? "" : ` as ${operation.name}`;
      const end = fate === "unheeded" ? ", and nobody waits for it" : fate === "handed-on" ? ", and hands it on" : "";
      return `starts ${operation.label}${name}${end}`;
    }
    case "wait": {
      const { begun, joined, beside, isRace } = happening;
      const labels = [...joined, ...begun].map(nameOf);
      const what = isRace && labels.length > 1 ? `the first of ${list(labels)}` : list(labels);
      const others = beside.map(nameOf);
      const meanwhile = others.length === 0 ? "" : `, while ${list(others)} ${others.length === 1 ? "goes" : "go"} on`;
      return `waits for ${what}${meanwhile}`;
    }
    case "block":
      return `${happening.label} blocks the event loop`;
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
  const notes = ["How long each operation takes is not known. Only order and overlap mean something here."];
  if (branches.size > 0) notes.push("What is in a branch may not run; branches are drawn one after the other.");
  if (loops.length > 0) notes.push("What is in a loop is drawn once, and runs once a turn.");
  if (overlappingLoops.size > 0)
    notes.push("Each turn of a marked loop waits although it does not need the one before.");
  if (happenings.some(({ node }) => is.isForOfStatement(node))) notes.push("A “for await” waits for one value a turn.");
  return notes;
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)!}`;
}
