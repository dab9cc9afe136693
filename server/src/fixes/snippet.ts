// Code as messages and titles show it: short, on one line.

import { SyntaxKind, is, type Expression, type Node } from "../typescript/syntax.ts";

const LONGEST = 40;

/** The expression in a few words: arguments and bodies are elided when they are long. */
export function snippet(node: Node): string {
  const whole = oneLine(node.getText());
  if (whole.length <= LONGEST) return whole;
  if (is.isCallExpression(node) || is.isNewExpression(node)) {
    const callee = snippetOfCallee(node.expression);
    const prefix = is.isNewExpression(node) ? "new " : "";
    const dot = is.isCallExpression(node) && node.questionDotToken !== undefined ? "?." : "";
    return `${prefix}${callee}${dot}(${node.arguments?.length ? "…" : ""})`;
  }
  if (is.isTaggedTemplateExpression(node)) return `${snippetOfCallee(node.tag)}\`…\``;
  if (is.isAwaitExpression(node)) return `await ${snippet(node.expression)}`;
  if (is.isArrayLiteralExpression(node)) return "[…]";
  return `${whole.slice(0, LONGEST - 1)}…`;
}

function snippetOfCallee(callee: Expression): string {
  if (is.isPropertyAccessExpression(callee)) {
    const dot = callee.questionDotToken === undefined ? "." : "?.";
    return `${snippetOfCallee(callee.expression)}${dot}${callee.name.text}`;
  }
  if (is.isCallExpression(callee) || is.isNewExpression(callee)) return snippet(callee);
  const text = oneLine(callee.getText());
  if (callee.kind === SyntaxKind.ParenthesizedExpression && text.length > LONGEST) return "(…)";
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`;
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*(?=\??\.)/g, "").replaceAll(/\s*\n\s*/g, " ");
}
