// What a loop goes over, as far as its head shows: the items of a collection, the keys of an object, or numbers.

import {
  NodeFlags,
  SyntaxKind,
  is,
  skipOuter,
  type DoStatement,
  type Expression,
  type ForInStatement,
  type ForOfStatement,
  type ForStatement,
  type Node,
  type Statement,
  type WhileStatement,
} from "../typescript/syntax.ts";
import { boundNames } from "./mentioned-names.ts";

export type WaitingLoop = ForOfStatement | ForInStatement | ForStatement | WhileStatement | DoStatement;

export interface LoopHead {
  readonly kind: "items" | "keys" | "numbers";
  /** The variables that are others in each iteration. */
  readonly names: readonly string[];
  /** The name or pattern of the variable; undefined for a `while` that counts. */
  readonly binding: Node | undefined;
  /** What is iterated; for numbers the bound. */
  readonly over: Expression;
  /** What of the head is looked at again before each iteration. */
  readonly evaluated: readonly Node[];
  /** The statement of the body by which a `while` counts. */
  readonly step: Statement | undefined;
  /** `let i = 0; i < over; i++` */
  readonly isPlainCount: boolean;
}

/** Undefined for loops that are not known to go over anything. */
export function headOfLoop(loop: WaitingLoop): LoopHead | undefined {
  switch (loop.kind) {
    case SyntaxKind.ForOfStatement:
      return loop.awaitModifier === undefined ? overItems(loop, "items") : undefined;
    case SyntaxKind.ForInStatement:
      return overItems(loop, "keys");
    case SyntaxKind.ForStatement:
      return counted(loop);
    default:
      return countedByHand(loop);
  }
}

function overItems(
  { initializer, expression }: ForOfStatement | ForInStatement,
  kind: "items" | "keys",
): LoopHead | undefined {
  if (!is.isVariableDeclarationList(initializer)) return undefined;
  const using = initializer.flags & NodeFlags.BlockScoped;
  if (using === NodeFlags.Using || using === NodeFlags.AwaitUsing) return undefined;
  const binding = initializer.declarations[0]!.name;
  return {
    kind,
    names: boundNames(binding),
    binding,
    over: expression,
    evaluated: [expression],
    step: undefined,
    isPlainCount: false,
  };
}

/** `for (let i = 0; i < items.length; i++)`, with any start, comparison and step. */
function counted({ initializer, condition, incrementor }: ForStatement): LoopHead | undefined {
  if (initializer === undefined || condition === undefined || incrementor === undefined) return undefined;
  if (!is.isVariableDeclarationList(initializer) || (initializer.flags & NodeFlags.BlockScoped) !== NodeFlags.Let) {
    return undefined;
  }
  const [counter] = initializer.declarations;
  if (counter === undefined || !is.isIdentifier(counter.name)) return undefined;
  const { text } = counter.name;
  const over = boundOf(condition, text);
  if (over === undefined || !isStep(incrementor, text)) return undefined;
  const isUpward = is.isBinaryExpression(condition) && condition.operatorToken.kind === SyntaxKind.LessThanToken;
  const isByOne = /^(?:\+\+\w+|\w+\+\+|\w+\s*\+=\s*1)$/.test(incrementor.getText());
  return {
    kind: "numbers",
    names: [text],
    binding: counter.name,
    over,
    evaluated: [condition],
    step: undefined,
    isPlainCount:
      initializer.declarations.length === 1 && counter.initializer?.getText() === "0" && isUpward && isByOne,
  };
}

/** `while (i < items.length) { …; i++; }` */
function countedByHand({ expression, statement }: WhileStatement | DoStatement): LoopHead | undefined {
  const body = is.isBlock(statement) ? statement.statements : [];
  const step = body.at(-1);
  if (step === undefined || !is.isExpressionStatement(step)) return undefined;
  const condition = skipOuter(expression);
  if (!is.isBinaryExpression(condition) || !is.isIdentifier(condition.left)) return undefined;
  const { text } = condition.left;
  const over = boundOf(condition, text);
  if (over === undefined || !isStep(step.expression, text)) return undefined;
  return {
    kind: "numbers",
    names: [text],
    binding: undefined,
    over,
    evaluated: [expression],
    step,
    isPlainCount: false,
  };
}

/** The other side of the comparison with the counter. */
function boundOf(condition: Expression, counter: string): Expression | undefined {
  const comparison = skipOuter(condition);
  if (!is.isBinaryExpression(comparison)) return undefined;
  switch (comparison.operatorToken.kind as SyntaxKind) {
    case SyntaxKind.LessThanToken:
    case SyntaxKind.LessThanEqualsToken:
    case SyntaxKind.GreaterThanToken:
    case SyntaxKind.GreaterThanEqualsToken:
    case SyntaxKind.ExclamationEqualsEqualsToken:
    case SyntaxKind.ExclamationEqualsToken:
      return comparison.left.getText() === counter ? comparison.right : undefined;
    default:
      return undefined;
  }
}

/** `i++`, `i += 2`: whatever else changes the counter is no counting. */
function isStep(expression: Expression, counter: string): boolean {
  const node = skipOuter(expression);
  if (is.isPrefixUnaryExpression(node) || is.isPostfixUnaryExpression(node)) return node.operand.getText() === counter;
  if (!is.isBinaryExpression(node) || node.left.getText() !== counter) return false;
  const { kind } = node.operatorToken;
  return kind === SyntaxKind.PlusEqualsToken || kind === SyntaxKind.MinusEqualsToken;
}
