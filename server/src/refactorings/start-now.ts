// *Start now, await at first use*: `const x = await f();` becomes a promise that runs while the function goes on, and the wait
// moves down to where the result is needed: in front of the statement of the same list that uses it first.
//
// Invariant: whoever passed the old wait and goes on passes the new one exactly once before any use, unless something in
// between throws. For that case, and for a rejection that comes early, the promise gets a handler at once.

import { boundIdentifiers } from "../facts/mentioned-names.ts";
import type { FileSyntax } from "../facts/collector.ts";
import { occurrencesOf, scopeOf } from "../facts/occurrences.ts";
import { isPureStatement } from "../facts/pure-code.ts";
import { mayLeaveStatement } from "../facts/early-exit.ts";
import type { Span } from "../text/span.ts";
import {
  NodeFlags,
  findAncestor,
  getTokenAtPosition,
  is,
  isFunctionNode,
  spanOf,
  statementList,
  type Node,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import { earlyStart, startOf, type Start } from "./early-start.ts";
import type { Offer, Refactoring, Refusal } from "./refactoring.ts";
import { lineOf, trimmed } from "./selection.ts";

export const startNow: Refactoring = {
  name: "start-now",
  title: "Start now, await at first use",

  offer(selection, syntax) {
    const declaration = declarationAt(trimmed(selection, syntax.text), syntax);
    const start = declaration && startOf(declaration);
    return start === undefined ? undefined : offerOf(start, syntax);
  },
};

/** The only declarator of the `const` or `let` statement that holds the whole selection. */
function declarationAt(selection: Span, { file }: FileSyntax): VariableDeclaration | undefined {
  const token = getTokenAtPosition(file, Math.min(selection.start, Math.max(0, file.text.length - 1)));
  const around = findAncestor(token, (node) => is.isVariableStatement(node) || isFunctionNode(node));
  if (around === undefined || !is.isVariableStatement(around) || around.modifiers !== undefined) return undefined;
  const { start, end } = spanOf(around);
  const { declarationList: list } = around;
  const kind = list.flags & NodeFlags.BlockScoped;
  if (kind !== NodeFlags.Const && kind !== NodeFlags.Let) return undefined;
  const isHeld = start <= selection.start && selection.end <= end;
  return isHeld && list.declarations.length === 1 ? list.declarations[0] : undefined;
}

function offerOf(start: Start, syntax: FileSyntax): Offer | Refusal | undefined {
  const { statement, declaration, name } = start;
  const list = statementList(statement);
  const scope = scopeOf(declaration);
  if (list === undefined || scope === undefined) return undefined;
  const names = boundIdentifiers(declaration.name);
  const uses = names
    .flatMap((bound) => occurrencesOf(bound.text, bound, scope, syntax))
    .filter((use) => !names.includes(use as never))
    .toSorted((a, b) => a.pos - b.pos);
  if (uses[0] === undefined) return undefined;
  const early = uses.find((use) => use.pos < statement.pos || isHoisted(use, scope));
  if (early !== undefined)
    return { reason: `${name} is used on line ${lineOf(early)} too, which may run before the wait.` };
  const from = list.indexOf(statement) + 1;
  const to = list.findIndex((each) => each.end >= uses[0]!.end);
  // The other clauses of a `switch` see the variable as well.
  if (to < 0 || uses.at(-1)!.end > list.at(-1)!.end)
    return { reason: `${name} is used outside of this list of statements.` };
  const between = list.slice(from, to);
  if (between.every(isPureStatement)) return { reason: `${name} is used at once, so that nothing would be gained.` };
  const leaving = between.find(mayLeaveStatement);
  if (leaving !== undefined)
    return { reason: `What begins on line ${lineOf(leaving)} may leave before ${name} is waited for.` };
  if (start.comment !== undefined) return { reason: `The comment \`${start.comment}\` would have no place.` };
  return { rewrite: (file) => earlyStart(start, { between, user: list[to]!, syntax }, file) };
}

/** The use stands in a function that may be called before its declaration is reached. */
function isHoisted(use: Node, scope: Node): boolean {
  for (let node = use.parent; node !== undefined && node !== scope; node = node.parent) {
    if (is.isFunctionDeclaration(node)) return true;
  }
  return false;
}
