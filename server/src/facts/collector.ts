// The contract between the traversal and the kinds of fact.

import type { ControlFlow } from "./control-flow/control-flow.ts";
import type { IdentifierIndex } from "../typescript/scan.ts";
import type { FunctionNode, Node, SourceFile, SyntaxKind } from "../typescript/syntax.ts";

/** What the traversal offers to every kind of fact of one file. */
export interface FileSyntax {
  readonly file: SourceFile;
  readonly text: string;
  /** Built when first asked for, then shared. */
  readonly identifiers: IdentifierIndex;
  /**
   * The control flow of a function's body or of the file's top level; undefined for what is neither. Built when first
   * asked for, then shared: ask only where little is left to decide.
   */
  controlFlowOf(container: Node): ControlFlow | undefined;
  /** Names of functions that settings add to those that facts look for. */
  readonly callNames: ReadonlySet<string>;
  readonly suspects: Suspects;
  /** True in stretches of which no facts are wanted, so that nothing need be looked for there. */
  readonly isLeftOut: (offset: number) => boolean;
}

/** Under which names the code of the project may block, and where it may, found out beforehand over all of its files. */
export interface Suspects {
  /** What functions and classes are called that may lead to something that blocks. */
  readonly names: ReadonlySet<string>;
  /** The names among them that getters have. */
  readonly getters: ReadonlySet<string>;
  /** The files, without extensions, that other files start as programs of workers: what they do holds nobody up. */
  readonly workers: ReadonlySet<string>;
  /** What the project's asynchronous functions are called. */
  readonly asyncNames: ReadonlySet<string>;
}

export const NO_SUSPECTS: Suspects = {
  names: new Set(),
  getters: new Set(),
  workers: new Set(),
  asyncNames: new Set(),
};

/** What every fact has. */
export interface FactBase {
  /** Where the fact stands in the text. */
  readonly node: Node;
  /** True if nothing but the node's own text and types decides about the fact: not what stands elsewhere in its scope. */
  readonly isLocal: boolean;
  /** Given if nothing but this function's body and types decides: what a method's head shows, its body may settle. */
  readonly settledIn?: FunctionNode | undefined;
}

/** One kind of fact: the nodes at which it may begin, and how it is read off them. */
export interface Collector<Fact> {
  readonly nodes: readonly SyntaxKind[];
  /**
   * The last words of the callees that matter if `nodes` has calls, or what tells them in a file: other calls are left
   * out where that saves time, so the collector looks at the name again. Without it every call is collected.
   */
  readonly callees?: ReadonlySet<string> | ((syntax: FileSyntax) => (name: string) => boolean);
  /** The names of the properties that matter if `nodes` has accesses of properties, in the same way. */
  accesses?(syntax: FileSyntax): (name: string) => boolean;
  /** The names that matter where they are handed over, if `nodes` has identifiers, in the same way. */
  handedNames?(syntax: FileSyntax): (name: string) => boolean;
  /** False if the file cannot have such a fact. */
  isPossible?(syntax: FileSyntax): boolean;
  collect(node: Node, syntax: FileSyntax): readonly Fact[];
}
