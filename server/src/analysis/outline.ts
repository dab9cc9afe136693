// What other files can see of a file: its text without the function bodies that cannot matter to them. An edit that
// leaves the outline as it was changes no other file's findings, so they need not be analysed again.

import { createHash } from "node:crypto";
import type { Span } from "../text/span.ts";
import { forEachNodeOfKind } from "../typescript/scan.ts";
import {
  FUNCTION_KINDS,
  SyntaxKind,
  forEachDescendant,
  is,
  isFunctionNode,
  isJavaScript,
  type FunctionNode,
  type Node,
  type SourceFile,
} from "../typescript/syntax.ts";

/** What a file shows to others, and the parts that it does not show. */
export interface Outline {
  /** Equal digests mean that others see the same, and that the parts that they don't see stand in the same order. */
  readonly digest: string;
  /** Function bodies that cannot matter to code outside them, or only by what is in `inferred`; in text order. */
  readonly bodies: readonly Span[];
  /**
   * The indexes of the bodies from which the type of their function is inferred: others see the same only as long as that
   * type stays the same (sight.ts).
   */
  readonly inferred: ReadonlySet<number>;
}

const outlines = new WeakMap<SourceFile, Outline>();

/** Computed once a tree. */
export function outlineOf(file: SourceFile): Outline {
  let outline = outlines.get(file);
  if (outline === undefined) outlines.set(file, (outline = readOutline(file)));
  return outline;
}

function readOutline(file: SourceFile): Outline {
  const { text } = file;
  const hash = createHash("sha1");
  const bodies: Span[] = [];
  const inferred = new Set<number>();
  let position = 0;
  forEachNodeOfKind(file, FUNCTION_KINDS, (node) => {
    // Nested functions come after the one around them and lie in what was left out with its body.
    if (node.pos < position || !isFunctionNode(node)) return;
    const visibility = visibilityOf(node, file);
    if (visibility === "all") return;
    const body = { start: node.body!.getStart(), end: node.body!.end };
    hash.update(text.slice(position, body.start)).update(visibility === "type" ? "\x01" : "\0");
    if (visibility === "type") inferred.add(bodies.length);
    bodies.push(body);
    position = body.end;
  });
  return { digest: hash.update(text.slice(position)).digest("hex"), bodies, inferred };
}

/** How much of a function's body code outside can see: everything, only the type that is inferred from it, or nothing. */
function visibilityOf(fn: FunctionNode, file: SourceFile): "all" | "type" | "nothing" {
  const { body } = fn;
  if (body === undefined || !is.isBlock(body)) return "all";
  // In code that is being written the brace may be missing: then the first statement begins where the body does.
  if (file.text[body.getStart()] !== "{") return "all";
  const text = file.text.slice(body.pos, body.end);
  // Assignments declare members, or give them their types: anywhere in JavaScript, in constructors in TypeScript.
  if (isJavaScript(file) && /\bthis\b|\bexports\b|\bprototype\b/.test(text)) return "all";
  if (fn.kind === SyntaxKind.Constructor) return hasFieldTypedByConstructor(fn) ? "all" : "nothing";
  if (fn.type !== undefined || fn.kind === SyntaxKind.SetAccessor || !decidesType(fn)) return "nothing";
  // Edits inside a large function are better looked at one nested function at a time.
  if (text.length > LARGEST_INFERRED) return "all";
  // A type that is declared inside goes by its name, whatever it is made of.
  return /\b(?:class|interface|type|enum|namespace)\s+[\w$]|\bclass\b/.test(text) ? "all" : "type";
}

/** In code units. */
const LARGEST_INFERRED = 20_000;

/** Some field says neither its type nor its value, so that it has the type of what is assigned to it. */
function hasFieldTypedByConstructor({ parent }: FunctionNode): boolean {
  const { members = [] } = parent as { members?: readonly Node[] };
  return members.some(
    (member) => is.isPropertyDeclaration(member) && member.type === undefined && member.initializer === undefined,
  );
}

/** The body returns or yields something of its own, or never ends. */
function decidesType(fn: FunctionNode): boolean {
  // Of a function that always throws, the type says so; that of a declaration or of a class's method does not.
  const mayBeNever =
    fn.kind !== SyntaxKind.FunctionDeclaration && !is.isClassDeclaration(fn.parent) && !is.isClassExpression(fn.parent);
  let decides = false;
  forEachDescendant(fn.body!, (node) => {
    if (isFunctionNode(node)) return false;
    decides ||=
      (is.isReturnStatement(node) && node.expression !== undefined) ||
      node.kind === SyntaxKind.YieldExpression ||
      (mayBeNever && node.kind === SyntaxKind.ThrowStatement);
    return !decides;
  });
  return decides;
}
