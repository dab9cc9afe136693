// Whether code may leave where it stands: a loop's body the loop before the last iteration is over, a statement the list in
// which it is one of several. Calls may throw, which is not counted.

import { SyntaxKind, is, isFunctionNode, type Node } from "../typescript/syntax.ts";
import type { WaitingLoop } from "./loop-head.ts";

/** `break`, `return`, `throw`, `yield` and `continue` of an outer loop, unless something inside the body takes them. */
export function mayLeave(loop: WaitingLoop): boolean {
  return leaves(loop.statement, { takesBreak: false, takesContinue: true, takesThrow: false, labels: labelsOf(loop) });
}

/** The same for a single statement: what follows it in its list may not be reached. */
export function mayLeaveStatement(statement: Node): boolean {
  return leaves(statement, { takesBreak: false, takesContinue: false, takesThrow: false, labels: [""] });
}

interface Around {
  readonly takesBreak: boolean;
  readonly takesContinue: boolean;
  readonly takesThrow: boolean;
  /** Those that name the loop itself or something inside it. */
  readonly labels: readonly string[];
}

function leaves(node: Node, around: Around): boolean {
  switch (node.kind) {
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.YieldExpression:
      return true;
    case SyntaxKind.ThrowStatement:
      return !around.takesThrow;
    case SyntaxKind.BreakStatement:
    case SyntaxKind.ContinueStatement: {
      const { label } = node as { label?: Node };
      const isBreak = node.kind === SyntaxKind.BreakStatement;
      if (label === undefined) return isBreak ? !around.takesBreak : !around.takesContinue;
      const index = around.labels.indexOf(label.getText());
      return index < 0 || (isBreak && label.getText() === around.labels[0] && around.labels[0] !== "");
    }
    default:
  }
  if (isFunctionNode(node) || is.isClassDeclaration(node) || is.isClassExpression(node)) return false;
  if (is.isTryStatement(node)) {
    const isTaken = around.takesThrow || node.catchClause !== undefined;
    return (
      leaves(node.tryBlock, { ...around, takesThrow: isTaken }) ||
      (node.catchClause !== undefined && leaves(node.catchClause, around)) ||
      (node.finallyBlock !== undefined && leaves(node.finallyBlock, around))
    );
  }
  const inside = aroundPartsOf(node, around);
  let isFound = false;
  node.forEachChild((part) => {
    isFound ||= leaves(part, inside);
    return isFound || undefined;
  });
  return isFound;
}

function aroundPartsOf(node: Node, around: Around): Around {
  switch (node.kind) {
    case SyntaxKind.ForStatement:
    case SyntaxKind.ForInStatement:
    case SyntaxKind.ForOfStatement:
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
      return { ...around, takesBreak: true, takesContinue: true };
    case SyntaxKind.SwitchStatement:
      return { ...around, takesBreak: true };
    case SyntaxKind.LabeledStatement:
      return { ...around, labels: [...around.labels, (node as unknown as { label: Node }).label.getText()] };
    default:
      return around;
  }
}

/** The loop's own label first; empty if it has none. */
function labelsOf(loop: Node): string[] {
  return is.isLabeledStatement(loop.parent) ? [loop.parent.label.getText()] : [""];
}
