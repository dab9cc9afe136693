// The eras of the workspace's projects: how nodes of a document's earlier texts are found again in its present one.

import type { Carried, Era } from "../questions/era.ts";
import { indexOfSpanAt, touchesSpan, type Span } from "../text/span.ts";
import { forEachDescendant, type Node, type SourceFile } from "../typescript/syntax.ts";
import { moved } from "./memory.ts";
import { outlineOf } from "./outline.ts";

/** What an edit made of a tree, with the same outline. */
interface Succession {
  readonly after: SourceFile;
  /** The indexes of the bodies that were edited. */
  readonly edited: readonly number[];
}

/** The successions of all documents' trees. Old trees live as long as somebody has a node of theirs. */
export class Successions {
  readonly #byTree = new WeakMap<SourceFile, Succession>();

  note(before: SourceFile, succession: Succession): void {
    // A text that was there before has the tree that it had then, if that still lives.
    this.#byTree.delete(succession.after);
    if (before !== succession.after) this.#byTree.set(before, succession);
  }

  /** The node where it is now; the tree that it is in then has no successor. */
  carry<T extends Node>(node: T): Carried<T> | undefined {
    let carried: Carried<T> = { node, isUntouched: true };
    for (;;) {
      const tree = carried.node.getSourceFile();
      const succession = this.#byTree.get(tree);
      if (succession === undefined) return carried;
      const next = carryOver(carried.node, tree, succession);
      if (next === undefined) return undefined;
      carried = { node: next.node, isUntouched: carried.isUntouched && next.isUntouched };
    }
  }
}

/** What the workspace knows about an era. */
export interface EraFacts extends Pick<Era, "key" | "version" | "isCurrent" | "isStale"> {
  readonly successions: Successions;
  /** The present text of a document; undefined for files that are not open. */
  readonly textOf: (file: string) => string | undefined;
}

export function eraOf({ successions, textOf, ...facts }: EraFacts): Era {
  return {
    ...facts,
    carry: (node) => {
      const carried = successions.carry(node);
      const { fileName, text } = (carried?.node ?? node).getSourceFile();
      const present = textOf(fileName);
      // Another project may have had a tree of its own, of which nobody knows what became.
      return present === undefined || present === text ? carried : undefined;
    },
  };
}

function carryOver<T extends Node>(node: T, before: SourceFile, { after, edited }: Succession): Carried<T> | undefined {
  const [old, present] = [outlineOf(before), outlineOf(after)];
  const span = { start: node.pos, end: node.end };
  const body = indexOfSpanAt(old.bodies, span.start);
  const isInside = body !== undefined && span.end <= old.bodies[body]!.end;
  if (isInside && edited.includes(body)) return undefined;
  const found = nodeAt(after, node.kind, {
    start: moved(span.start, old, present),
    end: moved(span.end, old, present),
  });
  if (found === undefined) return undefined;
  return { node: found as T, isUntouched: !edited.some((i) => touchesSpan(old.bodies[i]!, span)) };
}

/** The outermost node of the kind that takes up exactly this stretch, trivia included. */
function nodeAt(file: SourceFile, kind: Node["kind"], { start, end }: Span): Node | undefined {
  let found: Node | undefined;
  forEachDescendant(file, (node) => {
    if (found !== undefined || node.pos > start || node.end < end) return false;
    if (node.pos === start && node.end === end && node.kind === kind) found = node;
    return found === undefined;
  });
  return found;
}
