// Rewriting step: let a method of arrays decide by what promises resolve to, all of which are waited for first. Refused
// (undefined) where `await` is not legal or where something else would be evaluated in another order.

import type { PredicateCallback } from "../facts/predicate-callback.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import {
  NodeFlags,
  SyntaxKind,
  is,
  isFunctionNode,
  skipOuter,
  spanOf,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { awaitPlace } from "./await-place.ts";
import { canBeginWithParenthesis } from "./begin-with-parenthesis.ts";
import { insert } from "./prefix.ts";

export function* evaluateFirst(fact: PredicateCallback, context: FileContext): Inquiry<readonly Edit[] | undefined> {
  const { call, method } = fact;
  if (call.typeArguments !== undefined || (call.flags & NodeFlags.OptionalChain) !== 0) return undefined;
  if (call.arguments.some((argument) => is.isSpreadElement(argument))) return undefined;
  const { kind } = awaitPlace(call);
  if (kind !== "async" && kind !== "top-level") return undefined;
  if (kind === "top-level" && (yield* ask("top-level-await", call)) === "forbidden") return undefined;
  const isAboutElements = method === "filter" || method === "find" || method === "findLast";
  return isAboutElements ? inStatement(fact, context) : inPlace(fact, context);
}

/** `items.some(test)` to `(await Promise.all(items.map(test))).some(Boolean)`. */
function inPlace({ call, method }: PredicateCallback, { file, text }: FileContext): Edit[] | undefined {
  const { name } = skipOuter(call.expression) as unknown as { name: Node };
  const whole = withAwait(call);
  if (!canBeginWithParenthesis(whole, text)) return undefined;
  return [
    { file, span: { start: whole.getStart(), end: call.getStart() }, newText: "(await Promise.all(" },
    { file, span: spanOf(name), newText: "map" },
    insert(file, call.end, `)).${method}(Boolean)`),
  ];
}

/**
 * `items.filter(test)` to `items.filter((_, index) => conditions[index])` behind
 * `const conditions = await Promise.all(items.map(test));`.
 */
function inStatement({ call, receiver }: PredicateCallback, { file, text }: FileContext): Edit[] | undefined {
  const statement = statementBegunBy(call);
  if (statement === undefined) return undefined;
  const isNamed = isPlain(receiver);
  const items = isNamed ? receiver.getText() : freshName("items", text);
  const conditions = freshName(conditionsName(call), text);
  const start = statement.getStart();
  const indent = /(?:^|\n)([ \t]*)$/.exec(text.slice(0, start))?.[1];
  const separator = indent === undefined ? " " : `${text.includes("\r\n") ? "\r\n" : "\n"}${indent}`;
  // Comments beside the arguments move with them.
  const open = call.arguments.pos;
  const tests = text.slice(open, call.end - 1);
  const bound = isNamed ? "" : `const ${items} = ${receiver.getText()};${separator}`;
  const edits = [
    insert(file, start, `${bound}const ${conditions} = await Promise.all(${items}.map(${tests}));${separator}`),
    { file, span: { start: open, end: call.end - 1 }, newText: `(_, index) => ${conditions}[index]` },
  ];
  if (!isNamed) edits.push({ file, span: spanOf(receiver), newText: items });
  const whole = withAwait(call);
  if (whole !== call) edits.push({ file, span: { start: whole.getStart(), end: call.getStart() }, newText: "" });
  return edits;
}

/** An `await` of the method's own result was a try to do the same. */
function withAwait(call: Node): Node {
  return is.isAwaitExpression(call.parent) ? call.parent : call;
}

/** Reading it twice gives the same and calls nothing. */
function isPlain(expression: Expression): boolean {
  if (is.isPropertyAccessExpression(expression)) {
    return expression.questionDotToken === undefined && isPlain(expression.expression);
  }
  return is.isIdentifier(expression) || expression.kind === SyntaxKind.ThisKeyword;
}

/** Named for the variable that gets the result, if there is one. */
function conditionsName(call: Node): string {
  const { parent } = withAwait(call);
  return is.isVariableDeclaration(parent) && is.isIdentifier(parent.name)
    ? `${parent.name.text}Conditions`
    : "conditions";
}

function freshName(base: string, text: string): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base}${i}`;
    if (!text.includes(name)) return name;
  }
}

/** The statement of a list that evaluates the call before anything else, so that a new one may go before it. */
function statementBegunBy(call: Node): Node | undefined {
  let child = call;
  while (!isFunctionNode(child.parent)) {
    const { parent } = child;
    if (isListedStatement(parent)) return evaluatesFirst(parent, child) ? parent : undefined;
    if (!evaluatesFirst(parent, child)) return undefined;
    child = parent;
  }
  return undefined;
}

function isListedStatement(node: Node): boolean {
  return is.isBlock(node.parent) || is.isSourceFile(node.parent);
}

function evaluatesFirst(parent: Node, child: Node): boolean {
  switch (parent.kind) {
    case SyntaxKind.ParenthesizedExpression:
    case SyntaxKind.AsExpression:
    case SyntaxKind.SatisfiesExpression:
    case SyntaxKind.NonNullExpression:
    case SyntaxKind.AwaitExpression:
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.SpreadElement:
    case SyntaxKind.ExpressionStatement:
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.VariableStatement:
      return true;
    case SyntaxKind.ElementAccessExpression:
    case SyntaxKind.IfStatement:
    case SyntaxKind.SwitchStatement:
    case SyntaxKind.ForOfStatement:
      return (parent as { expression?: Node }).expression === child;
    case SyntaxKind.ConditionalExpression:
      return (parent as { condition?: Node }).condition === child;
    case SyntaxKind.CallExpression: {
      const { expression, arguments: args } = parent as unknown as {
        expression: Expression;
        arguments: readonly Node[];
      };
      return expression === child || (args[0] === child && isPlain(expression));
    }
    case SyntaxKind.ArrayLiteralExpression:
      return (parent as unknown as { elements: readonly Node[] }).elements[0] === child;
    case SyntaxKind.VariableDeclaration:
      return (parent as { initializer?: Node }).initializer === child;
    case SyntaxKind.VariableDeclarationList:
      return (parent as unknown as { declarations: readonly Node[] }).declarations[0] === child;
    case SyntaxKind.BinaryExpression: {
      const { left, operatorToken } = parent as unknown as { left: Expression; operatorToken: Node };
      if (operatorToken.kind === SyntaxKind.EqualsToken) return left !== child && isPlain(left);
      return left === child;
    }
    default:
      return false;
  }
}
