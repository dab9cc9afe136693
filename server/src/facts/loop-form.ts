// What a loop becomes whose iterations may overlap: whether all of its body goes into the callback, whether the results are
// the list that it fills, or what a second loop has left to do.

import { accumulationOf, type Accumulation } from "./accumulation.ts";
import type { WaitingLoop } from "./loop-head.ts";
import type { LoopWaits } from "./loop-waits.ts";
import { declaredNames, mentionedNames } from "./mentioned-names.ts";
import { contains } from "./occurrences.ts";
import {
  LOOP_KINDS,
  NodeFlags,
  SyntaxKind,
  enclosingFunctionLike,
  forEachDescendant,
  is,
  isFunctionNode,
  skipOuter,
  statementList,
  type Expression,
  type Node,
  type Statement,
} from "../typescript/syntax.ts";

export interface LoopForm {
  readonly shape: LoopShape;
  /** The `continue`s of the part that may overlap, which end the callback instead. */
  readonly exits: readonly Node[];
  /** The variables that the last statement of that part declares. */
  readonly declared: readonly string[];
  /** The loop's body. */
  readonly block: Statement;
  /** How many loops that wait stand before it in its function: all of them may be rewritten at once, and need different names. */
  readonly ordinal: number;
  /** All names that the loop mentions. */
  readonly mentioned: ReadonlySet<string>;
}

/** What the rewritten code looks like. */
export type LoopShape =
  /** All of the body goes into the callback. */
  | { readonly kind: "whole" }
  /** The results are what a list, declared right before the loop, was to hold. */
  | { readonly kind: "list"; readonly empty: Expression; readonly push: Accumulation }
  /** A second loop goes over the results. */
  | {
      readonly kind: "results";
      /** The names of the first part that the rest needs. */
      readonly needed: readonly string[];
      /** The last statement of the first part does nothing but accumulate what it waits for. */
      readonly accumulation: Accumulation | undefined;
      /** Some iterations end before their wait. */
      readonly mayEndEarly: boolean;
    };

/** What the form is found from. */
type Subject = Omit<LoopWaits, "form" | "loop">;

/** Undefined where no rewriting is exact. */
export function formOf(subject: Subject, loop: WaitingLoop, text: string): LoopForm | undefined {
  const shape = shapeOf(subject, loop, text);
  if (shape === undefined) return undefined;
  const { body, last } = subject;
  const overlapping = shape.kind === "whole" ? body : body.slice(0, last + 1);
  return {
    shape,
    exits: overlapping.flatMap(continuesOf),
    declared: declaredNames(body[last]!),
    mentioned: mentionedNames(loop),
    block: loop.statement,
    ordinal: loopsBefore(loop),
  };
}

function loopsBefore(loop: WaitingLoop): number {
  let count = 0;
  forEachDescendant(enclosingFunctionLike(loop), (node) => {
    if (node.pos >= loop.pos || isFunctionNode(node)) return false;
    if (LOOP_KINDS.has(node.kind) && node.end <= loop.pos && /\bawait\b/.test(node.getText())) count++;
    return true;
  });
  return count;
}

