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
  type Identifier,
  type Node,
  type ReturnStatement,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import { boundNames, hasWait, mentionedNames } from "./mentioned-names.ts";
import { contains } from "./occurrences.ts";
import { wholeExpression } from "./expression-parts.ts";
import { isPure } from "./pure-code.ts";
import { wrappedWait } from "./wrapped-wait.ts";

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
  /** Given if something is made of the result before it goes anywhere. */
  readonly wrapping?: Wrapping;
}

/** What stands around a wait: it stays where it is. */
export interface Wrapping {
  readonly expression: Expression;
  /** It changes nothing, so that other waits may start before it. */
  readonly isPure: boolean;
  readonly isFallible: boolean;
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
    const areSteps = steps.every((step) => step !== undefined);
    // What one declarator does is done before the next one waits.
    return areSteps && steps.slice(0, -1).every(({ wrapping }) => wrapping?.isPure !== false) ? steps : undefined;
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
  if (is.isBinaryExpression(inner) && LOGICAL.has(inner.operatorToken.kind)) {
    const wait = skipOuter(inner.right);
    if (is.isAwaitExpression(wait) && isPure(inner.left))
      return test(wait) ? { wait, value: inner, operands: [operandOf(wait)], target, names } : undefined;
  }
  const wait = is.isPropertyAccessExpression(inner) ? skipOuter(inner.expression) : inner;
  if (is.isAwaitExpression(wait)) {
    return test(wait) ? { wait, value: wait.expression, operands: [operandOf(wait)], target, names } : undefined;
  }
  const wrapped = wrappedWait(inner);
  if (wrapped === undefined || !test(wrapped.wait)) return undefined;
  const wrapping = { expression: inner, isPure: wrapped.isPure, isFallible: wrapped.isFallible };
  const operand = operandOf(wrapped.wait);
  return { wait: wrapped.wait, value: wrapped.wait.expression, operands: [operand], target, names, wrapping };
}

/** The second part is evaluated if the first one says so. */
const LOGICAL: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.QuestionQuestionToken,
]);

/** The step that a statement is if somebody vouches for it: results may be ignored, promises may run already. */
export function vouchedStepsOf(statement: Node): readonly AwaitStep[] | undefined {
  if (!is.isExpressionStatement(statement) || !is.isAwaitExpression(statement.expression)) {
    const steps = stepsOfStatement(statement, isWhole);
    return steps?.every(({ wrapping }) => wrapping?.isPure !== false) === true ? steps : undefined;
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

/** Something is called there and then. */
export function hasCall(node: Node): boolean {
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

/** The variable that is assigned to; none for a path of members; undefined for other targets. */
function namesOfTarget(left: Expression): string[] | undefined {
  let target = skipOuter(left);
  if (is.isIdentifier(target)) return [target.text];
  while (is.isPropertyAccessExpression(target) && target.questionDotToken === undefined) {
    target = skipOuter(target.expression);
  }
  const isRoot = target.kind === SyntaxKind.ThisKeyword || is.isIdentifier(target);
  return isRoot && target !== skipOuter(left) ? [] : undefined;
}

/**
 * Inside `try`, what an earlier wait assigned can be seen after a later one has failed, unless it is a variable and the
 * handler leaves without looking at it.
 */
function isSeenAfterFailure({ left, parent }: BinaryExpression): boolean {
  const around = findAncestor(parent, (node) => is.isTryStatement(node) || isFunctionNode(node));
  if (around === undefined || !is.isTryStatement(around) || !contains(around.tryBlock, parent)) return false;
  const { catchClause, finallyBlock } = around;
  const target = skipOuter(left);
  if (!is.isIdentifier(target) || catchClause === undefined || finallyBlock !== undefined) return true;
  const last = catchClause.block.statements.at(-1);
  const isLeaving = last !== undefined && (is.isReturnStatement(last) || is.isThrowStatement(last));
  return !isLeaving || mentionedNames(catchClause).has(target.text) || isSeenFarther(target, around);
}

/** Another function may look at the variable, or another `try` is around. */
function isSeenFarther({ text }: Identifier, inner: Node): boolean {
  const around = findAncestor(inner.parent, (node) => is.isTryStatement(node) || isFunctionNode(node));
  if (around === undefined || !isFunctionNode(around)) return true;
  let isDeclared = false;
  let isShared = false;
  forEachDescendant(around, (node) => {
    if (isFunctionNode(node)) isShared ||= mentionedNames(node).has(text);
    else if (is.isVariableDeclaration(node)) isDeclared ||= boundNames(node.name).includes(text);
    return !isFunctionNode(node);
  });
  return isShared || !isDeclared;
}

/** The statement of which the wait is a step, looked for from the wait; undefined where it can be none. */
export function statementOfWait(wait: AwaitExpression): Node | undefined {
  const whole = outermost(wholeExpression(wait));
  const user = whole.parent;
  if (is.isVariableDeclaration(user)) {
    return is.isVariableStatement(user.parent.parent) ? user.parent.parent : undefined;
  }
  if (is.isReturnStatement(user)) return user;
  return is.isExpressionStatement(user) && is.isBinaryExpression(user.expression) ? user : undefined;
}
