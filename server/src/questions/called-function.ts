// Question: which function of the project runs when this call is made? The way from a call to a body, for every question
// that is answered by reading on in another function. Whoever answers one tells the view where it went (`onFollow`), so
// that an edit of that body is known to matter here.

import { isForeign } from "../text/file-kind.ts";
import type { NodeHandle, Symbol } from "../typescript/api.ts";
import {
  NodeFlags,
  SyntaxKind,
  calleeName,
  calleeOf,
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
import type { Runnable } from "../facts/synchronous-code.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { aliasTarget } from "./symbol-meaning.ts";

/** A call, or a bare reference to a function that somebody else will call. */
export type Call = CallExpression | NewExpression | Expression;

/**
 * The function with a body that the call certainly runs, or undefined: for what lies outside the project's sources, for
 * parameters and variables that may hold another function, for interfaces and abstract methods. A method may be overridden
 * in a subclass; what is declared counts. Immediately invoked functions are their own answer.
 */
export const answerCalledFunction: Answerer<Call, FunctionNode | undefined> = async (view, calls) => {
  const found = await answerCalledCode(view, calls);
  return found.map((code) => (code !== undefined && isFunctionNode(code) ? code : undefined));
};

/** Like `answerCalledFunction`; the class itself for a class without constructor, and the getter for a property. */
export const answerCalledCode: Answerer<Call, Runnable | undefined> = async (view, calls) => {
  const targets = calls.map(targetOf);
  const found: (Runnable | undefined)[] = targets.map((target) => (isFunctionNode(target) ? target : undefined));
  const named = [...targets.keys()].filter((i) => isNameable(targets[i]!));
  if (named.length > 0) {
    const symbols = await view.checker.getSymbolAtLocation(named.map((i) => targets[i]!));
    const functions = new Map<number, Promise<Runnable | undefined>>();
    await Promise.all(
      named.map(async (i, at) => {
        const symbol = symbols[at];
        if (symbol === undefined) return;
        let fn = functions.get(symbol.id);
        if (fn === undefined) functions.set(symbol.id, (fn = codeOfSymbol(view, symbol)));
        found[i] = await fn;
      }),
    );
  }
  for (const [i, code] of found.entries()) if (code !== undefined) view.onFollow?.(calls[i]!, code);
  return found;
};

/** The name by which the function is looked up, or the function itself where it is written in place. */
function targetOf(call: Call): Node {
  if (is.isTaggedTemplateExpression(call)) return nameIn(call.tag);
  if (is.isCallExpression(call)) {
    const callee = calleeOf(call);
    return isFunctionNode(callee) ? callee : calleeName(call);
  }
  return nameIn(is.isNewExpression(call) ? call.expression : call);
}

function nameIn(expression: Expression): Node {
  const named = skipOuter(expression);
  return is.isPropertyAccessExpression(named) ? named.name : named;
}

function isNameable(target: Node): boolean {
  return is.isIdentifier(target) || is.isPrivateIdentifier(target) || is.isStringLiteral(target);
}

/** The code with a body that a symbol certainly means. */
export async function codeOfSymbol(view: ProgramView, symbol: Symbol): Promise<Runnable | undefined> {
  const target = await aliasTarget(view.checker, symbol);
  for (const declaration of target.declarations) {
    // Overloads and interfaces have no body; the tree of a file without bodies need not be fetched.
    if (!mayHoldBody(declaration)) continue;
    const node = await declaration.resolve(view.project);
    if (node === undefined) continue;
    const fn = is.isShorthandPropertyAssignment(node)
      ? await shorthand(view, node)
      : (bodyIn(node) ?? (await exportedByName(view, node)));
    if (fn !== undefined) return fn;
  }
  return undefined;
}

/** `{ load }` stands for the function that is called `load` there. */
async function shorthand(view: ProgramView, node: Node): Promise<Runnable | undefined> {
  const value = await view.checker.getShorthandAssignmentValueSymbol(node);
  return value && codeOfSymbol(view, value);
}

/** `exports.load = load` stands for the function that is called `load` there. */
async function exportedByName(view: ProgramView, node: Node): Promise<Runnable | undefined> {
  if (!is.isBinaryExpression(node) || !/^(?:module\.)?exports\./.test(node.left.getText())) return undefined;
  const name = skipOuter(node.right);
  const value = is.isIdentifier(name) ? await view.checker.getSymbolAtLocation(name) : undefined;
  return value && codeOfSymbol(view, value);
}

const HOLDERS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.VariableDeclaration,
  SyntaxKind.PropertyDeclaration,
  SyntaxKind.PropertyAssignment,
  SyntaxKind.ShorthandPropertyAssignment,
  // `exports.load = function …`
  SyntaxKind.BinaryExpression,
  SyntaxKind.ClassDeclaration,
  SyntaxKind.ClassExpression,
  SyntaxKind.FunctionExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
]);

function mayHoldBody({ kind, path }: NodeHandle): boolean {
  return HOLDERS.has(kind) && !isForeign(path);
}

function bodyIn(node: Node): Runnable | undefined {
  if (isFunctionNode(node)) return node.body === undefined ? undefined : node;
  if (is.isClassDeclaration(node) || is.isClassExpression(node)) return constructorOf(node) ?? node;
  if (is.isVariableDeclaration(node)) {
    const isConstant = (node.parent.flags & NodeFlags.Const) !== 0;
    return isConstant ? functionIn(node.initializer) : undefined;
  }
  if (is.isPropertyDeclaration(node)) {
    return hasModifier(node, SyntaxKind.ReadonlyKeyword) || is.isPrivateIdentifier(node.name)
      ? functionIn(node.initializer)
      : undefined;
  }
  if (is.isBinaryExpression(node)) return functionIn(node.right);
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
