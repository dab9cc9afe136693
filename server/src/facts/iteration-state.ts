// Which outer variables the code of a loop writes, and whether one iteration may read what an earlier one has written.
// Names are compared as texts; members of objects are for effects to tell.

import {
  SyntaxKind,
  enclosingFunctionLike,
  forEachDescendant,
  is,
  isFunctionNode,
  skipOuter,
  type Expression,
  type Identifier,
  type Node,
} from "../typescript/syntax.ts";
import { isOwnEntry, type Accumulation } from "./accumulation.ts";
import type { FileSyntax } from "./collector.ts";
import { reachableFrom, type Step } from "./control-flow/control-flow.ts";
import type { LoopHead, WaitingLoop } from "./loop-head.ts";
import { mentionedNames } from "./mentioned-names.ts";
import { contains } from "./occurrences.ts";

export interface IterationParts {
  readonly head: LoopHead;
  readonly overlapping: readonly Node[];
  readonly accumulations: readonly Accumulation[];
  readonly ordered: readonly Node[];
  /** Names that mean something else in each iteration. */
  readonly own: ReadonlySet<string>;
}

export interface IterationState {
  readonly flags: ReadonlySet<string>;
  readonly scratch: ReadonlySet<string>;
}

/** `carried` if an iteration may read what an earlier one has written. */
export function isCarried(loop: WaitingLoop, parts: IterationParts, syntax: FileSyntax): IterationState | "carried" {
  const { head, own } = parts;
  const read = mentionedNames(...head.evaluated, ...parts.overlapping);
  const later = parts.ordered.flatMap((node) => writesIn(node)).map(({ target }) => target.text);
  const kept = parts.accumulations.filter((each) => !isOwnEntry(each, head)).flatMap(nameOfTarget);
  if ([...later, ...kept].some((name) => !own.has(name) && read.has(name))) return "carried";
  const entries = parts.accumulations.filter((each) => isOwnEntry(each, head)).flatMap(nameOfTarget);
  const readInside = mentionedNames(...parts.overlapping);
  if (entries.some((name) => readInside.has(name))) return "carried";
  // A counter that the body moves skips iterations.
  if (head.kind === "numbers" && later.some((name) => head.names.includes(name))) return "carried";
  const flags = new Set<string>();
  const scratch = new Set<string>();
  const writes = parts.overlapping.flatMap((node) => writesIn(node));
  for (const [name, same] of byName(writes)) {
    if (head.names.includes(name)) {
      if (head.kind === "numbers") return "carried";
      continue;
    }
    if (own.has(name)) continue;
    if (same.some(({ isDeferred }) => isDeferred)) return "carried";
    if (isFlag(same) && isOnlyWritten(name, same, [...head.evaluated, ...parts.overlapping, ...parts.ordered]))
      flags.add(name);
    else if (isWrittenFirst(name, loop, syntax)) scratch.add(name);
    else return "carried";
  }
  return { flags, scratch };
}

function nameOfTarget({ target }: Accumulation): string[] {
  const node = skipOuter(target);
  return is.isIdentifier(node) ? [node.text] : [];
}

interface Write {
  readonly target: Identifier;
  /** What is assigned by `=`; undefined for any other way of writing. */
  readonly value: Expression | undefined;
  /** It stands in a function inside, which may run at any time. */
  readonly isDeferred: boolean;
}

function byName(writes: readonly Write[]): Map<string, Write[]> {
  const names = new Map<string, Write[]>();
  for (const write of writes) names.set(write.target.text, [...(names.get(write.target.text) ?? []), write]);
  return names;
}

function writesIn(root: Node): Write[] {
  const writes: Write[] = [];
  const add = (target: Node, value: Expression | undefined, isDeferred: boolean): void => {
    const node = skipOuter(target as Expression) as Node;
    if (is.isIdentifier(node)) writes.push({ target: node, value, isDeferred });
    else if (is.isArrayLiteralExpression(node) || is.isObjectLiteralExpression(node)) {
      for (const name of mentionedIdentifiers(node)) writes.push({ target: name, value: undefined, isDeferred });
    }
  };
  const visit = (node: Node, isDeferred: boolean): void => {
    const isInner = isDeferred || isFunctionNode(node);
    if (is.isPrefixUnaryExpression(node) || is.isPostfixUnaryExpression(node)) {
      const isUpdate = node.operator === SyntaxKind.PlusPlusToken || node.operator === SyntaxKind.MinusMinusToken;
      if (isUpdate) add(node.operand, undefined, isInner);
    } else if (is.isBinaryExpression(node) && is.isAssignmentOperator(node.operatorToken.kind)) {
      const { left, operatorToken, right } = node;
      add(left, operatorToken.kind === SyntaxKind.EqualsToken ? right : undefined, isInner);
    } else if (
      (is.isForOfStatement(node) || is.isForInStatement(node)) &&
      !is.isVariableDeclarationList(node.initializer)
    ) {
      add(node.initializer, undefined, isInner);
    }
    node.forEachChild((part) => {
      visit(part, isInner);
      return undefined;
    });
  };
  visit(root, false);
  return writes;
}

function mentionedIdentifiers(node: Node): Identifier[] {
  const found: Identifier[] = [];
  forEachDescendant(node, (inner) => {
    if (is.isIdentifier(inner)) found.push(inner);
  });
  return found;
}

/** `isEmpty = false`: whoever does it, it is the same in the end. */
function isFlag(writes: readonly Write[]): boolean {
  const values = new Set(
    writes.map(({ value }) => (value !== undefined && isLiteral(value) ? value.getText() : undefined)),
  );
  return values.size === 1 && !values.has(undefined);
}

function isLiteral(node: Expression): boolean {
  switch (node.kind) {
    case SyntaxKind.TrueKeyword:
    case SyntaxKind.FalseKeyword:
    case SyntaxKind.NullKeyword:
    case SyntaxKind.NumericLiteral:
    case SyntaxKind.StringLiteral:
      return true;
    default:
      return false;
  }
}

function isOnlyWritten(name: string, writes: readonly Write[], parts: readonly Node[]): boolean {
  const targets = new Set<Node>(writes.map(({ target }) => target));
  return parts.flatMap((part) => mentionedIdentifiers(part)).every((node) => node.text !== name || targets.has(node));
}

/** On every way through the body the variable is written before it is read. */
function isWrittenFirst(name: string, loop: WaitingLoop, syntax: FileSyntax): boolean {
  const flow = syntax.controlFlowOf(enclosingFunctionLike(loop));
  const heads = flow?.stepsOf(loop).filter(({ kind }) => kind === "join") ?? [];
  if (heads.length === 0) return false;
  const isOf = (step: Step, kind: Step["kind"]) =>
    step.kind === kind && is.isIdentifier(step.node) && step.node.text === name && contains(loop, step.node);
  const isLeft = (step: Step) => !contains(loop, step.node);
  const reached = reachableFrom(heads, (step) => isOf(step, "write") || isLeft(step));
  return ![...reached].some(
    (step) => isOf(step, "read") || (step.kind === "function" && mentionedNames(step.node).has(name)),
  );
}
