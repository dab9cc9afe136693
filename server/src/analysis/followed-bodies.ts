// Which function bodies an answer was found by reading, across files: "this call blocks" is true only as long as the bodies
// on the way stay what they are. Bodies are named by file and by their index in the file's outline, so that the names
// stay valid over edits that leave outlines alone; when an outline changes, everything is analysed anew anyway.

import type { Runnable } from "../facts/synchronous-code.ts";
import { indexOfSpanAt } from "../text/span.ts";
import { is, isFunctionNode, type Node, type SourceFile } from "../typescript/syntax.ts";
import { OUTSIDE } from "./memory.ts";
import { outlineOf, type Outline } from "./outline.ts";

/** Stands for all bodies of a file: it has changed when one of them has. */
export const ANYWHERE = -2;

/** A file's path and the index of a body in its outline, or `OUTSIDE`, or `ANYWHERE`. */
export type BodyName = `${number}:${string}`;

export function bodyName(file: string, body: number): BodyName {
  return `${body}:${file}`;
}

/**
 * Grows only: an answer that one analysis found serves the next one too, so what it depended on must not be forgotten.
 * An edge too many costs a needless look at a body.
 */
export class FollowedBodies {
  readonly #followed = new Map<BodyName, Set<BodyName>>();

  /** An answer about code at `from` was found by reading the body of `to`, or by looking through a file. */
  note(from: Node, to: Runnable | SourceFile): void {
    const source = nameOf(from);
    const target = is.isSourceFile(to) ? bodyName(to.fileName, ANYWHERE) : nameOf(bodyOf(to));
    if (source === target) return;
    const known = this.#followed.get(source);
    if (known === undefined) this.#followed.set(source, new Set([target]));
    else known.add(target);
  }

  /** The bodies that answers about code in this body depend on, directly or through others; itself not included. */
  from(start: BodyName): ReadonlySet<BodyName> {
    const reached = new Set<BodyName>();
    const pending = [start];
    for (let body = pending.pop(); body !== undefined; body = pending.pop()) {
      for (const next of this.#followed.get(body) ?? []) {
        if (next === start || reached.has(next)) continue;
        reached.add(next);
        pending.push(next);
      }
    }
    return reached;
  }

  /** The body that is run, and those that answers about code in it depend on. */
  behind(code: Runnable): readonly BodyName[] {
    const own = nameOf(bodyOf(code));
    return [own, ...this.from(own)];
  }

  /** The bodies that answers about code anywhere in the file depend on. */
  fromFile(file: string, { bodies }: Outline): ReadonlySet<BodyName> {
    const reached = new Set<BodyName>();
    for (let body = OUTSIDE; body < bodies.length; body++) {
      for (const name of this.from(bodyName(file, body))) reached.add(name);
    }
    return reached;
  }
}

function bodyOf(code: Runnable): Node {
  return isFunctionNode(code) ? code.body! : code;
}

function nameOf(node: Node): BodyName {
  const file = node.getSourceFile();
  return bodyName(file.fileName, indexOfSpanAt(outlineOf(file).bodies, node.getStart()) ?? OUTSIDE);
}
