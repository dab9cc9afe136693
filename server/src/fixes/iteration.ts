// The repairs of an iteration that does not wait: a loop that awaits each call, or one wait for all calls together.

import { say } from "../language/say.ts";
import type { PassedFunction } from "../facts/passed-function.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { CollectionKind } from "../questions/collection-kind.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Fix } from "../rules/finding.ts";
import type { Edit } from "../text/edit.ts";
import {
  LOOP_KINDS,
  NodeFlags,
  SyntaxKind,
  forEachDescendant,
  is,
  isFunctionNode,
  outermost,
  skipOuter,
  type Block,
  type CallExpression,
  type Expression,
  type ExpressionStatement,
  type FunctionNode,
  type Node,
  type ReturnStatement,
} from "../typescript/syntax.ts";
import { awaitPlace } from "./await-place.ts";
import { makeAsync } from "./make-async.ts";
import { functionName } from "./obstacle.ts";
import { insert } from "./prefix.ts";
import { fix } from "./promise-statement.ts";

/** What has to change around the iteration so that it may wait. */
interface Waiting {
  readonly edits: readonly Edit[];
  /** How a title tells of it. */
  readonly prefix: string;
}

/** `items.forEach(callback);` as a statement of its own. */
interface Iteration {
  readonly statement: ExpressionStatement;
  readonly call: CallExpression;
  readonly items: Expression;
  readonly kind: CollectionKind;
}

/** `for…of` first: it is what most people meant. */
export function* iterationFixes({ place, fn, iterated }: PassedFunction, file: FileContext): Inquiry<Fix[]> {
  if (place.kind !== "argument" || !is.isCallExpression(place.call) || iterated === undefined) return [];
  const statement = outermost(place.call).parent;
  // An iteration whose value is used is none that could become a loop; `?.` might give nothing to wait for.
  if (!is.isExpressionStatement(statement) || statement.expression !== place.call) return [];
  if ((place.call.flags & NodeFlags.OptionalChain) !== 0) return [];
  const kind = yield* ask("collection-kind", iterated);
  const iteration: Iteration = { statement, call: place.call, items: iterated, kind };
  const loop = fn && loopEdits(iteration, fn, file);
  const gather = gatherEdits(iteration, fn, file);
  if (loop === undefined && gather === undefined) return [];
  const waiting = yield* makeWaiting(place.call, file);
  if (waiting === undefined) return [];
  const traits = { needsCheck: true };
  return [
    ...(loop
      ? [
          fix(title(say`use \`for…of\` and await each`, waiting), [...waiting.edits, ...loop], {
            ...traits,
            isPreferred: true,
          }),
        ]
      : []),
    ...(gather
      ? [
          fix(title(say`use \`Promise.all\` with \`map\``, waiting), [...waiting.edits, ...gather], {
            ...traits,
            isPreferred: !loop,
          }),
        ]
      : []),
  ];
}

function title(what: string, { prefix }: Waiting): string {
  const text = prefix === "" ? what : `${prefix}, ${what}`;
  return text[0]!.toUpperCase() + text.slice(1);
}

