// Rewriting steps for gathers: take the inner `await`s out of one, or take a gather of one away. Refused (undefined)
// wherever the result would be another or a comment would have no place.

import type { Gather, SingleGather } from "../facts/gather.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import { SyntaxKind, is, type AwaitExpression, type Node, type TypeNode } from "../typescript/syntax.ts";
import { bindsTightly } from "./prefix.ts";

/** `Promise.all([await a()])` to `Promise.all([a()])`; an `await` under a type assertion stays. */
export function removeInnerAwaits(fact: Gather, { file, text }: FileContext): Edit[] {
  return fact.awaits.filter(isRemovable).map((each) => {
    const start = each.getStart();
    const end = start + /^await\s*/.exec(text.slice(start, each.end))![0].length;
    return { file, span: { start, end }, newText: "" };
  });
}

/** An assertion was made about the result and is none about the promise. */
export function isRemovable(inner: AwaitExpression): boolean {
  let element: Node = inner;
  while (is.isParenthesizedExpression(element.parent)) element = element.parent;
  return is.isArrayLiteralExpression(element.parent);
}

/** `const [a] = await Promise.all([f()])` to `const a = await f()`, and so on for every use of a gather of one. */
export function awaitDirectly(fact: Gather, single: SingleGather, context: FileContext): Edit[] | undefined {
  const { call, list, combinator } = fact;
  // `any` rejects with an error of its own, and type arguments may have widened what comes out.
  if (combinator === "any" || call.typeArguments !== undefined || call.arguments[0] !== list) return undefined;
  const { element } = single;
  const operand = is.isAwaitExpression(element) ? element.expression : element;
  const unwrapped = unwrap(call, operand, context, !bindsTightly(operand));
  const used = adaptUse(single, context);
  return unwrapped && used && [...unwrapped, ...used];
}

function adaptUse({ use, outer }: SingleGather, context: FileContext): Edit[] | undefined {
  switch (use.kind) {
    case "dropped":
    case "value":
      return [];
    case "read": {
      const start = use.access.expression.end;
      // The parentheses stay: `(await f()).name`.
      const isCovered = is.isParenthesizedExpression(outer.parent) && commentsIn(start, use.access.end, context) === "";
      return isCovered ? [{ file: context.file, span: { start, end: use.access.end }, newText: "" }] : undefined;
    }
    case "declared": {
      const { pattern, declaration } = use;
      const { name, initializer } = pattern.elements[0]!;
      if (name === undefined || initializer !== undefined) return undefined;
      const names = unwrap(pattern, name, context);
      if (names === undefined || declaration.type === undefined) return names;
      const type = onlyElementType(declaration.type);
      const types = type && unwrap(declaration.type, type, context);
      return types && [...names, ...types];
    }
    case "assigned": {
      const target = use.pattern.elements[0]!;
      // A nested pattern would begin the statement with a brace or hold defaults.
      const isPlain =
        is.isIdentifier(target) || is.isPropertyAccessExpression(target) || is.isElementAccessExpression(target);
      return isPlain ? unwrap(use.pattern, target, context) : undefined;
    }
  }
}

/** The `T` of `[T]`. */
function onlyElementType(type: TypeNode): TypeNode | undefined {
  if (!is.isTupleTypeNode(type) || type.elements.length !== 1) return undefined;
  const element = type.elements[0]!;
  if (element.kind === SyntaxKind.RestType || element.kind === SyntaxKind.OptionalType) return undefined;
  if (!is.isNamedTupleMember(element)) return element;
  return element.questionToken === undefined && element.dotDotDotToken === undefined ? element.type : undefined;
}

/** Leaves of `outer` only `inner` and the comments. */
function unwrap(outer: Node, inner: Node, context: FileContext, isParenthesized = false): Edit[] | undefined {
  const { file, text } = context;
  const head = { start: outer.getStart(), end: inner.getStart() };
  const tail = { start: inner.end, end: outer.end };
  const before = commentsIn(head.start, head.end, context);
  const after = commentsIn(tail.start, tail.end, context);
  // What follows a line comment would have to move to a line of its own.
  if (after.includes("//")) return undefined;
  const indent = /[^\n]*$/.exec(text.slice(0, head.end))![0].replace(/\S.*/, "");
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const kept = before.includes("//") ? `${before}${lineBreak}${indent}` : before && `${before} `;
  return [
    { file, span: head, newText: `${kept}${isParenthesized ? "(" : ""}` },
    { file, span: tail, newText: `${isParenthesized ? ")" : ""}${after && ` ${after}`}` },
  ];
}

/** The comments of a stretch that holds only punctuation and names besides them. */
function commentsIn(start: number, end: number, { text }: FileContext): string {
  return (text.slice(start, end).match(/\/\*[\s\S]*?\*\/|\/\/.*/g) ?? []).join(" ");
}
