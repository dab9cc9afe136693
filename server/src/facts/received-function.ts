// Whether a name stands for a function that a call has given to the code around, alone or as a part of its result, as hooks do:
// `const { refetch } = useQuery(…)`. What such a function does is written elsewhere.

import { is, isFunctionNode, skipOuter, type Expression, type Node } from "../typescript/syntax.ts";
import { bindingOf } from "./binding.ts";
import type { FileSyntax } from "./collector.ts";

/** False where the call is given a function and returns one thing: it may be that very function, as in `useCallback(…)`. */
export function isReceived(callee: Expression, syntax: FileSyntax): boolean {
  const name = skipOuter(callee);
  const declared = is.isIdentifier(name) ? bindingOf(name, syntax) : undefined;
  let variable: Node | undefined = declared;
  while (variable !== undefined && (is.isBindingElement(variable) || is.isBindingPattern(variable))) {
    variable = variable.parent;
  }
  if (variable === undefined || !is.isVariableDeclaration(variable) || variable.initializer === undefined) return false;
  const source = skipOuter(variable.initializer);
  const call = is.isAwaitExpression(source) ? skipOuter(source.expression) : source;
  if (!is.isCallExpression(call)) return false;
  return variable !== declared || !call.arguments.some((each) => isFunctionNode(skipOuter(each)));
}
