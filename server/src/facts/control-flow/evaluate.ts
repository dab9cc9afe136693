// The control flow of expressions and of what is assigned to, in the order in which they are evaluated.

import {
  NodeFlags,
  SyntaxKind,
  enclosingFunction,
  is,
  isAsync,
  isFunctionNode,
  skipOuter,
  type BinaryExpression,
  type BindingName,
  type ClassLikeDeclaration,
  type Expression,
  type Node,
} from "../../typescript/syntax.ts";
import { isReference } from "../occurrences.ts";
import type { Step } from "./control-flow.ts";
import type { FlowBuilder } from "./flow-builder.ts";

/** Adds the steps of an expression, or of any other part of one. */
export function evaluate(node: Node, flow: FlowBuilder): void {
  if ((node.flags & NodeFlags.OptionalChain) !== 0) {
    const end = flow.newJoin(node);
    evaluateChain(node, end, flow);
    flow.goTo(end);
    flow.continueAt(end);
    return;
  }
  switch (node.kind) {
    case SyntaxKind.Identifier:
      if (isReference(node)) flow.add("read", node);
      break;
    case SyntaxKind.BinaryExpression:
      evaluateBinary(node as BinaryExpression, flow);
      break;
    case SyntaxKind.ConditionalExpression: {
      const { condition, whenTrue, whenFalse } = node as unknown as Record<string, Expression>;
      evaluate(condition!, flow);
      branch(node, [() => evaluate(whenTrue!, flow), () => evaluate(whenFalse!, flow)], flow);
      break;
    }
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.PostfixUnaryExpression: {
      const { operator, operand } = node as unknown as { operator: SyntaxKind; operand: Expression };
      evaluate(operand, flow);
      const isUpdate = operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;
      if (isUpdate) assignTo(operand, flow);
      break;
    }
    case SyntaxKind.AwaitExpression:
      evaluateParts(node, flow);
      flow.addThrowing("suspend", node);
      break;
    case SyntaxKind.YieldExpression: {
      evaluateParts(node, flow);
      const fn = enclosingFunction(node);
      flow.addThrowing(fn !== undefined && isAsync(fn) ? "suspend" : "operation", node);
      leaveAtYield(flow);
      break;
    }
    case SyntaxKind.CallExpression:
    case SyntaxKind.NewExpression:
    case SyntaxKind.TaggedTemplateExpression:
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.ElementAccessExpression:
    case SyntaxKind.SpreadElement:
    case SyntaxKind.JsxSelfClosingElement:
    case SyntaxKind.JsxOpeningElement:
      evaluateParts(node, flow);
      flow.addThrowing("operation", node);
      break;
    case SyntaxKind.ClassDeclaration:
    case SyntaxKind.ClassExpression:
      evaluateHeritage(node as ClassLikeDeclaration, flow);
      // Its static parts run now, and may throw.
      flow.add("function", node);
      flow.addThrowing("operation", node);
      break;
    // `import.meta` and `new.target` name nothing.
    case SyntaxKind.MetaProperty:
      break;
    default:
      if (isFunctionNode(node)) flow.add("function", node);
      else if (!is.isTypeNode(node)) evaluateParts(node, flow);
  }
}

/** Adds the writes that giving `target` a value makes, once the value is there. */
export function assignTo(target: Node, flow: FlowBuilder): void {
  const node = skipOuter(target as Expression) as Node;
  switch (node.kind) {
    case SyntaxKind.Identifier:
      flow.add("write", node);
      break;
    case SyntaxKind.ArrayLiteralExpression:
    case SyntaxKind.ObjectLiteralExpression:
      flow.addThrowing("operation", node);
      node.forEachChild((element) => assignToElement(element, flow));
      break;
    case SyntaxKind.BinaryExpression: {
      const { left, right } = node as BinaryExpression;
      branch(node, [() => evaluate(right, flow), () => {}], flow);
      assignTo(left, flow);
      break;
    }
    case SyntaxKind.OmittedExpression:
      break;
    default:
      evaluate(node, flow);
  }
}

