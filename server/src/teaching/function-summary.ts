// What there is to say about an asynchronous function in one line above it.

import type { Span } from "../text/span.ts";
import { forEachNodeOfKind } from "../typescript/scan.ts";
import {
  FUNCTION_KINDS,
  isAsync,
  spanOf,
  type FunctionNode,
  type Node,
  type SourceFile,
} from "../typescript/syntax.ts";
import { blockingSpans } from "./function-run.ts";
import { couldRunTogether } from "./function-waits.ts";
import type { TaughtFile } from "./lesson.ts";
import { Waits } from "./waits.ts";

export interface FunctionSummary {
  /** The function's name, or where it begins. */
  readonly span: Span;
  /** Each wait. */
  readonly waits: readonly Span[];
  /** Those that findings say could run together with another one. */
  readonly together: readonly Span[];
  /** The calls that findings say block the event loop, directly or through what they call. */
  readonly blocking: readonly Span[];
}

/** In text order. */
export function asyncFunctionsOf(file: SourceFile): readonly FunctionNode[] {
  const found: FunctionNode[] = [];
  forEachNodeOfKind(file, FUNCTION_KINDS, (node) => {
    const fn = node as FunctionNode;
    if (fn.body !== undefined && isAsync(fn)) found.push(fn);
  });
  return found;
}

/** Undefined for a function whose control flow is not known. */
export function functionSummary(fn: FunctionNode, file: TaughtFile): FunctionSummary | undefined {
  const waits = Waits.of(fn, file.syntax);
  if (waits === undefined) return undefined;
  const name = (fn as { name?: Node }).name;
  return {
    span: name === undefined ? { start: fn.getStart(), end: fn.getStart() } : spanOf(name),
    waits: waits.all.map(({ node }) => spanOf(node)),
    together: couldRunTogether(waits, file).flatMap((group) => group.map(({ node }) => spanOf(node))),
    blocking: blockingSpans(fn, file),
  };
}
