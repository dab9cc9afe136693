// The control-flow graph against what programs really do. Random functions are run, and every order in which their calls
// happened must be a path of their graph. That it has no needless paths is shown by examples.

import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildControlFlow } from "../../server/src/facts/control-flow/build.ts";
import { reachableFrom, type ControlFlow, type Step } from "../../server/src/facts/control-flow/control-flow.ts";
import {
  SyntaxKind,
  is,
  isFunctionNode,
  type FunctionNode,
  type SourceFile,
} from "../../server/src/typescript/syntax.ts";
import { SyntaxTrees } from "./syntax-tree.ts";

let trees: SyntaxTrees;

beforeAll(() => {
  trees = new SyntaxTrees();
});

afterAll(() => trees.dispose());

function functionsOf(file: SourceFile): FunctionNode[] {
  return file.statements.filter((statement): statement is never => isFunctionNode(statement));
}

/** A step as the tests name it: its kind, and the text of its node up to the first bracket. */
function nameOf({ kind, node }: Step): string {
  if (kind === "suspend" && !is.isAwaitExpression(node)) return `suspend ${SyntaxKind[node.kind]}`;
  return `${kind} ${node.getText().replace(/[({].*/s, "")}`;
}

const isNamed = ({ kind }: Step): boolean => !["entry", "exit", "join", "operation"].includes(kind);

const isEnd = (step: Step): boolean => isNamed(step) || step.kind === "exit";

function namedBehind(from: Step): string[] {
  return [...reachableFrom([from], isEnd)].filter(isEnd).map((step) => (step.kind === "exit" ? "exit" : nameOf(step)));
}

/** For each read, write, suspension and function of the graph, by name: which of them may come next. */
function successors(flow: ControlFlow): Record<string, string[]> {
  const found: Record<string, Set<string>> = {};
  for (const step of flow.steps) {
    if (!isNamed(step) && step.kind !== "entry") continue;
    const name = step.kind === "entry" ? "entry" : nameOf(step);
    found[name] = new Set([...(found[name] ?? []), ...namedBehind(step)]);
  }
  return Object.fromEntries(Object.entries(found).map(([name, next]) => [name, [...next].toSorted()]));
}

const flowOf = (body: string, head = "async function f()") =>
  trees.with(`${head} {\n${body}\n}`, (file) => successors(buildControlFlow(functionsOf(file)[0]!)!));

const topLevelFlow = (text: string) => trees.with(text, (file) => successors(buildControlFlow(file)!));

describe("expressions", () => {
  test("are evaluated from left to right, a value before it is written", async () => {
    expect(await flowOf("x = a + (await b); y = c;")).toEqual({
      entry: ["read a"],
      "read a": ["read b"],
      "read b": ["suspend await b"],
      "suspend await b": ["exit", "write x"],
      "write x": ["read c"],
      "read c": ["write y"],
      "write y": ["exit"],
    });
  });

  test("branch at logical operators and conditions", async () => {
    const flow = await flowOf("a && b; c ?? d; e ? g : h;");
    expect(flow["read a"]).toEqual(["read b", "read c"]);
    expect(flow["read c"]).toEqual(["read d", "read e"]);
    expect(flow["read e"]).toEqual(["read g", "read h"]);
    expect(flow["read g"]).toEqual(["exit"]);
  });

  test("may leave a variable as it is in a logical assignment", async () => {
    const flow = await flowOf("x ??= a; b;");
    expect(flow).toMatchObject({ entry: ["read x"], "read x": ["read a", "read b"], "read a": ["write x"] });
  });

  test("skip the rest of an optional chain, and no more than that", async () => {
    const flow = await flowOf("a?.m(b).n[c]; d;");
    expect(flow["read a"]).toEqual(["exit", "read b", "read d"]);
    expect(flow["read b"]).toEqual(["exit", "read c"]);
    expect((await flowOf("(a?.b)[c];"))["read a"]).toEqual(["exit", "read c"]);
  });

  test("a template in a chain, which is an error, is evaluated like a call", async () => {
    const flow = await flowOf("a?.m`${b}`; d;");
    expect(flow["read a"]).toEqual(["exit", "read b", "read d"]);
  });

  test("read and write in updates and compound assignments", async () => {
    const flow = await flowOf("x += a; y++;");
    expect(flow["read x"]).toEqual(["read a"]);
    expect(flow["write x"]).toEqual(["read y"]);
    expect(flow["read y"]).toEqual(["write y"]);
  });

  test("write all names of a pattern, with default values only where they are needed", async () => {
    const flow = await flowOf("const { a, b: [c = d], ...e } = g; [x, o.y, { z }] = h;");
    expect(flow["write a"]).toEqual(["exit", "read d", "write c"]);
    expect(flow["write c"]).toEqual(["write e"]);
    expect(flow["write x"]).toEqual(["read o"]);
    expect(flow["read o"]).toEqual(["exit", "write z"]);
  });

  test("name functions and classes and do not enter them", async () => {
    const flow = await flowOf("use(() => a, async function () { await b; }); class C extends D { m() { c; } }");
    expect(Object.keys(flow)).toEqual([
      "entry",
      "read use",
      "function ",
      "function async function ",
      "read D",
      "function class C extends D ",
    ]);
  });

  test("do not read names in types, of members, of keys or of labels", async () => {
    const body = "const x: T = o.p as typeof q; ({ k: v, s }); l: for (;;) break l; new.target;";
    expect(Object.keys(await flowOf(body))).toEqual(["entry", "read o", "write x", "read v", "read s"]);
  });
});

