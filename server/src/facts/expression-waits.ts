// The waits inside one expression, in the order in which they are evaluated, cut wherever something between two of them
// might change or leave anything.

import { is, isFunctionNode, skipOuter, type Expression, type Node } from "../typescript/syntax.ts";
import { stepInExpression, type AwaitStep } from "./await-step.ts";
import { hasWait } from "./mentioned-names.ts";
import { mayEndEarly, partsOf } from "./expression-parts.ts";
import { isPure, isPurePart } from "./pure-code.ts";

export interface Stretch {
  readonly steps: AwaitStep[];
  /** Nothing but constants and local names is looked at before the last of the steps. */
  mayFollow: boolean;
}

/** Stretches of at least two steps between which nothing but pure code is evaluated. */
export function waitsOfExpression(whole: Expression): Stretch[] {
  const stretches: Stretch[] = [{ steps: [], mayFollow: true }];
  let isUntouched = true;
  const cut = () => {
    isUntouched = false;
    if (stretches.at(-1)!.steps.length > 0) stretches.push({ steps: [], mayFollow: false });
    else stretches.at(-1)!.mayFollow = false;
  };
  const evaluate = (node: Node): void => {
    if (isFunctionNode(node)) return;
    const step = is.isAwaitExpression(node) ? stepInExpression(node) : undefined;
    if (step !== undefined) {
      const stretch = stretches.at(-1)!;
      stretch.steps.push(step);
      stretch.mayFollow &&= isUntouched;
      return;
    }
    const parts = partsOf(node);
    if (mayEndEarly(node)) {
      // Only the first part is certain to be evaluated; what waits in the others is no step.
      evaluate(parts[0]!);
      isUntouched = false;
      if (parts.slice(1).some((part) => hasWait(part) || !isPure(part))) cut();
      return;
    }
    for (const part of parts) evaluate(part);
    // A member may be another one after the waits.
    if (is.isPropertyAccessExpression(node) || is.isElementAccessExpression(node)) {
      isUntouched &&= isCallee(node) || is.isAwaitExpression(skipOuter(node.expression));
    }
    if (!isPurePart(node)) cut();
  };
  evaluate(whole);
  return stretches.filter(({ steps }) => steps.length > 1);
}

function isCallee(node: Node): boolean {
  return is.isCallExpression(node.parent) && node.parent.expression === node;
}
