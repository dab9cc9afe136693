// Fact: an async function returns, unawaited, what may be a promise from where a `catch`, a `finally` or a `using` is meant
// to deal with its end.

import {
  NodeFlags,
  SyntaxKind,
  enclosingFunction,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  skipOuter,
  type Expression,
  type Node,
  type ReturnStatement,
  type TryStatement,
  type VariableDeclarationList,
} from "../typescript/syntax.ts";
import type { Collector, FactBase } from "./collector.ts";
import { startedValues } from "./started-values.ts";

/** What ends, or would be told, too early. */
export type Guard =
  | { readonly kind: "finally" }
  /** Whether there is more in the `try` than the return, which the `catch` may be meant for. */
  | { readonly kind: "catch"; readonly guardsMore: boolean }
  /** The name of the resource that is disposed of. */
  | { readonly kind: "using"; readonly name: string };

export interface GuardedReturn extends FactBase {
  readonly kind: "guarded-return";
  /** The returned value, or one branch of it. */
  readonly expression: Expression;
  /** From the inside out; never empty. */
  readonly guards: readonly Guard[];
  /** What handles the promise's rejection already, if it can be called. */
  readonly handler: Expression | undefined;
}

export const guardedReturn: Collector<GuardedReturn> = {
  nodes: [SyntaxKind.ReturnStatement],
  collect(node: Node) {
    const { expression: returned } = node as ReturnStatement;
    const branches = returned === undefined || wasAwaited(returned, node) ? [] : branchesOf(returned);
    if (branches.length === 0) return [];
    const guards = guardsOf(node);
    if (guards.length === 0) return [];
    const fn = enclosingFunction(node);
    // An async generator awaits what it returns.
    if (fn === undefined || !isAsync(fn) || isGenerator(fn)) return [];
    return branches.map((expression) => {
      const handler = startedValues(expression)[0]?.handler;
      return { kind: "guarded-return" as const, node, isLocal: true, expression, guards, handler };
    });
  },
};

/** The branches of a conditional, and else the whole, as far as they may be promises that can fail or take time. */
function branchesOf(returned: Expression): Expression[] {
  const node = withoutParentheses(returned);
  if (is.isConditionalExpression(node)) return [...branchesOf(node.whenTrue), ...branchesOf(node.whenFalse)];
  return isPossiblyPending(node) ? [node] : [];
}

/** `await done; return done;`: who gets here knows that it was fulfilled. */
function wasAwaited(returned: Expression, statement: Node): boolean {
  const name = withoutParentheses(returned);
  if (!is.isIdentifier(name)) return false;
  const { statements = [] } = statement.parent as { readonly statements?: readonly Node[] };
  const before = [...statements].slice(0, statements.indexOf(statement)).toReversed();
  for (const each of before) {
    if (!is.isExpressionStatement(each)) return false;
    const awaited = is.isAwaitExpression(each.expression) ? withoutParentheses(each.expression.expression) : undefined;
    if (awaited !== undefined && is.isIdentifier(awaited) && awaited.text === name.text) return true;
    if (awaited === undefined && !is.isCallExpression(each.expression)) return false;
  }
  return false;
}

function isPossiblyPending(expression: Expression): boolean {
  const node = skipOuter(expression);
  switch (node.kind) {
    case SyntaxKind.Identifier:
      return (node as unknown as { text: string }).text !== "undefined";
    case SyntaxKind.CallExpression:
      return !isSettledAtOnce(node);
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.ElementAccessExpression:
    case SyntaxKind.NewExpression:
    case SyntaxKind.TaggedTemplateExpression:
      return true;
    case SyntaxKind.BinaryExpression: {
      const { left, operatorToken, right } = node as unknown as Record<"left" | "right", Expression> & {
        operatorToken: Node;
      };
      switch (operatorToken.kind) {
        case SyntaxKind.BarBarToken:
        case SyntaxKind.QuestionQuestionToken:
          return isPossiblyPending(left) || isPossiblyPending(right);
        case SyntaxKind.AmpersandAmpersandToken:
        case SyntaxKind.CommaToken:
        case SyntaxKind.EqualsToken:
          return isPossiblyPending(right);
        default:
          return false;
      }
    }
    // Literals, operators, functions, classes, `this`; and `await`, which leaves no promise.
    default:
      return false;
  }
}

/** `Promise.resolve()` of a value that is no promise. */
function isSettledAtOnce(call: Node): boolean {
  if (!is.isCallExpression(call) || !is.isPropertyAccessExpression(call.expression)) return false;
  const { expression: receiver, name } = call.expression;
  if (name.text !== "resolve" || !is.isIdentifier(receiver) || receiver.text !== "Promise") return false;
  const [value] = call.arguments;
  return value === undefined || !isPossiblyPending(value);
}

function guardsOf(statement: Node): Guard[] {
  const guards: Guard[] = [];
  let child = statement;
  for (let current = statement.parent; current !== undefined; child = current, current = current.parent) {
    if (isFunctionNode(current)) break;
    switch (current.kind) {
      case SyntaxKind.TryStatement:
        guards.push(...guardsOfTry(current as TryStatement, child, statement));
        break;
      case SyntaxKind.Block:
      case SyntaxKind.CaseClause:
      case SyntaxKind.DefaultClause:
        guards.push(...guardsBefore(current, child));
        break;
      case SyntaxKind.ForStatement:
      case SyntaxKind.ForOfStatement:
        guards.push(...usingGuards((current as unknown as { initializer?: Node }).initializer));
        break;
      default:
    }
  }
  return guards;
}

/** What a `try` has in store for the part of it that is left. */
function guardsOfTry({ tryBlock, catchClause, finallyBlock }: TryStatement, left: Node, statement: Node): Guard[] {
  const guards: Guard[] = [];
  if (left === tryBlock && catchClause !== undefined) {
    guards.push({ kind: "catch", guardsMore: tryBlock.statements[0] !== statement });
  }
  const isCleanedUp = finallyBlock !== undefined && finallyBlock.statements.length > 0;
  if (left !== finallyBlock && isCleanedUp) guards.push({ kind: "finally" });
  return guards;
}

/** The resources that the block holds by the time of the statement in it. */
function guardsBefore(block: Node, statement: Node): Guard[] {
  const { statements } = block as unknown as { statements: readonly Node[] };
  const guards: Guard[] = [];
  for (const each of statements) {
    if (each === statement) break;
    if (is.isVariableStatement(each)) guards.push(...usingGuards(each.declarationList));
  }
  return guards;
}

function usingGuards(initializer: Node | undefined): Guard[] {
  if (initializer === undefined || !is.isVariableDeclarationList(initializer)) return [];
  if (!isUsing(initializer)) return [];
  return initializer.declarations.map(({ name }): Guard => ({ kind: "using", name: name.getText() }));
}

/** `using` and `await using`. */
function isUsing({ flags }: VariableDeclarationList): boolean {
  return (flags & NodeFlags.BlockScoped) >= NodeFlags.Using;
}

function withoutParentheses(node: Expression): Expression {
  let current = node;
  while (is.isParenthesizedExpression(current)) current = current.expression;
  return current;
}
