// Where a promise was started, what becomes of it, and whether somebody handles a rejection in between: on the call that
// starts it and on the variable that holds it.

import { bindingOf } from "../facts/binding.ts";
import { hidingScope, occurrencesOf } from "../facts/occurrences.ts";
import type { Timeline } from "../pictures/timeline.ts";
import {
  enclosingFunctionLike,
  is,
  skipOuter,
  spanOf,
  type CallExpression,
  type Expression,
  type Identifier,
  type Node,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import { callerLabel } from "./function-waits.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { promiseUse, type PromiseUse } from "./promise-use.ts";
import { Waits, handlerAround, type Started } from "./waits.ts";
import { capitalized, code, codeText, count, nameOf, places } from "./words.ts";

export function promise(word: Node, file: TaughtFile): Draft | undefined {
  if (!is.isIdentifier(word) && !is.isPrivateIdentifier(word)) return undefined;
  const call = calledBy(word);
  if (call !== undefined) return aboutCall(word, call);
  return is.isIdentifier(word) ? aboutVariable(word, file) : undefined;
}

/** The call whose callee the word names. */
export function calledBy(word: Node): CallExpression | undefined {
  const { parent } = word;
  const callee = is.isPropertyAccessExpression(parent) && parent.name === word ? parent : word;
  const call = callee.parent;
  return is.isCallExpression(call) && call.expression === callee ? call : undefined;
}

function aboutCall(word: Node, call: CallExpression): Draft {
  return {
    values: [call],
    complete: (shapeOf) => {
      const shape = shapeOf(call);
      if (shape === "none") return undefined;
      const isMany = shape === "promises" || shape === "maybe-promises";
      const container = enclosingFunctionLike(call);
      const start = isMany
        ? remark`${code(call)} gives promises: their work has started, whether or not somebody waits.`
        : remark`${code(call)} gives a promise: its work has started, whether or not somebody waits.`;
      return {
        concept: "promise",
        span: spanOf(word),
        remarks: [start, ...fateOf(call, container)],
        picture: undefined,
      };
    },
  };
}

function fateOf(call: Node, container: Node): Remark[] {
  const handler = handlerAround(call);
  const leaves = is.isSourceFile(container)
    ? remark`fails the module`
    : remark`rejects the promise of ${nameOf(container)}`;
  const caught = handler === undefined ? leaves : remark`is caught on ${handler}`;
  const fates: Partial<Record<PromiseUse, Remark>> = {
    awaited: remark`The \`await\` before it waits for its end; a rejection ${caught}.`,
    returned: remark`It goes to whoever called ${nameOf(container)}, who has to wait for it.`,
    gathered: remark`It is put together with others, and has started before anybody waits for them.`,
    chained: remark`What follows it in the chain runs when it has settled; the code below goes on at once.`,
    passed: remark`It is handed on while it is pending.`,
    dropped: remark`Nobody waits for it here: the code below goes on at once.`,
    voided: remark`\`void\` says that nobody waits for it on purpose: the code below goes on at once.`,
  };
  const fate = fates[promiseUse(call)];
  return fate === undefined ? [] : [fate];
}

function aboutVariable(word: Identifier, file: TaughtFile): Draft | undefined {
  const declaration = bindingOf(word, file.syntax);
  if (declaration === undefined || !is.isVariableDeclaration(declaration) || !is.isIdentifier(declaration.name))
    return undefined;
  const value = declaration.initializer && skipOuter(declaration.initializer);
  if (value === undefined || !(is.isCallExpression(value) || is.isNewExpression(value))) return undefined;
  return {
    values: [value],
    complete: (shapeOf) => {
      const shape = shapeOf(value);
      if (shape === "none") return undefined;
      const isMany = shape === "promises" || shape === "maybe-promises";
      const start = remark`${code(declaration.name)} holds ${isMany ? "promises" : "the promise"} of ${code(value)}, started on ${value}.`;
      const uses = usesOf(declaration, file);
      const remarks = [start, ...awaitedAt(uses), ...unhandledMeanwhile(declaration, value, file)];
      const picture = pictured(declaration, value, uses, file);
      return { concept: "promise", span: spanOf(word), remarks, picture };
    },
  };
}

function usesOf(declaration: VariableDeclaration, { syntax }: TaughtFile): readonly Node[] {
  const name = declaration.name as Identifier;
  return occurrencesOf(name.text, name, hidingScope(name), syntax).filter((use) => use !== name);
}

function awaitedAt(uses: readonly Node[]): Remark[] {
  if (uses.length === 0) return [remark`Nobody reads it again.`];
  const by = (wanted: PromiseUse): Node[] => uses.filter((use) => promiseUse(use) === wanted);
  const found: Remark[] = [];
  if (by("awaited").length > 0) found.push(remark`Awaited on ${places(by("awaited"))}.`);
  if (by("gathered").length > 0) found.push(remark`Put together with others on ${places(by("gathered"))}.`);
  if (by("returned").length > 0) found.push(remark`Returned on ${places(by("returned"))}.`);
  if (by("chained").length > 0) found.push(remark`What follows is chained to it on ${places(by("chained"))}.`);
  if (by("passed").length > 0) found.push(remark`Handed on to a call on ${places(by("passed"))}.`);
  return found;
}

/** The waits that come between its start and the first thing that would see it fail. */
function unhandledMeanwhile(declaration: VariableDeclaration, value: Expression, file: TaughtFile): Remark[] {
  const between = waitsBetween(declaration, value, file);
  if (between.length === 0) return [];
  const lie = between.length === 1 ? "lies" : "lie";
  const waits = capitalized(count(between.length, "wait"));
  return [
    remark`${waits} ${lie} between (${places(between)}): if ${code(value)} fails meanwhile, nobody handles that yet.`,
  ];
}

function waitsBetween(declaration: VariableDeclaration, value: Expression, file: TaughtFile): readonly Node[] {
  const found = startedHere(declaration, value, file);
  if (found === undefined || isHandled(value)) return [];
  // Somebody who chains a handler, hands it on or returns it may handle it before any wait.
  if (usesOf(declaration, file).some((use) => promiseUse(use) !== "awaited" && promiseUse(use) !== "gathered"))
    return [];
  return found.waits.beforeAwaited(found.started).map(({ node }) => node);
}

/** `.catch(handler)` or `.then(next, handler)`: what it gives is rejected only if the handler fails. */
function isHandled(value: Expression): boolean {
  if (!is.isCallExpression(value)) return false;
  const callee = skipOuter(value.expression);
  const method = is.isPropertyAccessExpression(callee) ? callee.name.text : "";
  return value.arguments.length >= (method === "catch" ? 1 : method === "then" ? 2 : Number.POSITIVE_INFINITY);
}

function startedHere(
  declaration: VariableDeclaration,
  value: Expression,
  file: TaughtFile,
): { readonly waits: Waits; readonly started: Started } | undefined {
  const waits = Waits.of(enclosingFunctionLike(declaration), file.syntax);
  const started = waits?.started().find((each) => each.value === value);
  return waits && started && { waits, started };
}

/** From its start over the waits in between to the place where it is looked at. */
function pictured(
  declaration: VariableDeclaration,
  value: Expression,
  uses: readonly Node[],
  file: TaughtFile,
): Timeline | undefined {
  const found = startedHere(declaration, value, file);
  const awaited = uses.find((use) => promiseUse(use) === "awaited" || promiseUse(use) === "gathered");
  if (found === undefined || awaited === undefined) return undefined;
  const between = found.waits.beforeAwaited(found.started).slice(0, 4);
  const caller = callerLabel(found.waits.container);
  const name = codeText(declaration.name);
  const end = 2 + between.length * 4;
  return {
    title: `${name} from its start to its await`,
    panels: [
      {
        title: "",
        lanes: [
          {
            kind: "loop",
            label: "event loop",
            bars: [
              { kind: "runs", start: 0, end: 2, label: caller },
              ...between.map((_, i) => ({ kind: "runs" as const, start: 5 + i * 4, end: 6 + i * 4 })),
              { kind: "runs", start: end + 3, end: end + 4 },
            ],
          },
          {
            kind: "operation",
            label: codeText(value),
            bars: [{ kind: "pending", start: 1, end: end + 3 }],
            code: spanOf(value),
          },
          ...between.map(({ node, operand }, i) => ({
            kind: "operation" as const,
            label: codeText(operand ?? node),
            bars: [{ kind: "pending" as const, start: 2 + i * 4, end: 5 + i * 4 }],
            code: spanOf(node),
          })),
        ],
        marks: [
          { kind: "starts", at: 1, lane: 0, joins: 1 },
          ...between.flatMap((_, i) => [
            { kind: "suspends" as const, at: 2 + i * 4, lane: 0 },
            { kind: "resumes" as const, at: 5 + i * 4, lane: 0, joins: i + 2 },
          ]),
          { kind: "suspends", at: end, lane: 0, label: `await ${name}`, code: spanOf(awaited) },
          { kind: "resumes", at: end + 3, lane: 0, joins: 1 },
        ],
      },
    ],
  };
}
