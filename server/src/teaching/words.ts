// Code and counts in sentences and pictures.

import { phrase, say, translated } from "../language/say.ts";
import { is, isFunctionNode, spanOf, type FunctionNode, type Node } from "../typescript/syntax.ts";
import type { Remark } from "./lesson.ts";

/** The node's text on one line, cut where a sentence would stop being readable. */
export function codeText(node: Node, longest = 40): string {
  const { start, end } = spanOf(node);
  return shortened(node.getSourceFile().text.slice(start, end), longest);
}

/** On one line, cut after so many characters. */
export function shortened(text: string, longest: number): string {
  const line = text.replaceAll(/\s+/g, " ");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

/** The node's text as code in Markdown. */
export function code(node: Node): string {
  return codeSpan(codeText(node));
}

export function codeSpan(text: string): string {
  // A span ends at a run of as many backticks as it began with.
  return text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;
}

/** `load` in code, or words for a function without a name or for the file's top level. */
export function nameOf(container: Node): string {
  const name = isFunctionNode(container) ? functionName(container) : undefined;
  if (name !== undefined) return codeSpan(name);
  return is.isSourceFile(container) ? say`the module` : say`the function`;
}

/** The name under which a function is known where it is written; undefined for one without. */
export function functionName(fn: FunctionNode): string | undefined {
  const own = (fn as { name?: Node }).name;
  if (own !== undefined) return codeText(own);
  const holder = fn.parent;
  if (is.isVariableDeclaration(holder) || is.isPropertyAssignment(holder) || is.isPropertyDeclaration(holder)) {
    return codeText(holder.name);
  }
  return undefined;
}

const NUMBERS = ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"].map(phrase);

/** `two`, `12`. What is one has a sentence of its own, since other languages decline it. */
export function number(amount: number): string {
  return translated(NUMBERS[amount - 2] ?? String(amount));
}

/** `Two`, `12`: how a sentence begins. */
export function firstNumber(amount: number): string {
  return capitalized(number(amount));
}

/** `a`, `a and b`, `a, b and 3 more`. */
export function listed(items: readonly Remark[], most = 3): Remark {
  const shown = items.slice(0, items.length > most ? most - 1 : most);
  const rest = items.length - shown.length;
  const all: Remark[] = rest === 0 ? [...shown] : [...shown, [say`${rest} more`]];
  return all.flatMap((item, i): Remark => (i === 0 ? item : [i === all.length - 1 ? say` and ` : ", ", ...item]));
}

/** The places of nodes: *line 3 and line 8*. */
export function places(nodes: readonly Node[]): Remark {
  return listed(nodes.map((node) => [node.getStart()]));
}

/** `1.5 s`, `200 ms` */
export function duration(milliseconds: number): string {
  return milliseconds >= 1000 && milliseconds % 100 === 0 ? `${milliseconds / 1000} s` : `${milliseconds} ms`;
}

/** `once`, `twice`, `three times`. */
export function times(amount: number): string {
  return amount === 1 ? say`once` : amount === 2 ? say`twice` : say`${number(amount)} times`;
}

/** With a capital letter. */
export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