function* makeWaiting(call: CallExpression, file: FileContext): Inquiry<Waiting | undefined> {
  const place = awaitPlace(call);
  switch (place.kind) {
    case "async":
      return { edits: [], prefix: "" };
    case "top-level":
      return (yield* ask("top-level-await", call)) === "forbidden" ? undefined : { edits: [], prefix: "" };
    case "nowhere":
      return undefined;
    case "function": {
      const { edits } = yield* makeAsync(place.fn, file);
      const name = functionName(place.fn);
      return edits && { edits, prefix: say`Make ${name === undefined ? say`the function` : `\`${name}\``} async` };
    }
  }
}

/** `await Promise.all(items.map(callback));` */
function gatherEdits(
  { call, items, kind }: Iteration,
  fn: FunctionNode | undefined,
  { file }: FileContext,
): Edit[] | undefined {
  const source = gatherSource(kind, fn);
  if (source === undefined) return undefined;
  const callee = call.expression;
  if (!is.isPropertyAccessExpression(callee)) return undefined;
  const { name } = callee;
  return [
    insert(file, call.getStart(), "await Promise.all("),
    ...(source === "items" ? [] : [insert(file, items.getStart(), "[..."), insert(file, items.end, source)]),
    { file, span: { start: name.getStart(), end: name.end }, newText: "map" },
    insert(file, call.end, ")"),
  ];
}

/** What follows the items inside the array that has `map`; `items` if they have it themselves. */
function gatherSource(kind: CollectionKind, fn: FunctionNode | undefined): string | undefined {
  if (kind === "array" || kind === "iterator") return "items";
  // The second parameter is not what `map` hands over.
  if (fn === undefined || fn.parameters.length > 1) return undefined;
  if (kind === "set") return "]";
  return kind === "map" ? ".values()]" : undefined;
}

/** `for (const item of items) { … }` */
function loopEdits(iteration: Iteration, fn: FunctionNode, { file, text }: FileContext): Edit[] | undefined {
  const { statement, call, items, kind } = iteration;
  if (call.arguments.length !== 1 || !isPlainCallback(fn) || isChangedInside(items, fn.body!) || mayHaveHoles(items)) {
    return undefined;
  }
  const names = fn.parameters.map(({ name }) => name.getText());
  // Without a parameter the loop's own name must not hide one that the body means.
  if (names.length === 0 && mentions(fn.body!, UNUSED)) return undefined;
  const head = loopHead(names, items.getText(), kind);
  if (head === undefined || fn.parameters.some(({ name }) => namesIn(name).some((each) => mentions(items, each)))) {
    return undefined;
  }
  const body = fn.body!;
  const before = { start: statement.getStart(), end: body.getStart() };
  const after = { start: body.end, end: statement.end };
  // Comments beside the parameters or behind the callback would be lost.
  if (/\/[/*]/.test(text.slice(before.start, before.end).replace(items.getText(), ""))) return undefined;
  if (/\/[/*]/.test(text.slice(after.start, after.end))) return undefined;
  if (!is.isBlock(body)) {
    const value = skipParentheses(body);
    const prefix = is.isAwaitExpression(value) || is.isVoidExpression(value) ? "" : "await ";
    if (prefix !== "" && !MAY_BE_AWAITED.has(value.kind)) return undefined;
    const start = value.getStart();
    return [
      { file, span: { start: before.start, end: start }, newText: `${head} { ${prefix}` },
      { file, span: { start: value.end, end: after.end }, newText: "; }" },
    ];
  }
  const exits = exitEdits(body, file);
  if (exits === undefined) return undefined;
  return [{ file, span: before, newText: `${head} ` }, ...exits, { file, span: after, newText: "" }];
}

const MAY_BE_AWAITED: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.CallExpression,
  SyntaxKind.ElementAccessExpression,
  SyntaxKind.Identifier,
  SyntaxKind.NewExpression,
  SyntaxKind.PropertyAccessExpression,
  SyntaxKind.TaggedTemplateExpression,
]);

/** What the items are called that nobody looks at. */
const UNUSED = "_";

function loopHead(names: readonly string[], items: string, kind: CollectionKind): string | undefined {
  const [first = UNUSED, second] = names;
  if (names.length > 2) return undefined;
  switch (kind) {
    case "array":
    case "typed-array":
      return second === undefined
        ? `for (const ${first} of ${items})`
        : `for (const [${second}, ${first}] of ${items}.entries())`;
    case "set":
    case "iterator":
      return second === undefined ? `for (const ${first} of ${items})` : undefined;
    case "map":
      return second === undefined
        ? `for (const ${first} of ${items}.values())`
        : `for (const [${second}, ${first}] of ${items})`;
    default:
      return undefined;
  }
}

/** Nothing in the callback depends on its being a function, except for its `return`s. */
function isPlainCallback(fn: FunctionNode): boolean {
  if (fn.kind === SyntaxKind.FunctionExpression && (fn as { name?: Node }).name !== undefined) return false;
  const isPlain = fn.parameters.every((parameter) => parameter.initializer === undefined && !parameter.dotDotDotToken);
  if (!isPlain || fn.parameters.some(({ name }) => name.getText() === "this")) return false;
  const isArrow = fn.kind === SyntaxKind.ArrowFunction;
  let isOwn = false;
  forEachDescendant(fn.body!, (node) => {
    if (!isArrow && (node.kind === SyntaxKind.ThisKeyword || (is.isIdentifier(node) && node.text === "arguments"))) {
      isOwn = true;
    }
    // Its `var`s would become those of the function around.
    if (is.isVariableDeclarationList(node) && (node.flags & NodeFlags.BlockScoped) === 0) isOwn = true;
    return !isOwn && (!isFunctionNode(node) || (!isArrow && node.kind === SyntaxKind.ArrowFunction));
  });
  return !isOwn;
}

/** `return;` becomes `continue;`, a final `return save(item);` becomes `await save(item);`; undefined for what has no counterpart. */
function exitEdits(body: Block, file: string): Edit[] | undefined {
  const edits: Edit[] = [];
  let isPossible = true;
  const visit = (node: Node, isInLoop: boolean): void => {
    if (isFunctionNode(node)) return;
    if (is.isReturnStatement(node)) {
      const edit = exitEdit(node, isInLoop, body, file);
      if (edit === undefined) isPossible = false;
      else edits.push(edit);
    }
    const isLoop = LOOP_KINDS.has(node.kind);
    node.forEachChild((child) => {
      visit(child, isInLoop || isLoop);
      return undefined;
    });
  };
  visit(body, false);
  return isPossible ? edits : undefined;
}

function exitEdit(node: ReturnStatement, isInLoop: boolean, body: Block, file: string): Edit | undefined {
  const start = node.getStart();
  const keyword = { start, end: start + "return".length };
  if (node.expression === undefined) return isInLoop ? undefined : { file, span: keyword, newText: "continue" };
  if (body.statements.at(-1) !== node) return undefined;
  const value = skipOuter(node.expression);
  if (is.isCallExpression(value)) return { file, span: keyword, newText: "await" };
  return is.isAwaitExpression(value)
    ? { file, span: { start, end: node.expression.getStart() }, newText: "" }
    : undefined;
}

/** `forEach` goes on to the length that the array had at first, a loop to the one that it has. */
function isChangedInside(items: Expression, body: Node): boolean {
  const text = items.getText();
  let isChanged = false;
  forEachDescendant(body, (node) => {
    if (is.isPropertyAccessExpression(node) && MUTATES.has(node.name.text) && node.expression.getText() === text) {
      isChanged = true;
    }
    return !isChanged;
  });
  return isChanged;
}

const MUTATES: ReadonlySet<string> = new Set("add delete pop push set shift splice unshift".split(" "));

/** `forEach` skips the holes of a sparse array, a loop does not. */
function mayHaveHoles(items: Expression): boolean {
  const node = skipOuter(items);
  if (is.isArrayLiteralExpression(node)) return node.elements.some(({ kind }) => kind === SyntaxKind.OmittedExpression);
  const isMade = is.isCallExpression(node) || is.isNewExpression(node);
  return isMade && is.isIdentifier(node.expression) && node.expression.text === "Array";
}

function skipParentheses(node: Expression): Expression {
  return is.isParenthesizedExpression(node) ? skipParentheses(node.expression) : node;
}

function namesIn(binding: Node): string[] {
  if (is.isIdentifier(binding)) return [binding.text];
  const names: string[] = [];
  forEachDescendant(binding, (node) => {
    if (is.isIdentifier(node)) names.push(node.text);
  });
  return names;
}

function mentions(node: Node, name: string): boolean {
  if (is.isIdentifier(node)) return node.text === name;
  let isFound = false;
  forEachDescendant(node, (inner) => {
    if (is.isIdentifier(inner) && inner.text === name) isFound = true;
    return !isFound;
  });
  return isFound;
}
