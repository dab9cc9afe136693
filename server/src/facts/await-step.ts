// One wait that could become an element of a gather: a call that is awaited and whose result goes into a variable, a
// member or the caller. A wait whose result nobody uses guards what follows or has an effect, and is no step unless
// somebody vouches for it.

import {
  NodeFlags,
  SyntaxKind,
  findAncestor,
  forEachDescendant,
  is,
  isFunctionNode,
  outermost,
  skipOuter,
  type AwaitExpression,
  type BinaryExpression,
  type CallExpression,
  type Expression,
  type ExpressionStatement,
  type Node,
  type ReturnStatement,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import { boundNames, hasWait } from "./mentioned-names.ts";
import { contains } from "./occurrences.ts";
import { isPure } from "./pure-code.ts";

export interface AwaitStep {
  /** The wait at which the step is reported; of a conditional with two waits the first. */
  readonly wait: AwaitExpression;
  /** What the gather would get: the awaited call, or a conditional of which one branch or both wait. */
  readonly value: Expression;
  /** The calls that are awaited: one, or one for each branch. */
  readonly operands: readonly Expression[];
  readonly target: StepTarget;
  /** The names of the variables that hold the result. */
  readonly names: readonly string[];
}

export type StepTarget =
  | { readonly kind: "declared"; readonly node: VariableDeclaration }
  /** `x = await …;` and `this.x = await …;` */
  | { readonly kind: "assigned"; readonly node: BinaryExpression }
  | { readonly kind: "returned"; readonly node: ReturnStatement }
  /** `await …;` */
  | { readonly kind: "dropped"; readonly node: ExpressionStatement }
  /** A part of an expression. */
  | { readonly kind: "part" };

type WaitTest = (wait: AwaitExpression) => boolean;

/** The steps that a statement consists of; undefined if it does anything else. */
export function stepsOfStatement(statement: Node, test: WaitTest = isStart): readonly AwaitStep[] | undefined {
  if (is.isVariableStatement(statement)) {
    const { declarationList } = statement;
    if ((declarationList.flags & NodeFlags.BlockScoped) > NodeFlags.Const) return undefined;
    const steps = [...declarationList.declarations].map((node) =>
      isPure(node.name) ? stepOf(node.initializer, { kind: "declared", node }, boundNames(node.name), test) : undefined,
    );
    return steps.every((step) => step !== undefined) ? steps : undefined;
  }
  if (is.isReturnStatement(statement)) {
    const step = stepOf(statement.expression, { kind: "returned", node: statement }, [], test);
    return step && [step];
  }
  const assignment = is.isExpressionStatement(statement) ? statement.expression : undefined;
  if (assignment === undefined || !is.isBinaryExpression(assignment)) return undefined;
  if (assignment.operatorToken.kind !== SyntaxKind.EqualsToken) return undefined;
  const names = namesOfTarget(assignment.left);
  if (names === undefined || isSeenAfterFailure(assignment)) return undefined;
  const step = stepOf(assignment.right, { kind: "assigned", node: assignment }, names, test);
  return step && [step];
}

function stepOf(
  value: Expression | undefined,
  target: StepTarget,
  names: readonly string[],
  test: WaitTest,
): AwaitStep | undefined {
  if (value === undefined) return undefined;
  const inner = skipOuter(value);
  if (is.isConditionalExpression(inner)) {
    if (!isPure(inner.condition)) return undefined;
    const branches = [inner.whenTrue, inner.whenFalse].map((branch) => skipOuter(branch));
    const waits = branches.filter((branch) => is.isAwaitExpression(branch));
    const isElsePure = branches.every((branch) => is.isAwaitExpression(branch) || isPure(branch));
    if (waits.length === 0 || !isElsePure || !waits.every(test)) return undefined;
    return { wait: waits[0]!, value: inner, operands: waits.map(operandOf), target, names };
  }
  const wait = is.isPropertyAccessExpression(inner) ? skipOuter(inner.expression) : inner;
  if (!is.isAwaitExpression(wait) || !test(wait)) return undefined;
  return { wait, value: wait.expression, operands: [operandOf(wait)], target, names };
}

/** The step that a statement is if somebody vouches for it: results may be ignored, promises may run already. */
export function vouchedStepsOf(statement: Node): readonly AwaitStep[] | undefined {
  if (!is.isExpressionStatement(statement) || !is.isAwaitExpression(statement.expression)) {
    return stepsOfStatement(statement, isWhole);
  }
  const wait = statement.expression;
  if (!isWhole(wait)) return undefined;
  const target: StepTarget = { kind: "dropped", node: statement };
  return [{ wait, value: wait.expression, operands: [operandOf(wait)], target, names: [] }];
}

/** The wait as a part of a larger expression. */
export function stepInExpression(wait: AwaitExpression): AwaitStep | undefined {
  if (!isStart(wait)) return undefined;
  return { wait, value: wait.expression, operands: [operandOf(wait)], target: { kind: "part" }, names: [] };
}

/** What is awaited starts with the wait: a stored promise runs already. A wait inside the call would come first. */
function isStart(wait: AwaitExpression): boolean {
  const operand = operandOf(wait);
  return is.isCallExpression(operand) && !hasWait(operand) && !isHandedOn(operand);
}

/** No other wait comes first. */
function isWhole(wait: AwaitExpression): boolean {
  return !hasWait(operandOf(wait));
}

/** `Promise.all(pending)`, `pending.then(…)`: promises that are there already get together or are looked after. */
function isHandedOn({ expression, arguments: args }: CallExpression): boolean {
  const callee = skipOuter(expression);
  if (!is.isPropertyAccessExpression(callee)) return false;
  switch (callee.name.text) {
    case "all":
    case "allSettled":
    case "any":
    case "race":
      return callee.expression.getText() === "Promise" && !args.some(hasCall);
    case "catch":
    case "finally":
    case "then":
      return !hasCall(callee.expression);
    default:
      return false;
  }
}

function hasCall(node: Node): boolean {
  if (is.isCallExpression(node)) return true;
  if (isFunctionNode(node)) return false;
  let isFound = false;
  forEachDescendant(node, (inner) => {
    if (isFunctionNode(inner)) return false;
    isFound ||= is.isCallExpression(inner);
    return !isFound;
  });
  return isFound;
}

function operandOf(wait: AwaitExpression): Expression {
  return skipOuter(wait.expression);
}

/** The variable or the path of members that is assigned to; undefined for other targets. */
function namesOfTarget(left: Expression): string[] | undefined {
  let target = skipOuter(left);
  if (is.isIdentifier(target)) return [target.text];
  while (is.isPropertyAccessExpression(target) && target.questionDotToken === undefined) {
    target = skipOuter(target.expression);
  }
  return target.kind === SyntaxKind.ThisKeyword && target !== skipOuter(left) ? [] : undefined;
}

/** Inside `try`, what an earlier wait assigned can be seen after a later one has failed. */
function isSeenAfterFailure(assignment: BinaryExpression): boolean {
  const around = findAncestor(assignment, (node) => is.isTryStatement(node) || isFunctionNode(node));
  return around !== undefined && is.isTryStatement(around) && contains(around.tryBlock, assignment);
}

/** The statement of which the wait is a step, looked for from the wait; undefined where it can be none. */
export function statementOfWait(wait: AwaitExpression): Node | undefined {
  let value = outermost(wait);
  if (is.isPropertyAccessExpression(value.parent)) value = outermost(value.parent);
  if (is.isConditionalExpression(value.parent) && value.parent.condition !== value) value = outermost(value.parent);
  const user = value.parent;
  if (is.isVariableDeclaration(user)) {
    return is.isVariableStatement(user.parent.parent) ? user.parent.parent : undefined;
  }
  if (is.isReturnStatement(user)) return user;
  return is.isBinaryExpression(user) && is.isExpressionStatement(user.parent) ? user.parent : undefined;
}
