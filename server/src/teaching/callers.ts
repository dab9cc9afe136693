// Who calls an asynchronous function, and whether they wait for it: in its file by scope alone, in others as the compiler says.

import { hidingScope, occurrencesOf } from "../facts/occurrences.ts";
import { headOf, is, type CallExpression, type FunctionNode, type Node } from "../typescript/syntax.ts";
import { remark, type Callers, type PlaceElsewhere, type Remark, type TaughtFile } from "./lesson.ts";
import { isDropped, isWaitedFor } from "./promise-use.ts";
import { listed, nameOf, times } from "./words.ts";

export function callersOf(fn: FunctionNode, file: TaughtFile, callers: Callers | undefined): Remark[] {
  if (callers?.kind !== "found") {
    const calls = callsInScope(fn, file) ?? [];
    const remarks = calls.length === 0 ? [] : [calledHere(calls), ...droppedAmong(calls, here)];
    if (callers === undefined) return remarks;
    if (callers.kind === "unfinished")
      return [...remarks, remark`Its callers in other files are still being looked for: look again.`];
    return [
      ...remarks,
      remark`${String(callers.files)} other files mention this name: too many to follow all of them for a hover.`,
    ];
  }
  const inside = callers.calls.filter((call) => call.getSourceFile() === file.syntax.file);
  const outside = callers.calls.filter((call) => call.getSourceFile() !== file.syntax.file);
  const remarks: Remark[] = [];
  if (inside.length > 0) remarks.push(calledHere(inside), ...droppedAmong(inside, here));
  if (outside.length > 0) remarks.push(calledElsewhere(outside), ...droppedAmong(outside, elsewhere));
  if (remarks.length === 0 && !callers.isPassedOn) remarks.push(remark`Nothing in this project calls ${nameOf(fn)}.`);
  if (callers.isPassedOn) remarks.push(remark`It is also handed on as a value: whoever gets it may call it.`);
  return remarks;
}

/** The calls that its file makes by its name; undefined if it has none there. */
function callsInScope(fn: FunctionNode, { syntax }: TaughtFile): readonly CallExpression[] | undefined {
  const name = is.isFunctionDeclaration(fn)
    ? fn.name
    : is.isVariableDeclaration(fn.parent)
      ? fn.parent.name
      : undefined;
  if (name === undefined || !is.isIdentifier(name)) return undefined;
  const head = headOf(fn);
  return occurrencesOf(name.text, name, hidingScope(name), syntax)
    .filter((use) => use !== name && !(head.start <= use.pos && use.end <= head.end))
    .flatMap((use) => (is.isCallExpression(use.parent) && use.parent.expression === use ? [use.parent] : []));
}

function calledHere(calls: readonly CallExpression[]): Remark {
  const all = times(calls.length);
  const waited = calls.filter(isWaitedFor).length;
  if (waited === calls.length) {
    return waited === 1
      ? remark`In this file it is called once and waited for.`
      : remark`In this file it is called ${all} and always waited for.`;
  }
  if (waited > 0) return remark`In this file it is called ${all} and waited for ${times(waited)}.`;
  // What is kept in a variable may be waited for later.
  if (calls.every(isDropped)) return remark`In this file it is called ${all} and waited for nowhere.`;
  return remark`In this file it is called ${all}.`;
}

function calledElsewhere(calls: readonly CallExpression[]): Remark {
  const all = times(calls.length);
  const waited = calls.filter(isWaitedFor).length;
  const places = listed(calls.map(elsewhere));
  if (waited === calls.length) {
    return waited === 1
      ? remark`In other files it is called once and waited for: ${places}.`
      : remark`In other files it is called ${all} and always waited for: ${places}.`;
  }
  if (waited > 0) return remark`In other files it is called ${all} and waited for ${times(waited)}: ${places}.`;
  if (calls.every(isDropped)) return remark`In other files it is called ${all} and waited for nowhere: ${places}.`;
  return remark`In other files it is called ${all}: ${places}.`;
}

/** Where nobody waits, if somebody does at other places. */
function droppedAmong(calls: readonly CallExpression[], place: (call: CallExpression) => Remark): Remark[] {
  const dropped = calls.filter(isDropped);
  if (dropped.length === 0 || dropped.length === calls.length) return [];
  return [remark`Nobody waits for it on ${listed(dropped.map(place))}.`];
}

function here(node: Node): Remark {
  return [node.getStart()];
}

function elsewhere(node: Node): Remark {
  return [placeOf(node)];
}

function placeOf(node: Node): PlaceElsewhere {
  const source = node.getSourceFile();
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart());
  return { file: source.fileName, line, character };
}
