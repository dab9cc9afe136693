// The loops and branches of a function around a place in it: what happens there happens several times, or perhaps not at
// all.

import { say } from "../language/say.ts";
import { is, enclosingFunctionLike, SyntaxKind, type Node } from "../typescript/syntax.ts";

export interface EnclosingRegion {
  readonly kind: "loop" | "branch";
  /** The loop, or the part of the branching statement that may run. */
  readonly node: Node;
  /** `for (const user of users)`, `if (isNew)`, `else of if (isNew)`, `catch (error)` */
  readonly label: string;
}

/** From outside in. The parts of a loop or branch that run anyway, such as the condition, are not inside it. */
export function enclosingRegions(node: Node): readonly EnclosingRegion[] {
  const container = enclosingFunctionLike(node);
  const regions: EnclosingRegion[] = [];
  // A `for await` waits once for each turn.
  if (is.isForOfStatement(node)) regions.push(loopRegion(node, node.statement));
  let child = node;
  for (let current = node.parent; current !== undefined && current !== container; current = current.parent) {
    const region = regionOf(current, child);
    if (region !== undefined) regions.unshift(region);
    child = current;
  }
  return regions;
}

function regionOf(node: Node, child: Node): EnclosingRegion | undefined {
  if (is.isForOfStatement(node) || is.isForInStatement(node)) {
    return child === node.expression ? undefined : loopRegion(node, node.statement);
  }
  if (is.isForStatement(node)) return child === node.initializer ? undefined : loopRegion(node, node.statement);
  if (is.isWhileStatement(node)) return loopRegion(node, node.statement);
  if (is.isDoStatement(node)) return { kind: "loop", node, label: `do … while (${oneLine(node.expression)})` };
  if (is.isIfStatement(node)) {
    if (child === node.thenStatement) return branch(child, headOf(node, node.thenStatement));
    // `else if` is a branch of its own with a condition of its own.
    if (child !== node.elseStatement || is.isIfStatement(child)) return undefined;
    return branch(child, say`else of ${headOf(node, node.thenStatement)}`);
  }
  if (is.isConditionalExpression(node)) {
    if (child === node.whenTrue) return branch(child, say`if ${oneLine(node.condition)}`);
    return child === node.whenFalse ? branch(child, say`if not ${oneLine(node.condition)}`) : undefined;
  }
  if (node.kind === SyntaxKind.CaseClause) {
    const { expression } = node as unknown as { expression: Node };
    return child === expression ? undefined : branch(node, `case ${oneLine(expression)}`);
  }
  if (node.kind === SyntaxKind.DefaultClause) return branch(node, "default");
  if (is.isCatchClause(node)) return branch(node, headOf(node, node.block));
  if (is.isBinaryExpression(node) && child === node.right && SHORT_CIRCUITS.has(node.operatorToken.kind)) {
    return branch(child, `${oneLine(node.left)} ${node.operatorToken.getText()}`);
  }
  return undefined;
}

const SHORT_CIRCUITS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.AmpersandAmpersandToken,
  SyntaxKind.BarBarToken,
  SyntaxKind.QuestionQuestionToken,
]);

function loopRegion(node: Node, body: Node): EnclosingRegion {
  return { kind: "loop", node, label: headOf(node, body) };
}

function branch(node: Node, label: string): EnclosingRegion {
  return { kind: "branch", node, label };
}

/** What stands before the body. */
function headOf(node: Node, body: Node): string {
  return shortened(node.getSourceFile().text.slice(node.getStart(), body.getStart()));
}

function oneLine(node: Node): string {
  return shortened(node.getText());
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
