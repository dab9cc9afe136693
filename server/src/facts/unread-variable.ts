// Fact: a local variable gets a value that nobody reads, because the variable is never read at all, or because it is
// overwritten on every path that could lead to a read.

import {
  NodeFlags,
  SyntaxKind,
  enclosingFunctionLike,
  hasModifier,
  is,
  isModule,
  type CallExpression,
  type Node,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { reachableFrom } from "./control-flow/control-flow.ts";
import { isBareDeclaration, isReadFirst, occurrencesOf, scopeOf, storeInto, type Store } from "./occurrences.ts";
import { startedValues, type StartedValue } from "./started-values.ts";

export interface UnreadVariable extends FactBase {
  readonly kind: "unread-variable";
  readonly name: string;
  readonly store: Store;
  /** The parts of the stored value that could be promises; never empty. */
  readonly values: readonly StartedValue[];
  /** The first store that overwrites this one; undefined if nothing does, and nothing reads it either. */
  readonly overwrittenBy: Store | undefined;
  /** Every store into the variable, in text order. */
  readonly stores: readonly Store[];
}

type Loss = Pick<UnreadVariable, "overwrittenBy">;

const NEVER_READ: Loss = { overwrittenBy: undefined };

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
      const loss = isRead ? lossOf(store, stores, uses, syntax) : NEVER_READ;
      if (loss === undefined) continue;
      const { overwrittenBy } = loss;
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
      ((is.isCallExpression(expression) && !isSettled(expression)) ||
        is.isNewExpression(expression) ||
        is.isTaggedTemplateExpression(expression) ||
        is.isArrayLiteralExpression(expression)),
  );
}

/** `Promise.resolve()`: a beginning for what is to follow. */
function isSettled({ expression: callee, arguments: { length } }: CallExpression): boolean {
  return length === 0 && is.isPropertyAccessExpression(callee) && callee.getText() === "Promise.resolve";
}

/** The scope of a variable that nobody outside the file can see, or undefined. */
export function localScope(declaration: VariableDeclaration, syntax: FileSyntax): Node | undefined {
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

/** Where a value that no path reads is lost: at the stores that may come next, if any do. Undefined if it may be read. */
function lossOf(store: Store, stores: readonly Store[], uses: readonly Node[], syntax: FileSyntax): Loss | undefined {
  if (isReadNext(store, uses)) return undefined;
  const container = enclosingFunctionLike(store.target);
  // Any function that captured the variable may see the promise at any time.
  if (uses.some((use) => enclosingFunctionLike(use) !== container)) return undefined;
  const flow = syntax.controlFlowOf(container);
  if (flow === undefined) return undefined;
  const steps = new Map(uses.map((use) => [use, flow.stepsOf(use)]));
  // A use that the graph does not have, in a type or in unreachable code, shows that somebody thought of the variable.
  if (uses.some((use) => steps.get(use)!.length === 0 && !isBareDeclaration(use))) return undefined;
  const names = new Set(uses);
  const reached = reachableFrom(steps.get(store.target)!, (step) => names.has(step.node));
  const next = new Set([...reached].map((step) => step.node).filter((node) => names.has(node)));
  const overwriting = stores.filter(({ target }) => next.has(target));
  const isSeen = [...next].some(
    (node) => !isBareDeclaration(node) && !overwriting.some(({ target }) => target === node),
  );
  return isSeen ? undefined : { overwrittenBy: overwriting.find((each) => each !== store) ?? overwriting[0] };
}

/** The next mention in the text is a read in the same block or inside it: nearly every variable is decided by this. */
function isReadNext(store: Store, uses: readonly Node[]): boolean {
  const next = uses[uses.indexOf(store.target) + 1];
  if (next === undefined || storeInto(next) !== undefined) return false;
  const statement = is.isVariableDeclaration(store.node) ? store.node.parent.parent : store.node;
  return next.end <= statement.parent.end;
}
