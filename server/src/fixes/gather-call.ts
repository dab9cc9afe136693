// The text of `await Promise.all([…])`: its elements with the comments that belong to them, on one line or on several.

import { is, isFunctionNode, type Expression, type Node } from "../typescript/syntax.ts";

export interface GatherElement {
  /** Code that starts what is waited for. */
  readonly text: string;
  /** Comments on lines of their own above it. */
  readonly above: readonly string[];
  /** A comment behind it on its line. */
  readonly behind: string;
}

/** As wide as most formatters let lines become. */
const WIDEST = 100;

export interface GatherPlace {
  /** The white space before the statement. */
  readonly indent: string;
  /** One more level. */
  readonly step: string;
  /** `\n` or `\r\n`. */
  readonly lineBreak: string;
}

/** The indentation of the line on which a node begins, and how the file indents. */
export function placeOf(node: Node, text: string): GatherPlace {
  const start = node.getStart();
  const line = text.slice(text.lastIndexOf("\n", start - 1) + 1, start);
  const indent = /^[ \t]*/.exec(line)![0];
  const step = indent.startsWith("\t") ? "\t" : (/\n( {2,4})(?=\S)/.exec(text)?.[1] ?? "  ");
  return { indent, step, lineBreak: text.includes("\r\n") ? "\r\n" : "\n" };
}

/** @param before what stands in front of it on its line, indentation included */
export function gatherCall(before: string, elements: readonly GatherElement[], place: GatherPlace): string {
  const isBare = elements.every(
    ({ text, above, behind }) => above.length === 0 && behind === "" && !text.includes("\n"),
  );
  const line = `await Promise.all([${elements.map(({ text }) => text).join(", ")}])`;
  if (isBare && before.length + line.length < WIDEST) return line;
  const { indent, step, lineBreak } = place;
  const lines = elements.flatMap(({ text, above, behind }) => [
    ...above.map((comment) => `${indent}${step}${comment}`),
    `${indent}${step}${shifted(text, step)},${behind === "" ? "" : ` ${behind}`}`,
  ]);
  return ["await Promise.all([", ...lines, `${indent}])`].join(lineBreak);
}

/** One level deeper, unless a template's text would change with it. */
function shifted(text: string, step: string): string {
  return text.includes("`") ? text : text.replaceAll(/\n(?=[ \t]*\S)/g, `\n${step}`);
}

/** The text of an expression whose own waits are taken out: they will be done by the gather. */
export function withoutWaits(value: Expression, text: string): string {
  let result = "";
  let position = value.getStart();
  const visit = (node: Node): undefined => {
    if (isFunctionNode(node)) return undefined;
    if (is.isAwaitExpression(node)) {
      const start = node.getStart();
      result += text.slice(position, start);
      position = start + /^await\s*/.exec(text.slice(start, node.end))![0].length;
    }
    node.forEachChild(visit);
    return undefined;
  };
  visit(value);
  return result + text.slice(position, value.end);
}

/** True if the file means another thing by `Promise`. */
export function hidesPromise(text: string): boolean {
  return /\b(?:class|const|function|let|var)\s+Promise\b|\bimport\b[^;"'`]*\bPromise\b[^;"'`]*\bfrom\b/.test(text);
}