/** Adds the writes of a declared name or pattern, once the value is there. */
export function bind(name: BindingName, flow: FlowBuilder): void {
  if (is.isIdentifier(name)) {
    flow.add("write", name);
    return;
  }
  flow.addThrowing("operation", name);
  for (const element of name.elements) {
    // A hole in an array pattern has no name.
    if (element.name === undefined) continue;
    if (element.propertyName?.kind === SyntaxKind.ComputedPropertyName) evaluate(element.propertyName, flow);
    const { initializer } = element;
    if (initializer !== undefined) branch(element, [() => evaluate(initializer, flow), () => {}], flow);
    bind(element.name, flow);
  }
}

/** Runs one of several ways, which meet again at a join of `node`. */
export function branch(node: Node, ways: readonly (() => void)[], flow: FlowBuilder): void {
  const [start, end] = [flow.newJoin(node), flow.newJoin(node)];
  flow.goTo(start);
  for (const way of ways) {
    flow.continueAt(start);
    way();
    flow.goTo(end);
  }
  flow.continueAt(end);
}

function evaluateParts(node: Node, flow: FlowBuilder): void {
  // forEachChild stops at a truthy result.
  node.forEachChild((child) => evaluate(child, flow));
}

function assignToElement(element: Node, flow: FlowBuilder): void {
  if (is.isPropertyAssignment(element)) {
    if (element.name.kind === SyntaxKind.ComputedPropertyName) evaluate(element.name, flow);
    assignTo(element.initializer, flow);
  } else if (is.isShorthandPropertyAssignment(element)) {
    const { objectAssignmentInitializer: initial } = element;
    if (initial !== undefined) branch(element, [() => evaluate(initial, flow), () => {}], flow);
    flow.add("write", element.name);
  } else if (is.isSpreadElement(element) || is.isSpreadAssignment(element)) {
    assignTo(element.expression, flow);
  } else {
    assignTo(element, flow);
  }
}

function evaluateBinary(node: BinaryExpression, flow: FlowBuilder): void {
  const { left, operatorToken, right } = node;
  switch (operatorToken.kind as SyntaxKind) {
    case SyntaxKind.AmpersandAmpersandToken:
    case SyntaxKind.BarBarToken:
    case SyntaxKind.QuestionQuestionToken:
      evaluate(left, flow);
      branch(node, [() => evaluate(right, flow), () => {}], flow);
      break;
    case SyntaxKind.AmpersandAmpersandEqualsToken:
    case SyntaxKind.BarBarEqualsToken:
    case SyntaxKind.QuestionQuestionEqualsToken: {
      evaluate(left, flow);
      const store = () => {
        evaluate(right, flow);
        assignTo(left, flow);
      };
      branch(node, [store, () => {}], flow);
      break;
    }
    case SyntaxKind.EqualsToken:
      evaluate(right, flow);
      assignTo(left, flow);
      break;
    default:
      evaluate(left, flow);
      evaluate(right, flow);
      if (is.isAssignmentOperator(operatorToken.kind)) assignTo(left, flow);
  }
}

/** `a?.b.c`: behind a `?.` whose left side is nothing, the rest of the chain is not evaluated. */
function evaluateChain(node: Node, end: Step, flow: FlowBuilder): void {
  if ((node.flags & NodeFlags.OptionalChain) === 0) {
    evaluate(node, flow);
    return;
  }
  const { expression, tag, questionDotToken } = node as Partial<
    Record<"expression" | "tag" | "questionDotToken", Node>
  >;
  // A template has no place in a chain, but may stand there in code that is being written.
  const start = expression ?? tag;
  if (start !== undefined) evaluateChain(start, end, flow);
  if (questionDotToken !== undefined) flow.branchTo(end);
  node.forEachChild((child) => {
    if (child !== start) evaluate(child, flow);
  });
  if (!is.isNonNullExpression(node)) flow.addThrowing("operation", node);
}

/** A generator that nobody continues, or that is told to return, is left at its `yield`. */
function leaveAtYield(flow: FlowBuilder): void {
  const stay = flow.newJoin(flow.entry.node);
  flow.branchTo(stay);
  flow.return();
  flow.continueAt(stay);
}

function evaluateHeritage(node: ClassLikeDeclaration, flow: FlowBuilder): void {
  for (const clause of node.heritageClauses ?? []) {
    if (clause.token !== SyntaxKind.ExtendsKeyword) continue;
    for (const { expression } of clause.types) evaluate(expression, flow);
  }
}
