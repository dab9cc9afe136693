// The synchronous functions and classes of a file by the names under which other code may run them, with the names of what
// they run themselves: enough to tell, without types and for a whole project, which names can lead to which. Plain data.

import type { Span } from "../text/span.ts";
import { forEachNodeOfKind } from "../typescript/scan.ts";
import {
  FUNCTION_KINDS,
  SyntaxKind,
  hasModifier,
  is,
  isFunctionNode,
  outermost,
  type Node,
  type SourceFile,
} from "../typescript/syntax.ts";
import { isMemberOfType } from "./blocking-names.ts";
import { forEachRunningPlace, isSynchronous, type Runnable } from "./synchronous-code.ts";

export interface NamedCode {
  /** Its own name, that of what holds it, and `default` for what a module is exported as. */
  readonly names: readonly string[];
  readonly isGetter: boolean;
  /** The last names of what it calls and constructs. */
  readonly runs: ReadonlySet<string>;
  /** Where it stands in the text, with the comments before it. */
  readonly span: Span;
}

export interface EarlierCode {
  readonly text: string;
  readonly code: readonly NamedCode[];
}

const NO_ACCESSES: ReadonlySet<string> = new Set();

const RUNNABLE_KINDS: ReadonlySet<SyntaxKind> = new Set([
  ...FUNCTION_KINDS,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.ClassExpression,
]);

/**
 * Code without a name is run where it stands, and belongs to what is around it.
 * @param before what was found in an earlier text of the file: functions that have not changed need not be walked again
 */
export function namedCodeIn(file: SourceFile, before?: EarlierCode): readonly NamedCode[] {
  const found: NamedCode[] = [];
  const known = new Map(before?.code.map(({ span, runs }) => [before.text.slice(span.start, span.end), runs]));
  forEachNodeOfKind(file, RUNNABLE_KINDS, (node) => {
    const code = node as Runnable;
    if (isFunctionNode(code) && !isSynchronous(code)) return;
    const names = namesOf(code);
    if (names.length === 0) return;
    // A constructor runs the fields of its class too, which its own text does not show.
    const isAllShown = code.kind !== SyntaxKind.Constructor;
    const earlier = isAllShown ? known.get(file.text.slice(code.pos, code.end)) : undefined;
    found.push({
      names,
      isGetter: code.kind === SyntaxKind.GetAccessor,
      runs: earlier ?? namesRunBy(code),
      span: { start: code.pos, end: code.end },
    });
  });
  return found;
}

function namesRunBy(code: Runnable): ReadonlySet<string> {
  const runs = new Set<string>();
  forEachRunningPlace(code, NO_ACCESSES, (place, name) => {
    if (name !== undefined && !(is.isCallExpression(place) && isMemberOfType(place.expression))) runs.add(name);
  });
  return runs;
}

function namesOf(code: Runnable): string[] {
  if (code.kind === SyntaxKind.Constructor) return namesOf(code.parent as unknown as Runnable);
  const names = new Set<string>();
  const add = (name: Node | undefined) => {
    const { text } = (name ?? {}) as { text?: string };
    if (text !== undefined) names.add(text);
  };
  add((code as { name?: Node }).name);
  if (hasModifier(code, SyntaxKind.DefaultKeyword)) names.add("default");
  const outer = outermost(code);
  const holder = outer.parent;
  if (is.isVariableDeclaration(holder) || is.isPropertyDeclaration(holder) || is.isPropertyAssignment(holder)) {
    add(holder.name);
  } else if (is.isExportAssignment(holder)) {
    names.add("default");
  } else if (is.isBinaryExpression(holder) && holder.operatorToken.kind === SyntaxKind.EqualsToken) {
    // `exports.load = function …`, `module.exports = function …`, `Loader.prototype.load = function …`
    if (is.isPropertyAccessExpression(holder.left)) add(holder.left.name);
    if (holder.left.getText() === "module.exports") names.add("default");
  }
  return [...names];
}
