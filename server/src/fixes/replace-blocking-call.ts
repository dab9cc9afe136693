// The repair of a call that blocks: its asynchronous counterpart, awaited, with the same arguments and the same result.
// Undefined wherever the counterpart would mean something else; where `await` may stand is not decided here.

import { isBuiltIn } from "../knowledge/built-in-modules.ts";
import type { BlockingCall, Counterpart } from "../knowledge/blocking/blocking-call.ts";
import type { FileContext } from "../rules/file-context.ts";
import { withPurpose, type Edit } from "../text/edit.ts";
import { is, outermost, skipOuter, type CallExpression, type Expression, type Node } from "../typescript/syntax.ts";
import { planImports, type WantedName } from "./add-import.ts";
import { canBeginWithParenthesis } from "./begin-with-parenthesis.ts";
import { importOfName, importsOf } from "./file-imports.ts";
import { needsParentheses } from "./parentheses.ts";
import { insert } from "./prefix.ts";

export interface Replacement {
  /** What is called, as a title shows it: `readFile`, `promisify(exec)`. */
  readonly callee: string;
  readonly edits: readonly Edit[];
}

/** A call that blocks, and what it does. */
export interface BlockingTarget {
  readonly call: CallExpression;
  readonly known: Pick<BlockingCall, "module" | "name" | "counterpart">;
}

export function replaceBlockingCall(
  call: CallExpression,
  known: BlockingTarget["known"],
  file: FileContext,
): Replacement | undefined {
  const replaced = replaceBlockingCalls([{ call, known }], file);
  return replaced && { callee: replaced.callees[0]!, edits: replaced.edits };
}

/** All of the calls, which stand in one file, or none: what they import is imported together. */
export function replaceBlockingCalls(
  targets: readonly BlockingTarget[],
  file: FileContext,
): { readonly callees: readonly string[]; readonly edits: readonly Edit[] } | undefined {
  const demands: Demand[] = [];
  for (const target of targets) {
    const demand = demandOf(target, file);
    if (demand === undefined) return undefined;
    demands.push(demand);
  }
  const wanted = new Map(demands.flatMap((demand) => demand.wanted.map((name) => [nameKey(name), name])));
  const dropped = new Map<string, number>();
  for (const { model, dropsModel } of demands) {
    if (dropsModel && model !== undefined) dropped.set(model, (dropped.get(model) ?? 0) + 1);
  }
  const plan = planImports([...wanted.values()], { model: demands[0]?.model, dropped }, file);
  if (plan === undefined) return undefined;
  const expressions = new Map([...wanted.keys()].map((key, i) => [key, plan.expressions[i]!]));
  const edits: Edit[] = plan.edits.map((edit) => ({ ...edit, purpose: "import" }));
  const callees: string[] = [];
  for (const { call, counterpart, wanted: names, calleeOf, changes } of demands) {
    const callee = calleeOf(names.map((name) => expressions.get(nameKey(name))!));
    const wrapped = wrapping(call, counterpart, callee);
    if (wrapped === undefined) return undefined;
    callees.push(callee);
    const span = { start: call.getStart(), end: call.expression.end };
    edits.push(
      { file: file.file, span, newText: wrapped.before, purpose: "call" },
      ...withPurpose("call", [...changes, insert(file.file, call.end, wrapped.after)]),
    );
  }
  return { callees, edits };
}

/** What one call needs to be replaced. */
interface Demand {
  readonly call: CallExpression;
  readonly counterpart: Counterpart;
  /** The names that have to be imported, and what is called once they are. */
  readonly wanted: readonly WantedName[];
  readonly calleeOf: (expressions: readonly string[]) => string;
  /** The name by which the module or function is known now, and whether this use of it goes away. */
  readonly model: string | undefined;
  readonly dropsModel: boolean;
  /** The changes of the arguments. */
  readonly changes: readonly Edit[];
}

function nameKey({ module, name }: WantedName): string {
  return `${module}:${name}`;
}

