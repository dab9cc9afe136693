// What a function does over time: the order of its steps, the loops and branches around them, and the better order that
// findings point to. Findings are made up here, so that each test says what it builds upon.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileSyntax } from "../../server/src/facts/file-syntax.ts";
import { durationOf, type Bar, type Panel, type Timeline } from "../../server/src/pictures/timeline.ts";
import { functionHints } from "../../server/src/teaching/function-hints.ts";
import { functionRun, type FunctionRun } from "../../server/src/teaching/function-run.ts";
import { functionNotes, functionSteps } from "../../server/src/teaching/function-steps.ts";
import { functionTimeline } from "../../server/src/teaching/function-timeline.ts";
import type { TaughtFinding } from "../../server/src/teaching/lesson.ts";
import { Waits } from "../../server/src/teaching/waits.ts";
import { isFunctionNode } from "../../server/src/typescript/syntax.ts";
import { SyntaxTrees } from "../facts/syntax-tree.ts";

let trees: SyntaxTrees;

beforeAll(() => {
  trees = new SyntaxTrees();
});

afterAll(() => trees.dispose());

/** A finding by the texts that it marks: its own first, then its evidence. */
type Marked = readonly [family: TaughtFinding["family"], ...texts: string[]];

/**
 * What `read` finds in the run of `async function f() { … }`; a call that is stored or dropped starts a promise, unless
 * its name says that it is synchronous.
 */
function runOf<T>(body: string, read: (run: FunctionRun) => T, ...marked: readonly Marked[]): Promise<T> {
  const text = `async function f() {\n${body}\n}`;
  const spanOf = (part: string) => ({ start: text.indexOf(part), end: text.indexOf(part) + part.length });
  const findings = marked.map(([family, own, ...related]): TaughtFinding => {
    return { family, span: spanOf(own!), related: related.map(spanOf) };
  });
  return trees.with(text, (file) => {
    const syntax = fileSyntax(file);
    const waits = Waits.of(file.statements.find(isFunctionNode)!, syntax)!;
    return read(functionRun(waits, { syntax, findings }, (value) => !value.getText().includes("Sync")));
  });
}

const stepsOf = (body: string, ...marked: readonly Marked[]): Promise<string[]> =>
  runOf(body, (run) => functionSteps(run).map(({ words }) => words), ...marked);

const timelineOf = (body: string, ...marked: readonly Marked[]): Promise<Timeline> =>
  runOf(body, (run) => functionTimeline(run)!, ...marked);

const notesOf = (body: string): Promise<string> => runOf(body, (run) => functionNotes(run).join(" "));

/** How many. */
const hintsOf = (body: string): Promise<number> => runOf(body, (run) => functionHints(run).length);

/** The bars of the lane with this label. */
function barsOf({ lanes }: Panel, label: string): readonly Bar[] {
  return lanes.find((lane) => lane.label === label)?.bars ?? [];
}