describe("suspension points", () => {
  test("are the awaits of an async function and the yields of an async generator", async () => {
    const flow = await flowOf("yield a; await b;", "async function* f()");
    expect(flow["suspend YieldExpression"]).toEqual(["exit", "read b"]);
    expect(Object.keys(await flowOf("yield a; b;", "function* f()"))).toEqual(["entry", "read a", "read b"]);
  });

  test("stand at the head of `for await`, for each iteration and for the end", async () => {
    expect(await flowOf("for await (const x of a) { b; } c;")).toEqual({
      entry: ["read a"],
      "read a": ["suspend ForOfStatement"],
      "suspend ForOfStatement": ["exit", "read c", "write x"],
      "write x": ["read b"],
      "read b": ["suspend ForOfStatement"],
      "read c": ["exit"],
    });
  });

  test("stand where the block of an `await using` is left", async () => {
    const flow = await flowOf("{ await using x = a; if (b) return; c; } d;");
    expect(flow["write x"]).toEqual(["read b"]);
    expect(flow["read b"]).toEqual(["read c", "suspend VariableDeclarationList"]);
    expect(flow["suspend VariableDeclarationList"]).toEqual(["exit", "read d"]);
  });

  test("exist at the top level of a module", async () => {
    const flow = await topLevelFlow("export const x = await a;\nexport default b;");
    expect(flow).toMatchObject({ "suspend await a": ["exit", "write x"], "write x": ["read b"] });
  });

  test("of an arrow function without a block are those of its expression", async () => {
    const flow = await trees.with("const f = async () => await a;", (file) => {
      let arrow: FunctionNode | undefined;
      const find = (node: { forEachChild: SourceFile["forEachChild"] }) => {
        node.forEachChild((child) => {
          if (isFunctionNode(child)) arrow = child;
          else find(child);
        });
      };
      find(file);
      return successors(buildControlFlow(arrow!)!);
    });
    expect(flow).toEqual({ entry: ["read a"], "read a": ["suspend await a"], "suspend await a": ["exit"] });
  });
});

