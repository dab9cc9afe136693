// What an `await` in a function waits for, what goes on meanwhile, and what waits behind it.

import {
  SyntaxKind,
  enclosingFunctionLike,
  is,
  isFunctionNode,
  skipOuter,
  spanOf,
  type Node,
} from "../typescript/syntax.ts";
import { bindingOf } from "../facts/binding.ts";
import { couldRunTogether, picturedWaits } from "./function-waits.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { orderOfWaits } from "./order-of-waits.ts";
import { Waits, handlerAround, loopAround, type Started, type Wait } from "./waits.ts";
import { code, codeText, count, listed, nameOf, places } from "./words.ts";

export function suspensionPoint(word: Node, file: TaughtFile): Draft | undefined {
  if (word.kind !== SyntaxKind.AwaitKeyword) return undefined;
  const container = enclosingFunctionLike(word);
  if (!isFunctionNode(container)) return undefined;
  const waits = Waits.of(container, file.syntax);
  const wait = waits?.all.find(({ node }) => node === word.parent);
  if (waits === undefined || wait === undefined || is.isForOfStatement(wait.node)) return undefined;
  const candidates = waits.pendingAt(wait, waits.started());
  return {
    values: candidates.map(({ value }) => value),
    inquire: () => orderOfWaits(wait.node, file),
    complete: (shapeOf, more) => {
      const pending = candidates.filter(({ value }) => shapeOf(value) !== "none");
      const remarks = [
        suspended(wait, container),
        ...startedBefore(wait, file),
        ...goesOn(pending),
        ...together(wait, waits, file),
        ...behind(wait, waits),
        ...more,
        rejection(wait, container),
      ];
      const group = couldRunTogether(waits, file).find((each) => each.includes(wait)) ?? [wait];
      const meanwhile = pending.map(({ name, value }) => ({ label: name ?? codeText(value), code: spanOf(value) }));
      const picture = picturedWaits(waits, group, file, meanwhile);
      return { concept: "suspension-point", span: spanOf(word), remarks, picture };
    },
  };
}

function suspended({ operand }: Wait, container: Node): Remark {
  const name = capitalizedName(container);
  if (operand === undefined)
    return remark`${name} is suspended where this block ends, until what is opened here has been closed.`;
  return remark`${name} is suspended here until ${code(operand)} has settled; the event loop runs other code meanwhile.`;
}

/** A variable's promise is older than the `await`. */
function startedBefore({ operand }: Wait, { syntax }: TaughtFile): Remark[] {
  const name = operand && skipOuter(operand);
  if (name === undefined || !is.isIdentifier(name)) return [];
  const declaration = bindingOf(name, syntax);
  const value =
    declaration !== undefined && is.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
  if (value === undefined || !is.isCallExpression(skipOuter(value))) return [];
  return [remark`It was started on ${value} already, and may have settled by now.`];
}

function goesOn(pending: readonly Started[]): Remark[] {
  if (pending.length === 0) return [];
  const names = pending.map(
    ({ name, value }) => remark`${name === undefined ? code(value) : `\`${name}\``} (${value})`,
  );
  return [remark`May still be pending here: ${listed(names)}.`];
}

function together(wait: Wait, waits: Waits, file: TaughtFile): Remark[] {
  const group = couldRunTogether(waits, file).find((each) => each.includes(wait));
  if (group === undefined) return [];
  const others = group.filter((other) => other !== wait).map(({ operand, node }) => remark`${code(operand ?? node)}`);
  return [
    remark`It could run together with ${listed(others)}: neither needs the other's result.`,
    remark`That saves ${count(others.length, "wait")}. If one of them rejects, the gathered wait rejects at once, and the others run on.`,
  ];
}

function behind(wait: Wait, waits: Waits): Remark[] {
  const loop = loopAround(wait.node);
  const turns = loop === undefined ? [] : [remark`In the loop on ${loop}, each turn waits for the one before it.`];
  const after = waits.after(wait).filter((other) => other !== wait && loopAround(other.node) === loop);
  if (after.length === 0) return turns;
  return [...turns, remark`Behind it, ${count(after.length, "more wait")} (${places(after.map(({ node }) => node))}).`];
}

function rejection({ node }: Wait, container: Node): Remark {
  const handler = handlerAround(node);
  if (handler !== undefined) return remark`A rejection is thrown here and caught on ${handler}.`;
  return remark`A rejection is thrown here and rejects the promise that ${nameOf(container)} returned.`;
}

function capitalizedName(container: Node): string {
  const name = nameOf(container);
  return name.startsWith("`") ? name : `T${name.slice(1)}`;
}
