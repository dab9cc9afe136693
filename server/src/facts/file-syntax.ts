// What is derived from a file's tree only when somebody asks for it: the index of its identifiers, the control flow of its
// functions.

import { indexOfSpanAt, type Span } from "../text/span.ts";
import { IdentifierIndex } from "../typescript/scan.ts";
import { is, isFunctionNode, type Node, type SourceFile } from "../typescript/syntax.ts";
import { NO_SUSPECTS, type FileSyntax } from "./collector.ts";
import { buildControlFlow } from "./control-flow/build.ts";
import type { ControlFlow } from "./control-flow/control-flow.ts";

/** What facts know beside the file itself. */
export type SyntaxAround = Partial<Pick<FileSyntax, "callNames" | "suspects">>;

/** @param except stretches in text order of which no facts are wanted */
export function fileSyntax(
  file: SourceFile,
  { callNames = NO_NAMES, suspects = NO_SUSPECTS }: SyntaxAround = {},
  except: readonly Span[] = [],
): FileSyntax {
  let identifiers: IdentifierIndex | undefined;
  const flows = new Map<Node, ControlFlow | undefined>();
  return {
    file,
    text: file.text,
    callNames,
    suspects,
    isLeftOut: (offset) => indexOfSpanAt(except, offset) !== undefined,
    get identifiers() {
      return (identifiers ??= new IdentifierIndex(file));
    },
    controlFlowOf(container) {
      if (!isFunctionNode(container) && !is.isSourceFile(container)) return undefined;
      if (!flows.has(container)) flows.set(container, buildControlFlow(container));
      return flows.get(container);
    },
  };
}

const NO_NAMES: ReadonlySet<string> = new Set();
