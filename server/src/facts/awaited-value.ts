// Fact: something is awaited, by `await`, `for await` or `await using`, that syntax alone does not show to be a promise.

import {
  NodeFlags,
  SyntaxKind,
  is,
  isAsync,
  isFunctionNode,
  outermost,
  skipOuter,
  type AwaitExpression,
  type CallExpression,
  type Expression,
  type ForOfStatement,
  type Node,
  type VariableDeclarationList,
} from "../typescript/syntax.ts";
import { bindingOf } from "./binding.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { isDeclaredAsync } from "./declared-names.ts";
import { startedValues } from "./started-values.ts";

export interface AwaitedValue extends FactBase {
  readonly kind: "awaited-value";
  readonly form: "await" | "for" | "using";
  /** What is awaited, iterated or disposed of. */
  readonly value: Expression;
  /** What comes of the `await` is dropped, visibly so by `void`, or where floating promises are looked for. */
  readonly isDropped: boolean;
  /** The `await` expression, the `for` statement or the declarations. */
  readonly node: AwaitExpression | ForOfStatement | VariableDeclarationList;
}

export const awaitedValue: Collector<AwaitedValue> = {
  nodes: [SyntaxKind.AwaitExpression, SyntaxKind.ForOfStatement, SyntaxKind.VariableDeclarationList],
  collect(node: Node, syntax: FileSyntax) {
    if (is.isAwaitExpression(node)) {
      const value = node.expression;
      if (isPromiseForSure(value, syntax) || isPause(node) || isCostly(value, syntax)) return [];
      if (hasAsyncPredicate(value)) return [];
      return [{ kind: "awaited-value", node, isLocal: false, form: "await", value, isDropped: isDropped(node) }];
    }
    if (is.isForOfStatement(node)) {
      if (node.awaitModifier === undefined) return [];
      return [{ kind: "awaited-value", node, isLocal: true, form: "for", value: node.expression, isDropped: false }];
    }
    const list = node as VariableDeclarationList;
    if ((list.flags & NodeFlags.BlockScoped) !== NodeFlags.AwaitUsing) return [];
    return list.declarations.flatMap(({ initializer }) =>
      initializer === undefined
        ? []
        : [
            {
              kind: "awaited-value" as const,
              node: list,
              isLocal: true,
              form: "using" as const,
              value: initializer,
              isDropped: false,
            },
          ],
    );
  },
};

function isDropped(node: AwaitExpression): boolean {
  const { parent } = outermost(node);
  if (is.isVoidExpression(parent)) return true;
  return is.isExpressionStatement(parent) && startedValues(parent.expression).length > 0;
}

/** `await users.filter(async …)`: the callback is the mistake, and it has a rule of its own. */
function hasAsyncPredicate(value: Expression): boolean {
  const call = skipOuter(value);
  if (!is.isCallExpression(call) || !is.isPropertyAccessExpression(call.expression)) return false;
  if (!PREDICATES.has(call.expression.name.text)) return false;
  return call.arguments.some((argument) => isFunctionNode(argument) && isAsync(argument));
}

const PREDICATES: ReadonlySet<string> = new Set("filter some every find findIndex findLast findLastIndex".split(" "));

/** `await null;` is there to let others run. */
function isPause(node: AwaitExpression): boolean {
  if (outermost(node).parent.kind !== SyntaxKind.ExpressionStatement) return false;
  switch (node.expression.kind) {
    case SyntaxKind.NullKeyword:
    case SyntaxKind.NumericLiteral:
    case SyntaxKind.TrueKeyword:
    case SyntaxKind.FalseKeyword:
    case SyntaxKind.StringLiteral:
    case SyntaxKind.VoidExpression:
      return true;
    default:
      return is.isIdentifier(node.expression) && node.expression.text === "undefined";
  }
}

/**
 * Some types take longer to work out than all else that is asked about a file, and nearly always turn out to be promises:
 * what a function returns that was itself returned by a call, what comes out of a destructuring, and methods of a
 * parameter with type arguments.
 */
function isCostly(value: Expression, syntax: FileSyntax): boolean {
  const call = skipOuter(value);
  if (!is.isCallExpression(call)) return false;
  let receiver: Node = skipOuter(call.expression);
  if (is.isCallExpression(receiver)) return true;
  while (is.isPropertyAccessExpression(receiver)) receiver = skipOuter(receiver.expression);
  if (!is.isIdentifier(receiver)) return false;
  const declaration = bindingOf(receiver, syntax);
  if (declaration === undefined) return false;
  return (
    is.isBindingElement(declaration) || (is.isParameterDeclaration(declaration) && hasTypeArguments(declaration.type))
  );
}

function hasTypeArguments(type: Node | undefined): boolean {
  return type !== undefined && type.getText().includes("<");
}

/** Most awaits are of promises for everybody to see, and need no question. */
function isPromiseForSure(value: Expression, syntax: FileSyntax): boolean {
  const node = skipOuter(value);
  if (is.isNewExpression(node)) return is.isIdentifier(node.expression) && node.expression.text === "Promise";
  if (is.isCallExpression(node)) return isPromiseCallForSure(node, syntax);
  if (!is.isIdentifier(node)) return false;
  const declaration = bindingOf(node, syntax);
  if (declaration === undefined) return false;
  if (!is.isVariableDeclaration(declaration) && !is.isParameterDeclaration(declaration)) return false;
  if (isAsyncAccumulator(declaration)) return true;
  const { type, initializer } = declaration;
  if (type !== undefined) return /Promise|Thenable/.test(type.getText());
  return initializer !== undefined && is.isCallExpression(initializer) && isPromiseCallForSure(initializer, syntax);
}

/** What the async callback of `reduce` gives is a promise, and so is what it gets, whatever the first value was. */
function isAsyncAccumulator(declaration: Node): boolean {
  const fn = declaration.parent;
  if (!isFunctionNode(fn) || fn.parameters[0] !== declaration) return false;
  const call = outermost(fn).parent;
  return is.isCallExpression(call) && isAsyncReduce(call);
}

function isAsyncReduce({ expression, arguments: [callback] }: CallExpression): boolean {
  const callee = skipOuter(expression);
  if (!is.isPropertyAccessExpression(callee) || !/^reduce(?:Right)?$/.test(callee.name.text)) return false;
  const fn = callback && skipOuter(callback);
  return fn !== undefined && isFunctionNode(fn) && isAsync(fn);
}

function isPromiseCallForSure(call: CallExpression, syntax: FileSyntax): boolean {
  const callee = skipOuter(call.expression);
  if (callee.kind === SyntaxKind.ImportKeyword) return true;
  if (isFunctionNode(callee)) return isAsync(callee);
  if (is.isIdentifier(callee)) return callee.text === "fetch" || isDeclaredAsync(callee, syntax);
  if (!is.isPropertyAccessExpression(callee)) return false;
  const { expression: receiver, name } = callee;
  if (PROMISE_METHODS.has(name.text) || isAsyncReduce(call)) return true;
  if (is.isIdentifier(receiver) && receiver.text === "Promise") return true;
  return receiver.kind === SyntaxKind.ThisKeyword && isDeclaredAsync(name, syntax);
}

const PROMISE_METHODS: ReadonlySet<string> = new Set(["then", "catch", "finally"]);