describe("exceptions", () => {
  test("of calls and waits lead to the handler, and reads do not throw", async () => {
    const flow = await flowOf("try { x = a; y = b(); } catch (error) { c; } d;");
    expect(flow["write x"]).toEqual(["read b"]);
    expect(flow["read b"]).toEqual(["write error", "write y"]);
    expect(flow["write y"]).toEqual(["read d"]);
    expect(flow["read c"]).toEqual(["read d"]);
  });

  test("lead out of the function where nobody catches them", async () => {
    expect((await flowOf("a(); b;"))["read a"]).toEqual(["exit", "read b"]);
  });

  test("and returns go through `finally`, each on its own way", async () => {
    const flow = await flowOf("try { if (a) return; b(); } finally { c; } d;");
    expect(flow["read a"]).toEqual(["read b", "read c"]);
    expect(flow["read b"]).toEqual(["read c"]);
    expect(flow["read c"]).toEqual(["exit", "read d"]);
    // Nothing but the normal end goes on behind the statement.
    expect((await flowOf("try { return; } finally { c; } d;"))["read c"]).toEqual(["exit"]);
  });

  test("of a handler go to the next handler outside", async () => {
    const flow = await flowOf("try { try { a(); } catch { b(); } } catch { c; } d;");
    expect(flow["read a"]).toEqual(["read b", "read d"]);
    expect(flow["read b"]).toEqual(["read c", "read d"]);
  });

  test("are swallowed by a `finally` that leaves", async () => {
    const flow = await flowOf("for (;;) { try { a(); } finally { break; } } b;");
    expect(flow["read a"]).toEqual(["read b"]);
  });
});

describe("statements", () => {
  test("run again in loops, which end where their condition can fail", async () => {
    expect(await flowOf("while (a) { b; } c;")).toMatchObject({ "read a": ["read b", "read c"], "read b": ["read a"] });
    expect(await flowOf("do { a; } while (b); c;")).toMatchObject({
      "read a": ["read b"],
      "read b": ["read a", "read c"],
    });
    expect(Object.keys(await flowOf("while (true) { a; } b;"))).not.toContain("read b");
    expect(await flowOf("for (let i = 0; a; i++) { if (b) continue; c; }")).toMatchObject({
      "read b": ["read c", "read i"],
      "read c": ["read i"],
      "write i": ["read a"],
    });
  });

  test("leave the loop or block that a label names", async () => {
    const flow = await flowOf("outer: for (;;) { for (;;) { if (a) continue outer; if (b) break outer; } } c;");
    expect(flow["read a"]).toEqual(["read a", "read b"]);
    expect(flow["read b"]).toEqual(["read a", "read c"]);
    expect((await flowOf("block: { if (a) break block; b; } c;"))["read a"]).toEqual(["read b", "read c"]);
  });

  test("fall through the clauses of a `switch`", async () => {
    const flow = await flowOf("switch (a) { case b: c; case d: e; break; default: g; } h;");
    expect(flow["read b"]).toEqual(["read c", "read d"]);
    expect(flow["read c"]).toEqual(["read e"]);
    expect(flow["read e"]).toEqual(["read h"]);
    expect(flow["read d"]).toEqual(["read e", "read g"]);
    expect((await flowOf("switch (a) { case b: c; } d;"))["read b"]).toEqual(["read c", "read d"]);
  });

  test("behind a jump do not exist", async () => {
    expect(Object.keys(await flowOf("a; return; b;"))).toEqual(["entry", "read a"]);
  });

  test("of a declaration without a value empty a `let` and leave a `var`", async () => {
    expect(Object.keys(await flowOf("let a; var b;"))).toEqual(["entry", "write a"]);
  });
});

/** Random bodies in which every call has a number of its own; `c` decides how it ends. */
const { body } = fc.letrec<{ body: string; statement: string; expression: string }>((tie) => ({
  body: fc.array(tie("statement"), { maxLength: 3 }).map((statements) => statements.join("\n")),
  statement: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    tie("expression").map((expression) => `${expression};`),
    fc.constantFrom("return;", "throw 0;", "break;", "continue;", "break one;", "continue one;"),
    tie("expression").map((expression) => `return ${expression};`),
    fc
      .tuple(tie("expression"), tie("body"), tie("body"))
      .map(([condition, yes, no]) => `if (${condition}) {\n${yes}\n} else {\n${no}\n}`),
    fc.tuple(tie("expression"), tie("body")).map(([condition, inner]) => `while (${condition}) {\n${inner}\n}`),
    fc.tuple(tie("expression"), tie("body")).map(([condition, inner]) => `do {\n${inner}\n} while (${condition});`),
    fc
      .tuple(tie("expression"), tie("expression"), tie("body"))
      .map(([condition, step, inner]) => `for (; ${condition}; ${step}) {\n${inner}\n}`),
    fc.tuple(tie("expression"), tie("body")).map(([list, inner]) => `for (const x of [${list}, 1]) {\n${inner}\n}`),
    fc.tuple(tie("body"), tie("body")).map(([inner, last]) => `try {\n${inner}\n} finally {\n${last}\n}`),
    fc.tuple(tie("body"), tie("body")).map(([inner, handler]) => `try {\n${inner}\n} catch {\n${handler}\n}`),
    fc
      .tuple(tie("body"), tie("body"), tie("body"))
      .map(([a, b, c]) => `try {\n${a}\n} catch {\n${b}\n} finally {\n${c}\n}`),
    fc
      .tuple(tie("expression"), tie("expression"), tie("body"), tie("body"))
      .map(([on, label, first, last]) => `switch (${on}) {\ncase ${label}:\n${first}\ndefault:\n${last}\ncase 7:\n}`),
    fc.tuple(tie("expression"), tie("body")).map(([first, inner]) => `{\nawait using x = o(${first});\n${inner}\n}`),
  ),
  expression: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constant("c(#)"),
    fc.constant("await c(#)"),
    fc
      .tuple(tie("expression"), fc.constantFrom("&&", "||", "+"), tie("expression"))
      .map((parts) => `(${parts.join(" ")})`),
    fc.tuple(tie("expression"), tie("expression"), tie("expression")).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
    fc.tuple(tie("expression"), tie("expression")).map(([a, b]) => `n(${a})?.m(${b})`),
  ),
}));

