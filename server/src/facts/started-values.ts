// Which expressions of a statement or initialiser could hand over a promise that somebody must wait for, by syntax
// alone. Whether their values are promises is a question of its own.

import {
  SyntaxKind,
  is,
  skipOuter,
  type AwaitExpression,
  type CallExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";

/** One expression whose value may be a promise. */
export interface StartedValue {
  readonly expression: Expression;
  /** `await …`: the promise itself is waited for, but what it resolves to may be an array of promises. */
  readonly isAwaited: boolean;
  /** The rejection handler of `.catch(handler)` or `.then(ok, handler)`; it counts only if it can be called. */
  readonly handler: Expression | undefined;
}

/**
 * The values that reach the place of `expression`: conditional, logical and comma expressions are looked through, and
 * what is voided, assigned, or no value at all is left out. The semantics are those of typescript-eslint's
 * `no-floating-promises` with its default options.
 */
export function startedValues(expression: Expression): StartedValue[] {
  const values: StartedValue[] = [];
  collect(expression, values);
  return values;
}

function collect(outer: Expression, values: StartedValue[]): void {
  const node = skipOuter(outer);
  switch (node.kind) {
    case SyntaxKind.BinaryExpression:
      collectBinary(node, values);
      break;
    case SyntaxKind.ConditionalExpression: {
      const { whenTrue, whenFalse } = node as unknown as { whenTrue: Expression; whenFalse: Expression };
      collect(whenTrue, values);
      collect(whenFalse, values);
      break;
    }
    case SyntaxKind.CallExpression:
      collectCall(node as CallExpression, values);
      break;
    case SyntaxKind.AwaitExpression:
      if (mayResolveToArray((node as AwaitExpression).expression)) {
        values.push({ expression: node, isAwaited: true, handler: undefined });
      }
      break;
    case SyntaxKind.Identifier:
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.ElementAccessExpression:
    case SyntaxKind.NewExpression:
    case SyntaxKind.TaggedTemplateExpression:
    case SyntaxKind.ArrayLiteralExpression:
      values.push({ expression: node, isAwaited: false, handler: undefined });
      break;
    // Everything else is no promise (literals, operators), is somebody's duty already (assignment, `yield`), or is
    // marked as intentional (`void`).
    default:
  }
}

/** Methods and functions of the language that give arrays: what `await` of their results leaves is worth a question. */
const ARRAY_MAKERS: ReadonlySet<string> = new Set(
  "concat copyWithin fill filter flat flatMap from fromAsync map of reverse slice sort splice toReversed toSorted toSpliced toArray values with".split(
    " ",
  ),
);

/**
 * `await items.map(async …)` waits for nothing: an array is no promise. Awaited calls are the most frequent statements of
 * all, and nearly none resolves to an array of promises, so only calls that make arrays by name are asked about.
 */
function mayResolveToArray(awaited: Expression): boolean {
  const node = skipOuter(awaited);
  if (is.isNewExpression(node)) return false;
  if (!is.isCallExpression(node)) return true;
  const name = calledMember(node)?.name;
  return name !== undefined && ARRAY_MAKERS.has(name);
}

function collectBinary(node: Node, values: StartedValue[]): void {
  const { left, operatorToken, right } = node as unknown as {
    left: Expression;
    operatorToken: Node;
    right: Expression;
  };
  switch (operatorToken.kind) {
    case SyntaxKind.CommaToken:
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      collect(left, values);
      collect(right, values);
      break;
    // The left side of `&&` reaches the place only when it is falsy, which no promise is.
    case SyntaxKind.AmpersandAmpersandToken:
      collect(right, values);
      break;
    default:
  }
}

function collectCall(call: CallExpression, values: StartedValue[]): void {
  if (call.expression.kind === SyntaxKind.SuperKeyword) return;
  const member = calledMember(call);
  const method = member?.name;
  if (method === "finally") {
    collectFinally(call, member!.receiver, values);
    return;
  }
  const position = method === "catch" ? 0 : method === "then" ? 1 : undefined;
  if (position === undefined) {
    values.push({ expression: call, isAwaited: false, handler: undefined });
    return;
  }
  const args = [...call.arguments];
  const spread = args.findIndex((argument) => argument.kind === SyntaxKind.SpreadElement);
  // What a spread hands over is unknown and may well be a handler.
  if (spread >= 0 && spread <= position) return;
  values.push({ expression: call, isAwaited: false, handler: args[position] });
}

/** `receiver.name(…)` or `receiver["name"](…)`. */
function calledMember(call: CallExpression): { readonly receiver: Expression; readonly name: string } | undefined {
  const callee = skipOuter(call.expression);
  if (is.isPropertyAccessExpression(callee)) return { receiver: callee.expression, name: callee.name.text };
  if (!is.isElementAccessExpression(callee)) return undefined;
  const { argumentExpression: key } = callee;
  const isConstant = is.isStringLiteral(key) || is.isNoSubstitutionTemplateLiteral(key);
  return isConstant ? { receiver: callee.expression, name: key.text } : undefined;
}

/** `p.finally(f)` passes the duty on: it is handled if `p` is. */
function collectFinally(call: CallExpression, receiver: Expression, values: StartedValue[]): void {
  const before: StartedValue[] = [];
  collect(receiver, before);
  const isPassedOn = before.length === 1 && skipOuter(receiver) === before[0]!.expression;
  const handler = isPassedOn ? before[0]!.handler : undefined;
  values.push({ expression: call, isAwaited: false, handler });
}
