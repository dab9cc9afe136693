// Question: which function of the project runs when this call is made? The way from a call to a body, for every question
// that is answered by reading on in another function. Whoever answers one tells the view where it went (`onFollow`), so
// that an edit of that body is known to matter here.

import { SymbolFlags, type NodeHandle, type Symbol } from "../typescript/api.ts";
import {
  NodeFlags,
  SyntaxKind,
  calleeName,
  hasModifier,
  is,
  isFunctionNode,
  skipOuter,
  type CallExpression,
  type Expression,
  type FunctionNode,
  type NewExpression,
  type Node,
} from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";

/** A call, or a bare reference to a function that somebody else will call. */
export type Call = CallExpression | NewExpression | Expression;

/**
 * The function with a body that the call certainly runs, or undefined: for what lies outside the project's sources, for
 * parameters and variables that may hold another function, for interfaces and abstract methods. A method may be overridden
 * in a subclass; what is declared counts. Immediately invoked functions are their own answer.
 */
export const answerCalledFunction: Answerer<Call, FunctionNode | undefined> = async (view, calls) => {
  const targets = calls.map(targetOf);
  const found: (FunctionNode | undefined)[] = targets.map((target) => (isFunctionNode(target) ? target : undefined));
  const named = [...targets.keys()].filter((i) => isNameable(targets[i]!));
  if (named.length > 0) {
    const symbols = await view.checker.getSymbolAtLocation(named.map((i) => targets[i]!));
    const functions = new Map<number, Promise<FunctionNode | undefined>>();
    await Promise.all(
      named.map(async (i, at) => {
        const symbol = symbols[at];
        if (symbol === undefined) return;
        let fn = functions.get(symbol.id);
        if (fn === undefined) functions.set(symbol.id, (fn = functionOf(view, symbol)));
        found[i] = await fn;
      }),
    );
  }
  for (const [i, fn] of found.entries()) if (fn !== undefined) view.onFollow?.(calls[i]!, fn);
  return found;
};

/** The name by which the function is looked up, or the function itself where it is written in place. */
function targetOf(call: Call): Node {
  if (is.isCallExpression(call)) {
    const callee = skipOuter(call.expression);
    return isFunctionNode(callee) ? callee : calleeName(call);
  }
  const named = skipOuter(is.isNewExpression(call) ? call.expression : call);
  return is.isPropertyAccessExpression(named) ? named.name : named;
}

function isNameable(target: Node): boolean {
  return is.isIdentifier(target) || is.isPrivateIdentifier(target) || is.isStringLiteral(target);
}

async function functionOf(view: ProgramView, symbol: Symbol): Promise<FunctionNode | undefined> {
  const isAlias = (symbol.flags & SymbolFlags.Alias) !== 0;
  const target = isAlias ? await view.checker.getAliasedSymbol(symbol) : symbol;
  for (const declaration of target.declarations) {
    // Overloads and interfaces have no body; the tree of a file without bodies need not be fetched.
    if (!mayHoldBody(declaration)) continue;
    const node = await declaration.resolve(view.project);
    const fn = node && bodyIn(node);
    if (fn !== undefined) return fn;
  }
  return undefined;
}

const HOLDERS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.VariableDeclaration,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.PropertyAssignment,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.ClassExpression,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.Constructor,
]);

function mayHoldBody({ kind, path }: NodeHandle): boolean {
  return HOLDERS.has(kind) && !path.includes("/node_modules/") && !/\.d\.[cm]?ts$/.test(path);
}

function bodyIn(node: Node): FunctionNode | undefined {
  if (isFunctionNode(node)) return node.body === undefined ? undefined : node;
  if (is.isClassDeclaration(node) || is.isClassExpression(node)) return constructorOf(node);
  if (is.isVariableDeclaration(node)) {
    const isConstant = (node.parent.flags & NodeFlags.Const) !== 0;
    return isConstant ? functionIn(node.initializer) : undefined;
  }
  if (is.isPropertyDeclaration(node)) {
    return hasModifier(node, SyntaxKind.ReadonlyKeyword) || is.isPrivateIdentifier(node.name)
      ? functionIn(node.initializer)
      : undefined;
  }
  return is.isPropertyAssignment(node) ? functionIn(node.initializer) : undefined;
}

function functionIn(initializer: Expression | undefined): FunctionNode | undefined {
  const value = initializer && skipOuter(initializer);
  return value !== undefined && isFunctionNode(value) ? value : undefined;
}

function constructorOf(owner: Node): FunctionNode | undefined {
  const { members } = owner as unknown as { readonly members: readonly Node[] };
  return [...members].find(
    (member): member is FunctionNode =>
      member.kind === SyntaxKind.Constructor && (member as FunctionNode).body !== undefined,
  );
}