const objectIf = (isThere: unknown) => (isThere === true ? { m: (value: unknown) => value } : undefined);

type Outcome = boolean | "throw";

/** The numbers of the calls of one run, in order. */
async function run(code: string, outcomes: readonly Outcome[]): Promise<number[]> {
  const calls: number[] = [];
  const decide = () => {
    const outcome = outcomes[calls.length - 1] ?? false;
    if (outcome === "throw") throw new Error("as decided");
    return outcome;
  };
  const c = (number: number) => {
    calls.push(number);
    return decide();
  };
  const o = () => ({ [Symbol.asyncDispose]: () => c(0) });
  // The code is our own: it is made of the pieces above.
  // oxlint-disable-next-line typescript/no-implied-eval, typescript/no-unsafe-type-assertion
  const fn = new Function("c", "n", "o", `return (${code})();`) as (...args: unknown[]) => Promise<unknown>;
  await fn(c, objectIf, o).catch(() => {});
  return calls;
}

/** The number of the call that a step makes: the argument of `c`, or 0 where `await using` closes something. */
function callOf({ kind, node }: Step): number | undefined {
  if (kind === "suspend" && is.isVariableDeclarationList(node)) return 0;
  const number = kind === "operation" ? /^c\((\d+)\)$/.exec(node.getText())?.[1] : undefined;
  return number === undefined ? undefined : Number(number);
}

const isCall = (step: Step): boolean => callOf(step) !== undefined;

/** True if the calls can happen in this order on some path from the entry to the exit. */
function hasPath(flow: ControlFlow, calls: readonly number[]): boolean {
  let possible: Set<Step> = new Set([flow.entry]);
  for (const call of calls) {
    possible = new Set([...reachableFrom(possible, isCall)].filter((step) => callOf(step) === call));
  }
  return [...reachableFrom(possible, isCall)].some(({ kind }) => kind === "exit");
}

/** Jumps that lead nowhere would be errors, so every body stands in a labelled loop. */
function asFunction(inner: string): string {
  let number = 0;
  return `async function f() {\none: for (const once of [1]) {\n${inner.replaceAll("#", () => String(++number))}\n}\n}`;
}

test("every run of a random function is a path of its graph", async () => {
  const outcome = fc.constantFrom<Outcome[]>(true, false, true, false, "throw");
  await fc.assert(
    fc.asyncProperty(
      body,
      fc.array(fc.array(outcome, { maxLength: 30 }), { minLength: 5, maxLength: 20 }),
      async (inner, runs) => {
        const code = asFunction(inner);
        const traces = await Promise.all(runs.map((outcomes) => run(code, outcomes)));
        const missing = await trees.with(code, (file) => {
          const flow = buildControlFlow(functionsOf(file)[0]!)!;
          return traces.filter((calls) => !hasPath(flow, calls));
        });
        expect(missing).toEqual([]);
      },
    ),
    { numRuns: 300 },
  );
});
