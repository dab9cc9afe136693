// What is derived from a file's tree only when somebody asks for it: the index of its identifiers, the control flow of its
// functions.

import { IdentifierIndex } from "../typescript/scan.ts";
import { is, isFunctionNode, type Node, type SourceFile } from "../typescript/syntax.ts";
import type { FileSyntax } from "./collector.ts";
import { buildControlFlow } from "./control-flow/build.ts";
import type { ControlFlow } from "./control-flow/control-flow.ts";

/** @param callNames names of functions that settings add to those that facts look for */
export function fileSyntax(file: SourceFile, callNames: ReadonlySet<string> = NO_NAMES): FileSyntax {
  let identifiers: IdentifierIndex | undefined;
  const flows = new Map<Node, ControlFlow | undefined>();
  return {
    file,
    text: file.text,
    callNames,
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