function demandOf({ call, known }: BlockingTarget, file: FileContext): Demand | undefined {
  const { module, name, counterpart } = known;
  if (counterpart === undefined || isOptional(call)) return undefined;
  const changes = argumentEdits(call, counterpart, file);
  const callee = changes && calleeFor(call, { module, name, counterpart }, file);
  return callee && { call, counterpart, changes, ...callee };
}

/** `fs?.readFileSync(…)` may do nothing at all. */
function isOptional(call: CallExpression): boolean {
  if (call.questionDotToken !== undefined) return true;
  for (let node: Node = call.expression; ; node = (node as unknown as { expression: Node }).expression) {
    if (!is.isPropertyAccessExpression(node) && !is.isElementAccessExpression(node)) return false;
    if (node.questionDotToken !== undefined) return true;
  }
}

type CalleeChange = Pick<Demand, "wanted" | "calleeOf" | "model" | "dropsModel">;

const PROMISIFY: WantedName = { module: "util", name: "promisify", alias: "promisifyCallback", isBuiltin: true };

/** The expression of the asynchronous function, with the imports that it needs. */
function calleeFor(
  call: CallExpression,
  { module, name, counterpart }: Pick<BlockingCall, "module" | "name"> & { readonly counterpart: Counterpart },
  file: FileContext,
): CalleeChange | undefined {
  const isPromise = counterpart.style === "promise";
  const owner = ownerOf(call, name);
  const model = rootName(owner ?? skipOuter(call.expression));
  const isInPromises = counterpart.module === "fs/promises";
  if (isInPromises) {
    const imported = importedPromises(counterpart.name, file);
    if (imported !== undefined) return { ...imported, model, dropsModel: true };
  }
  if (owner !== undefined) {
    const expression = `${owner.getText()}${isInPromises ? ".promises" : ""}${counterpart.name && `.${counterpart.name}`}`;
    const unchanged = { model, dropsModel: false };
    if (isPromise) return { wanted: [], calleeOf: () => expression, ...unchanged };
    return { wanted: [PROMISIFY], calleeOf: ([promisify]) => `${promisify}(${expression})`, ...unchanged };
  }
  if (counterpart.name === "") return undefined;
  const wanted = wantedFunction(module, counterpart, model, file);
  if (wanted === undefined) return undefined;
  const dropped = { model, dropsModel: true };
  if (isPromise) return { wanted: [wanted], calleeOf: ([fn]) => fn!, ...dropped };
  return { wanted: [wanted, PROMISIFY], calleeOf: ([fn, promisify]) => `${promisify}(${fn})`, ...dropped };
}

/** The function as the file gets it from `fs/promises` already; undefined if it imports nothing from there. */
function importedPromises(name: string, file: FileContext): Pick<Demand, "wanted" | "calleeOf"> | undefined {
  const imports = importsOf(file.syntax);
  const object = imports
    .filter(({ module }) => /^(?:node:)?fs$/.test(module))
    .flatMap(({ elements }) => elements)
    .find(({ imported }) => imported === "promises");
  if (object !== undefined) return { wanted: [], calleeOf: () => `${object.local}.${name}` };
  if (!imports.some(({ module }) => /^(?:node:)?fs\/promises$/.test(module))) return undefined;
  const wanted = { module: "fs/promises", name, alias: `${name}Async`, isBuiltin: true };
  return { wanted: [wanted], calleeOf: ([fn]) => fn! };
}

/** What has to be imported to call the counterpart by its name alone. */
function wantedFunction(
  module: string,
  { name, module: other }: Counterpart,
  model: string | undefined,
  { syntax }: FileContext,
): WantedName | undefined {
  const alias = `${name}Async`;
  const written = model === undefined ? undefined : importOfName(importsOf(syntax), model)?.module;
  const isBuiltin = isBuiltIn(module);
  if (isBuiltin) return { module: other ?? module, name, alias, isBuiltin };
  // A package's own way to write its name may lead into it: `fs-extra/esm`.
  return written === undefined ? undefined : { module: other ?? written, name, alias, isBuiltin: other !== undefined };
}

