// Question: does a name mean a value at a place, so that new code may use it there?

import { SymbolFlags } from "../typescript/api.ts";
import type { Node } from "../typescript/syntax.ts";
import type { Answerer } from "./answerer.ts";

export interface NameAt {
  readonly name: string;
  readonly at: Node;
}

export const answerNameInScope: Answerer<NameAt, boolean> = (view, abouts) =>
  Promise.all(
    abouts.map(async ({ name, at }) => (await view.checker.resolveName(name, SymbolFlags.Value, at)) !== undefined),
  );