describe("steps", () => {
  test.each([
    ["await a();\nawait b();", ["waits for a()", "waits for b()"]],
    ["await a(await b());", ["waits for b()", "waits for a(await b())"]],
    ["const p = a();\nawait p;", ["starts a() as p", "waits for p"]],
    ["const p = a();\nawait b();\nawait p;", ["starts a() as p", "waits for b(), while p goes on", "waits for p"]],
    ["const p = a();\nawait p.catch(report);", ["starts a() as p", "waits for p"]],
    ["a();", ["starts a(), and nobody waits for it"]],
    ["const p = a();\nlist[0] = p;", ["starts a() as p, and hands it on"]],
    ["await Promise.all([a(), b()]);", ["waits for a() and b()"]],
    ["await Promise.race([a(), b()]);", ["waits for the first of a() and b()"]],
    ["await Promise.all(list.map(a));", ["waits for Promise.all(list.map(a))"]],
    ["const all = list.map(a);\nawait Promise.all(all);", ["starts list.map(a) as all", "waits for all"]],
    ["const p = a();\nawait Promise.all([p, b()]);", ["starts a() as p", "waits for p and b()"]],
    ["for await (const x of a()) {\nawait b();\n}", [/^waits for a\(\) \(for await/, /^waits for b\(\) \(for await/]],
  ])("of %j", async (body, expected) => {
    const steps = await stepsOf(body);
    expect(steps).toEqual(expected.map((each) => (typeof each === "string" ? each : expect.stringMatching(each))));
  });

  test.each([
    ["for (const x of xs) await a();", "for (const x of xs)"],
    ["while (more()) await a();", "while (more())"],
    ["do { await a(); } while (more());", "do … while (more())"],
    ["if (x) { await a(); }", "if (x)"],
    ["if (x) y(); else await a();", "else of if (x)"],
    ["x ? await a() : 1;", "if x"],
    ["x && (await a());", "x &&"],
    ["switch (x) { case 1: await a(); }", "case 1"],
    ["try { ySync(); } catch (error) { await a(); }", "catch (error)"],
  ])("say what %j depends on", async (body, region) => {
    expect((await stepsOf(body)).find((words) => words.startsWith("waits"))).toBe(`waits for a() (${region})`);
  });

  test.each(["for (const x of await a()) y();", "if (await a()) y();", "for (let x = await a(); x; ) y();"])(
    "say that %j runs in any case",
    async (body) => {
      expect(await stepsOf(body)).toContain("waits for a()");
    },
  );

  test("name what goes on meanwhile only if there is a path on which it does", async () => {
    expect(await stepsOf("if (x) y(); else await a();")).toContain("waits for a() (else of if (x))");
    expect(await stepsOf("if (x) y();\nawait a();")).toContain("waits for a(), while y() goes on");
  });

  test("do not enter functions that run at another time", async () => {
    expect(await stepsOf("await a(async () => {\nawait b();\n});")).toHaveLength(1);
  });

  test("tell what blocks, but not in a function that only begins here", async () => {
    const body = "readSync();\nconst later = async () => {\nwriteSync();\n};";
    const steps = await stepsOf(body, ["blocking", "readSync"], ["blocking", "writeSync"]);
    expect(steps.filter((words) => words.includes("blocks"))).toEqual(["readSync() blocks the event loop"]);
  });
});

describe("the timeline", () => {
  test("has one panel where nothing could be better", async () => {
    const { panels } = await timelineOf("await a();\nawait b();");
    expect(panels.map(({ title }) => title)).toEqual([""]);
  });

  test("lets waits overlap that findings say could run together", async () => {
    const { panels } = await timelineOf("await a();\nawait b();\nawait c();", ["sequential", "await a()", "await b()"]);
    expect(panels.map(({ title }) => title)).toEqual(["As written", "As it could be"]);
    const [written, better] = panels;
    expect(barsOf(written!, "b()")[0]!.start).toBeGreaterThan(barsOf(written!, "a()")[0]!.end);
    expect(barsOf(better!, "b()")[0]!.start).toBe(barsOf(better!, "a()")[0]!.start);
    expect(barsOf(better!, "c()")[0]!.start).toBeGreaterThanOrEqual(barsOf(better!, "a()")[0]!.end);
    expect(durationOf({ title: "", panels: [better!] })).toBeLessThan(durationOf({ title: "", panels: [written!] }));
  });

  test("blocks the event loop as written, and waits instead as it could be", async () => {
    const { panels } = await timelineOf("readSync();\nawait a();", ["blocking", "readSync"]);
    expect(panels[0]!.lanes[0]!.bars.map(({ kind }) => kind)).toEqual(["runs", "blocked", "runs", "runs"]);
    expect(panels[1]!.lanes[0]!.bars.every(({ kind }) => kind === "runs")).toBe(true);
    expect(barsOf(panels[1]!, "readSync()").map(({ kind }) => kind)).toEqual(["pending"]);
  });

  test("marks a loop whose turns could overlap", async () => {
    const body = "for (const x of xs) {\nawait a(x);\n}";
    const { panels } = await timelineOf(body, ["sequential", "await a(x)"]);
    expect(panels.map(({ regions }) => regions?.map(({ label }) => label))).toEqual([
      ["for (const x of xs)"],
      ["for (const x of xs), all turns at once"],
    ]);
  });

  test("shows what nobody heeds to the end, and the losers of a race", async () => {
    const { panels } = await timelineOf("a();\nawait Promise.race([b(), c()]);");
    expect(barsOf(panels[0]!, "a()").map(({ kind }) => kind)).toEqual(["unheeded"]);
    const raced = ["b()", "c()"].map((label) =>
      barsOf(panels[0]!, label)
        .map(({ kind }) => kind)
        .join(" "),
    );
    expect(raced.toSorted()).toEqual(["pending", "pending unheeded"]);
  });

  test("nests what is in loops and branches", async () => {
    const { panels } = await timelineOf("for (const x of xs) {\nawait a();\nif (x) await b();\n}\nawait c();");
    const [outer, inner] = panels[0]!.regions!;
    expect([outer!.label, inner!.label]).toEqual(["for (const x of xs)", "if (x)"]);
    expect(outer!.start).toBeLessThan(inner!.start);
    expect(inner!.end).toBeLessThanOrEqual(outer!.end);
    expect(outer!.end).toBeLessThanOrEqual(barsOf(panels[0]!, "c()")[0]!.start + 0.5);
  });

  test.each(["const p = a();\nawait b();\nawait p;", "await Promise.race([a(), b()]);\nawait c();", "a();\nb();"])(
    "has bars that follow one another in each lane of %j",
    async (body) => {
      for (const { lanes } of (await timelineOf(body)).panels) {
        for (const { bars } of lanes) {
          for (const [i, { start, end }] of bars.entries()) {
            expect(start).toBeLessThan(end);
            expect(start).toBeGreaterThanOrEqual(bars[i - 1]?.end ?? 0);
          }
        }
      }
    },
  );
});

describe("notes", () => {
  test("warn of what a picture cannot show", async () => {
    expect(await notesOf("await a();")).not.toMatch(/loop|branch/);
    expect(await notesOf("if (x) await a();")).toMatch(/branch/);
    expect(await notesOf("while (x) await a();")).toMatch(/loop/);
  });
});

describe("hints", () => {
  test("leave out what is handed on, and promises that are waited for as they start", async () => {
    expect(await hintsOf("await a();")).toBe(0);
    expect(await hintsOf("const p = a();\nlist[0] = p;")).toBe(0);
    expect(await hintsOf("const p = a();\nawait p;")).toBe(1);
  });
});
