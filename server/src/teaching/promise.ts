// Where a promise was started, what becomes of it, and whether somebody handles a rejection in between: on the call that
// starts it and on the variable or member that holds it.

import {
  enclosingFunctionLike,
  is,
  outermost,
  spanOf,
  type CallExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { aboutHolder } from "./promise-holder.ts";
import { picturedPromise } from "./promise-picture.ts";
import { promiseUse, type PromiseUse } from "./promise-use.ts";
import { fateOfVariable, promiseVariable } from "./promise-variable.ts";
import { handlerAround } from "./waits.ts";
import { code, nameOf } from "./words.ts";

export function promise(word: Node, file: TaughtFile): Draft | undefined {
  if (!is.isIdentifier(word) && !is.isPrivateIdentifier(word)) return undefined;
  const call = calledBy(word);
  return call === undefined ? aboutHolder(word, file) : aboutCall(word, call, file);
}

/** The call whose callee the word names. */
export function calledBy(word: Node): CallExpression | undefined {
  const { parent } = word;
  const callee = is.isPropertyAccessExpression(parent) && parent.name === word ? parent : word;
  const call = callee.parent;
  return is.isCallExpression(call) && call.expression === callee ? call : undefined;
}

function aboutCall(word: Node, call: CallExpression, file: TaughtFile): Draft {
  return {
    values: [call],
    complete: ({ shapeOf }) => {
      const shape = shapeOf(call);
      if (shape === "none") return undefined;
      const isMany = shape === "promises" || shape === "maybe-promises";
      const start = isMany
        ? remark`${code(call)} gives promises: their work has started, whether or not somebody waits.`
        : remark`${code(call)} gives a promise: its work has started, whether or not somebody waits.`;
      const variable = promiseVariable(outermost(call).parent);
      const isKept = variable?.value === call;
      return {
        concept: "promise",
        span: spanOf(word),
        remarks: [start, ...(isKept ? keptIn(variable.name, file) : fateOf(call, enclosingFunctionLike(call)))],
        picture: isKept ? picturedPromise(variable, file) : undefined,
      };
    },
  };
}

function keptIn(name: Expression, file: TaughtFile): Remark[] {
  const variable = promiseVariable(name.parent)!;
  return [remark`It is kept in ${code(name)}.`, ...fateOfVariable(variable, file)];
}

/** What becomes of it where it is written. */
function fateOf(call: Node, container: Node): Remark[] {
  const fates: Partial<Record<PromiseUse, () => Remark>> = {
    awaited: () => awaitedHere(call, container),
    returned: () => remark`It goes to whoever called ${nameOf(container)}, who has to wait for it.`,
    gathered: () => remark`It is put together with others, and has started before anybody waits for them.`,
    chained: () => remark`What follows it in the chain runs when it has settled; the code below goes on at once.`,
    passed: () => remark`It is handed on while it is pending.`,
    dropped: () => remark`Nobody waits for it here: the code below goes on at once.`,
    voided: () => remark`\`void\` says that nobody waits for it on purpose: the code below goes on at once.`,
  };
  const fate = fates[promiseUse(call)];
  return fate === undefined ? [] : [fate()];
}

function awaitedHere(call: Node, container: Node): Remark {
  const handler = handlerAround(call);
  if (handler !== undefined)
    return remark`The \`await\` before it waits for its end; a rejection is caught on ${handler}.`;
  if (is.isSourceFile(container))
    return remark`The \`await\` before it waits for its end; a rejection fails the module.`;
  return remark`The \`await\` before it waits for its end; a rejection rejects the promise of ${nameOf(container)}.`;
}
