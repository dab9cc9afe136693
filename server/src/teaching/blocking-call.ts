// What stands still while a call blocks the event loop: on the calls that the blocking family has found.

import { say } from "../language/say.ts";
import { enclosingFunctionLike, is, isAsync, isFunctionNode, spanOf, type Node } from "../typescript/syntax.ts";
import { containsSpan } from "../text/span.ts";
import { blockingCallNamed } from "../knowledge/blocking/calls.ts";
import { apiName } from "./api-name.ts";
import { callerLabel } from "./function-waits.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { blockedPanel } from "./wait-picture.ts";
import { Waits } from "./waits.ts";
import { code, codeSpan, codeText, listed, nameOf } from "./words.ts";

export function blockingCall(word: Node, file: TaughtFile): Draft | undefined {
  const finding = file.findings.find(({ family, span }) => family === "blocking" && containsSpan(span, spanOf(word)));
  if (finding === undefined) return undefined;
  const container = enclosingFunctionLike(word);
  const call = callAround(word);
  const started = (Waits.of(container, file.syntax)?.started() ?? []).filter(({ value }) => value.end <= word.pos);
  return {
    values: started.map(({ value }) => value),
    complete: ({ shapeOf }) => {
      const pending = started.filter(({ value }) => shapeOf(value) !== "none");
      const remarks: Remark[] = [
        remark`Until ${code(call)} returns, nothing else of this program runs: no timer, no request, no continuation.`,
      ];
      if (pending.length > 0) {
        const names = pending.map(
          ({ name, value }) => remark`${name === undefined ? code(value) : `\`${name}\``} (${value})`,
        );
        remarks.push(
          remark`What has been started before, ${listed(names)}, goes on elsewhere, but nobody can take its result.`,
        );
      }
      if (isFunctionNode(container) && isAsync(container)) {
        remarks.push(
          remark`That ${nameOf(container)} is asynchronous does not help: the call holds the thread that all share.`,
        );
      }
      remarks.push(...withoutBlocking(call, file));
      const waiting = pending
        .slice(0, 3)
        .map(({ name, value }) => ({ label: name ?? codeText(value), code: spanOf(value) }));
      const panel = blockedPanel(callerLabel(container), { label: codeText(call), code: spanOf(call) }, waiting);
      return {
        concept: "blocking-call",
        span: spanOf(word),
        remarks,
        picture: { title: say`A blocked event loop`, panels: [panel] },
      };
    },
  };
}

/** What does the same and lets others run, if the call is one that is known by its name. */
function withoutBlocking(call: Node, { syntax }: TaughtFile): Remark[] {
  if (!is.isCallExpression(call)) return [];
  const [module, name] = apiName(call.expression, syntax)?.split(":") ?? [];
  const counterpart = name === undefined ? undefined : blockingCallNamed(module!, [name])?.counterpart;
  if (counterpart === undefined || counterpart.name === "") return [];
  const where = counterpart.module ?? module!;
  return counterpart.style === "promise"
    ? [remark`${codeSpan(counterpart.name)} of ${codeSpan(where)} does the same and gives a promise instead.`]
    : [remark`${codeSpan(counterpart.name)} of ${codeSpan(where)} does the same and calls back when it is done.`];
}

function callAround(word: Node): Node {
  for (let current: Node = word; current.parent !== undefined; current = current.parent) {
    if (is.isCallExpression(current) || is.isNewExpression(current)) return current;
    if (is.isBlock(current)) break;
  }
  return word;
}
