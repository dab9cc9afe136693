// Whether two waits go through one thing that answers one request after another, or that keeps an order: a transaction,
// a connection, a reader, a page. Told by names and by types (knowledge/serial-resources.ts), of what both calls are made
// on or given and of what their bodies hand on to calls that nobody can follow.

import {
  GIVES_CONNECTION,
  asksPersonByName,
  isContextName,
  isSerialName,
  isSerialType,
} from "../knowledge/serial-resources.ts";
import { calleeName, is, skipOuter, type Expression } from "../typescript/syntax.ts";
import { describePath, keyOf, valueOf, type Path } from "./access-path.ts";
import type { ProgramView } from "./answerer.ts";
import { variableOf } from "./variable.ts";

/** One thing that goes into a call. */
export interface Carrier {
  readonly path: Path;
  readonly expression: Expression | undefined;
  /** It is itself handed over or called upon; otherwise only something that is reached through it. */
  readonly isWhole: boolean;
}

/** What the calls are made on and given, members of options included; by key of the path. */
export function carriersOf(operands: readonly Expression[], contacts: readonly Path[]): ReadonlyMap<string, Carrier> {
  const carriers = new Map<string, Carrier>();
  const add = (expression: Expression, isWhole = true): void => {
    const node = skipOuter(expression);
    if (is.isObjectLiteralExpression(node)) {
      for (const property of node.properties) {
        if (is.isPropertyAssignment(property)) add(property.initializer);
        else if (is.isShorthandPropertyAssignment(property)) add(property.name as unknown as Expression);
      }
      return;
    }
    const value = valueOf(node, undefined);
    if (value.kind === "path") {
      const key = keyOf(value.path);
      carriers.set(key, {
        path: value.path,
        expression: node,
        isWhole: isWhole || carriers.get(key)?.isWhole === true,
      });
    }
    if (is.isPropertyAccessExpression(node)) add(node.expression, false);
    else if (is.isCallExpression(node)) addCall(node);
  };
  const addCall = (call: Expression): void => {
    if (!is.isCallExpression(call)) return;
    const callee = skipOuter(call.expression);
    if (is.isPropertyAccessExpression(callee)) {
      add(callee.expression);
      for (const argument of handedToMaker(callee.expression)) add(argument);
    }
    for (const argument of call.arguments) add(argument);
  };
  for (const path of contacts) carriers.set(keyOf(path), { path, expression: undefined, isWhole: true });
  for (const operand of operands) addCall(operand);
  return carriers;
}

/** `ctx` of `const query = repository(ctx).select("id")`: what something was made with goes with it. */
function handedToMaker(receiver: Expression): Expression[] {
  const node = skipOuter(receiver);
  const declaration = is.isIdentifier(node) ? variableOf(node).declared?.parent : undefined;
  if (declaration === undefined || !is.isVariableDeclaration(declaration)) return [];
  const handed: Expression[] = [];
  let made = declaration.initializer && skipOuter(declaration.initializer);
  while (made !== undefined && (is.isCallExpression(made) || is.isPropertyAccessExpression(made))) {
    if (is.isCallExpression(made)) handed.push(...made.arguments.filter((argument) => is.isIdentifier(argument)));
    made = skipOuter(made.expression);
  }
  return handed;
}

/** The carriers that both have. */
export function sharedCarriers(a: ReadonlyMap<string, Carrier>, b: ReadonlyMap<string, Carrier>): Carrier[] {
  return [...a].flatMap(([key, carrier]) => {
    const other = b.get(key);
    return other === undefined ? [] : [carrier.isWhole && other.isWhole ? carrier : { ...carrier, isWhole: false }];
  });
}

/** The keys of those carriers that are serial resources. */
export async function serialAmong(view: ProgramView, carriers: ReadonlyMap<string, Carrier>): Promise<Set<string>> {
  const serial = new Set<string>();
  const typed: [string, Expression][] = [];
  for (const [key, { path, expression, isWhole }] of carriers) {
    const name = lastName(path);
    if (isSerialName(name) || (isWhole && isContextName(name)) || isGivenConnection(path)) serial.add(key);
    else if (expression !== undefined) typed.push([key, expression]);
  }
  if (typed.length === 0) return serial;
  const types = await view.checker.getTypeAtLocation(typed.map(([, expression]) => expression));
  await Promise.all(
    typed.map(async ([key], i) => {
      const name = (await types[i]?.getSymbol())?.name;
      if (name !== undefined && isSerialType(name)) serial.add(key);
    }),
  );
  return serial;
}

/** A parameter of a function that is handed to something that runs it inside a transaction or on a connection. */
function isGivenConnection({ root, members }: Path): boolean {
  if (root.kind !== "variable" || root.variable.kind !== "parameter" || members.length > 0) return false;
  const call = root.variable.owner?.parent;
  if (call === undefined || !is.isCallExpression(call)) return false;
  const name = calleeName(call);
  return is.isIdentifier(name) && GIVES_CONNECTION.test(name.text);
}

function lastName({ root, members }: Path): string {
  return members.at(-1) ?? (root.kind === "variable" ? root.variable.name : "");
}

export function asksPerson(operands: readonly Expression[]): boolean {
  return operands.some((operand) => is.isCallExpression(operand) && asksPersonByName(operand.expression.getText()));
}

export function describeCarrier({ path }: Carrier): string {
  return describePath(path);
}