function shapeOf(
  { head, body, last, accumulations, ordered, scratch, waits }: Subject,
  loop: WaitingLoop,
  text: string,
): LoopShape | undefined {
  if (scratch.size > 0 || is.isLabeledStatement(loop.parent)) return undefined;
  if (is.isForOfStatement(loop) && isVar(loop.initializer)) return undefined;
  // Comments in the head would be lost.
  if (/\/[/*]/.test(withoutOver(loop, head.over, text))) return undefined;
  const kept = accumulations.filter(({ operands }) => operands.length > 0);
  if (kept.length === 0 && ordered.every((statement) => accumulationOf(statement)?.operands.length === 0)) {
    return { kind: "whole" };
  }
  const statement = body[last]!;
  const [accumulation] = kept;
  if (kept.length > 1 || (accumulation !== undefined && accumulation.statement !== statement)) return undefined;
  const value = accumulation?.operands.at(-1);
  if (value !== undefined && waits.some((wait) => contains(accumulation!.statement, wait) && !contains(value, wait))) {
    return undefined;
  }
  const first = body.slice(0, last + 1);
  const mayEndEarly = first.some(hasContinue);
  const list = mayEndEarly ? undefined : listForm(loop, body, last, accumulation);
  if (list !== undefined) return list;
  if (statementList(loop) === undefined) return undefined;
  const rest = [
    ...(accumulation === undefined ? [] : [accumulation.target, ...accumulation.operands.slice(0, -1)]),
    ...ordered,
  ];
  const made = [...head.names, ...first.flatMap((each) => (is.isVariableStatement(each) ? declaredNames(each) : []))];
  const mentioned = mentionedNames(...rest);
  const needed = made.filter((name) => mentioned.has(name));
  if (needed.some((name) => rest.some((node) => assigns(node, name)))) return undefined;
  if (accumulation === undefined && needed.length === 0) return undefined;
  // What is declared by a function or class in the first part is out of the second one's sight.
  if (first.some((each) => !is.isVariableStatement(each) && declaredNames(each).some((name) => mentioned.has(name)))) {
    return undefined;
  }
  return { kind: "results", needed, accumulation, mayEndEarly };
}

/** `const list = [];` right before a loop whose iterations each push one value at their end. */
function listForm(
  loop: Node,
  body: readonly Statement[],
  last: number,
  awaiting: Accumulation | undefined,
): LoopShape | undefined {
  const rest = body.slice(last + 1);
  const push = awaiting ?? (rest.length === 1 ? accumulationOf(rest[0]!) : undefined);
  if (push?.kind !== "list" || (awaiting !== undefined && rest.length > 0)) return undefined;
  const statements = statementList(loop);
  const before = statements?.[statements.indexOf(loop) - 1];
  if (before === undefined || !is.isVariableStatement(before)) return undefined;
  const { declarations } = before.declarationList;
  const [declaration] = declarations;
  if (declarations.length !== 1 || declaration === undefined || declaration.name.getText() !== push.target.getText()) {
    return undefined;
  }
  const { initializer } = declaration;
  const isEmpty =
    initializer !== undefined && is.isArrayLiteralExpression(initializer) && initializer.elements.length === 0;
  return isEmpty ? { kind: "list", empty: initializer, push } : undefined;
}

function isVar(initializer: Node): boolean {
  return is.isVariableDeclarationList(initializer) && (initializer.flags & NodeFlags.BlockScoped) === 0;
}

function withoutOver(loop: WaitingLoop, over: Node, text: string): string {
  const body = loop.statement.getStart();
  return text.slice(loop.getStart(), over.getStart()) + text.slice(over.end, body);
}

function hasContinue(statement: Node): boolean {
  return continuesOf(statement).length > 0;
}

/** The `continue`s that mean the loop around the statement. */
function continuesOf(statement: Node): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): boolean => {
    if (isFunctionNode(node) || LOOP_KINDS.has(node.kind)) return false;
    if (node.kind === SyntaxKind.ContinueStatement) found.push(node);
    return true;
  };
  if (visit(statement)) forEachDescendant(statement, visit);
  return found;
}

function assigns(root: Node, name: string): boolean {
  let isFound = false;
  const visit = (node: Node): boolean => {
    if (is.isBinaryExpression(node) && is.isAssignmentOperator(node.operatorToken.kind)) {
      const target = skipOuter(node.left);
      const isPattern = is.isArrayLiteralExpression(target) || is.isObjectLiteralExpression(target);
      isFound ||= isPattern ? mentionedNames(target).has(name) : target.getText() === name;
    } else if (is.isPostfixUnaryExpression(node) || is.isPrefixUnaryExpression(node)) {
      isFound ||= node.operand.getText() === name;
    }
    return !isFound;
  };
  visit(root);
  forEachDescendant(root, visit);
  return isFound;
}