/** The object that the function is a member of: `fs` of `fs.readFileSync`, also of `fs.realpathSync.native`. */
function ownerOf(call: CallExpression, name: string): Expression | undefined {
  let callee = skipOuter(call.expression);
  if (name.endsWith("Sync.native") && is.isPropertyAccessExpression(callee)) callee = skipOuter(callee.expression);
  return is.isPropertyAccessExpression(callee) || is.isElementAccessExpression(callee) ? callee.expression : undefined;
}

function rootName(expression: Node): string | undefined {
  let node = expression;
  while (is.isPropertyAccessExpression(node)) node = node.expression;
  return is.isIdentifier(node) ? node.text : undefined;
}

/** The changes of the arguments; undefined if the counterpart does not take them. */
function argumentEdits(call: CallExpression, counterpart: Counterpart, file: FileContext): Edit[] | undefined {
  const args = [...call.arguments];
  const { refusesDescriptors = false } = counterpart;
  if (refusesDescriptors && args[0] !== undefined && isDescriptor(args[0])) return undefined;
  if (counterpart.options === undefined) return [];
  return optionEdits(call, args, { ...counterpart, options: counterpart.options }, file);
}

function optionEdits(
  call: CallExpression,
  args: readonly Expression[],
  { options, without = [], defaultsToText = false }: Counterpart & { readonly options: number },
  file: FileContext,
): Edit[] | undefined {
  if (args.some(is.isSpreadElement)) return undefined;
  const given = args.slice(1).map(skipOuter).find(is.isObjectLiteralExpression);
  if (given === undefined) {
    // What is not written here may hold any option.
    if (args.length > options) return undefined;
    if (options === 2 && args[1] !== undefined && !isList(args[1])) return undefined;
  }
  const properties = [...((given?.properties ?? []) as readonly Node[])];
  const names = properties.map((property) => (property as { name?: { text?: string } }).name?.text);
  if (names.some((name) => name === undefined || without.includes(name))) return undefined;
  if (!defaultsToText || isDropped(call)) return [];
  const encoding = properties[names.indexOf("encoding")] as { initializer?: Node } | undefined;
  if (encoding !== undefined) {
    return encoding.initializer !== undefined && is.isStringLiteral(encoding.initializer) ? [] : undefined;
  }
  const quote = /["']/.exec(file.text)?.[0] ?? '"';
  const option = `encoding: ${quote}buffer${quote}`;
  if (given === undefined) return [insert(file.file, args.at(-1)!.end, `, { ${option} }`)];
  const [first] = properties;
  return [
    first === undefined
      ? insert(file.file, given.getStart() + 1, ` ${option} `)
      : insert(file.file, first.getStart(), `${option}, `),
  ];
}

/** A list of arguments, as opposed to options, by its form or name. */
function isList(argument: Expression): boolean {
  const node = skipOuter(argument);
  return is.isArrayLiteralExpression(node) || (is.isIdentifier(node) && /arg/i.test(node.text));
}

/** Written so that it can only be a file descriptor. */
function isDescriptor(argument: Expression): boolean {
  const node = skipOuter(argument);
  return is.isNumericLiteral(node) || /(?:^|\.)_?fd$|Fd$|[dD]escriptor$/.test(node.getText());
}

/** The value of the call is used for nothing. */
function isDropped(call: CallExpression): boolean {
  return is.isExpressionStatement(outermost(call).parent);
}

interface Wrapping {
  readonly before: string;
  readonly after: string;
}

function wrapping(call: CallExpression, counterpart: Counterpart, callee: string): Wrapping | undefined {
  const { result, chain = "", wrapper } = counterpart;
  const hasResult = result !== undefined && !isDropped(call);
  const isInner = hasResult || needsParentheses(call);
  if (isInner && !canBeginWithParenthesis(call, call.getSourceFile().text)) return undefined;
  const before = `${isInner ? "(" : ""}await ${wrapper === undefined ? "" : `${wrapper}(`}${callee}`;
  const after = `${wrapper === undefined ? "" : ")"}${chain}${isInner ? ")" : ""}${hasResult ? `.${result}` : ""}`;
  return { before, after };
}
