// Fact: a local variable gets a value that nobody reads, because the variable is never read at all, or because it is
// overwritten first. Straight-line code only: what a loop or a branch might still read is taken as read.

import {
  NodeFlags,
  SyntaxKind,
  enclosingFunctionLike,
  findAncestor,
  forEachDescendant,
  hasModifier,
  is,
  isFunctionNode,
  isModule,
  statementList,
  type Node,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { isBareDeclaration, isReadFirst, occurrencesOf, scopeOf, storeInto, type Store } from "./occurrences.ts";
import { startedValues, type StartedValue } from "./started-values.ts";

export interface UnreadVariable extends FactBase {
  readonly kind: "unread-variable";
  readonly name: string;
  readonly store: Store;
  /** The parts of the stored value that could be promises; never empty. */
  readonly values: readonly StartedValue[];
  /** The store that overwrites this one before anybody reads it; undefined if the variable is never read. */
  readonly overwrittenBy: Store | undefined;
  /** Every store into the variable, in text order. */
  readonly stores: readonly Store[];
}

export const unreadVariable: Collector<UnreadVariable> = {
  nodes: [SyntaxKind.VariableDeclaration],
  collect(node: Node, syntax: FileSyntax) {
    const declaration = node as VariableDeclaration;
    if (!is.isIdentifier(declaration.name) || declaration.name.text.startsWith("_")) return [];
    const scope = localScope(declaration, syntax);
    if (scope === undefined) return [];
    const name = declaration.name.text;
    // Nearly every variable is read soon after its declaration; only what is stored can be unread.
    const mayStart = declaration.initializer === undefined || startsSomething(startedValues(declaration.initializer));
    const isConstant = (declaration.parent.flags & NodeFlags.Const) !== 0;
    if (isConstant && (!mayStart || isReadFirst(name, declaration.name, scope, syntax))) return [];
    const uses = occurrencesOf(name, declaration.name, scope, syntax);
    // `var x` twice is one variable: it is looked at once, from its first declaration.
    if (uses[0] !== declaration.name) return [];
    const stores = uses.flatMap((use) => storeInto(use) ?? []);
    const isRead = uses.some((use) => storeInto(use) === undefined && !isBareDeclaration(use));
    const facts: UnreadVariable[] = [];
    for (const store of stores) {
      const values = startedValues(store.value);
      if (!startsSomething(values)) continue;
      const overwrittenBy = isRead ? nextStore(store, stores, uses) : undefined;
      if (isRead && overwrittenBy === undefined) continue;
      facts.push({ kind: "unread-variable", node, isLocal: false, name, store, values, overwrittenBy, stores });
    }
    return facts;
  },
};

/** Something is started here, rather than merely named. */
export function startsSomething(values: readonly StartedValue[]): boolean {
  return values.some(
    ({ expression, isAwaited }) =>
      !isAwaited &&
      (is.isCallExpression(expression) ||
        is.isNewExpression(expression) ||
        is.isTaggedTemplateExpression(expression) ||
        is.isArrayLiteralExpression(expression)),
  );
}

/** The scope of a variable that nobody outside the file can see, or undefined. */
function localScope(declaration: VariableDeclaration, syntax: FileSyntax): Node | undefined {
  const list = declaration.parent;
  if (!is.isVariableDeclarationList(list)) return undefined;
  // `using` reads its variable when the scope ends.
  if ((list.flags & NodeFlags.BlockScoped) >= NodeFlags.Using) return undefined;
  if (!is.isVariableStatement(list.parent)) return undefined;
  if (hasModifier(list.parent, SyntaxKind.ExportKeyword) || hasModifier(list.parent, SyntaxKind.DeclareKeyword)) {
    return undefined;
  }
  const scope = scopeOf(declaration);
  // The top level of a script is shared with every other script, and what a namespace declares may be merged.
  if (scope === undefined || is.isModuleBlock(scope)) return undefined;
  return is.isSourceFile(scope) && !isModule(syntax.file) && !isCommonJs(syntax.text) ? undefined : scope;
}

function isCommonJs(text: string): boolean {
  return /\brequire\s*\(|\bmodule\.exports\b|\bexports\./.test(text);
}

/** The next store in the same statement list, if nothing in between can read the variable or leave the list. */
function nextStore(store: Store, stores: readonly Store[], uses: readonly Node[]): Store | undefined {
  const next = stores[stores.indexOf(store) + 1];
  if (next === undefined) return undefined;
  const [from, to] = [statementOf(store.node), statementOf(next.node)];
  const list = statementList(from);
  if (list === undefined || !list.includes(to)) return undefined;
  // A read in between or in the next value, and any function that captured the variable, may see the promise.
  const own = enclosingFunctionLike(store.target);
  if (uses.some((use) => enclosingFunctionLike(use) !== own)) return undefined;
  if (uses.some((use) => use.pos > store.target.pos && use.pos < to.end && use !== next.target)) return undefined;
  const between = list.slice(list.indexOf(from) + 1, list.indexOf(to));
  if (between.some(canJump)) return undefined;
  return isInsideTry(from) ? undefined : next;
}

function statementOf(node: Node): Node {
  return is.isVariableDeclaration(node) ? node.parent.parent : node;
}

/** The statement may leave its list, so that the next statement does not run. */
function canJump(statement: Node): boolean {
  let jumps = isJump(statement);
  forEachDescendant(statement, (node) => {
    if (isFunctionNode(node)) return false;
    jumps ||= isJump(node);
    return !jumps;
  });
  return jumps;
}

function isJump(node: Node): boolean {
  switch (node.kind) {
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.BreakStatement:
    case SyntaxKind.ContinueStatement:
    case SyntaxKind.ThrowStatement:
    case SyntaxKind.YieldExpression:
      return true;
    default:
      return false;
  }
}

/** Inside a `try`, an exception may jump to a handler that reads the variable. */
function isInsideTry(node: Node): boolean {
  return (
    findAncestor(node, (ancestor) => is.isTryStatement(ancestor) || isFunctionNode(ancestor))?.kind ===
    SyntaxKind.TryStatement
  );
}
