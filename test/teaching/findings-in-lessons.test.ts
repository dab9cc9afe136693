// What lessons make of findings: of waits that could run together, and of calls that block. The findings are made up here,
// so that this holds whatever rules there are.

import { afterAll, beforeAll, expect, test } from "vitest";
import { fileSyntax } from "../../server/src/facts/file-syntax.ts";
import { drawTimeline } from "../../server/src/pictures/draw-timeline.ts";
import type { Lesson, TaughtFinding } from "../../server/src/teaching/lesson.ts";
import { draftsOf, wordAt } from "../../server/src/teaching/teach.ts";
import { SyntaxTrees } from "../facts/syntax-tree.ts";

const text = `export async function show(id: number): Promise<void> {
  const user = await loadUser(id);
  const posts = await loadPosts(id);
  console.log(user, await format(posts));
}`;

let trees: SyntaxTrees;
beforeAll(() => void (trees = new SyntaxTrees()));
afterAll(() => trees.dispose());

const spanOf = (code: string) => ({ start: text.indexOf(code), end: text.indexOf(code) + code.length });
const sequential: TaughtFinding = {
  family: "sequential",
  span: spanOf("await loadUser(id)"),
  related: [spanOf("await loadPosts(id)")],
};

/** The lesson on the word that begins where `code` does. */
function lessonAt(code: string, findings: readonly TaughtFinding[]): Promise<Lesson | undefined> {
  return trees.with(text, (file) => {
    const word = wordAt(file, text.indexOf(code))!;
    const [draft] = draftsOf(word, { syntax: fileSyntax(file), findings });
    return draft?.complete(() => "promise", []);
  });
}

const said = (lesson: Lesson | undefined) => lesson?.remarks.map((remark) => remark.join(""));

test("an await that could run together with another says so and shows both ways", async () => {
  const lesson = await lessonAt("await loadPosts", [sequential]);
  expect(said(lesson)).toContain("It could run together with `loadUser(id)`: neither needs the other's result.");
  expect(drawTimeline(lesson!.picture!).alternative).toBe(
    "show waits. As written: loadUser(id), then loadPosts(id); suspended 2 times. " +
      "As it could be: loadUser(id) and loadPosts(id) overlap; suspended once.",
  );
});

test("an await that belongs to no such group has one picture", async () => {
  const lesson = await lessonAt("await format", [sequential]);
  expect(said(lesson)!.join(" ")).not.toContain("together");
  expect(lesson!.picture!.panels).toHaveLength(1);
});

test("a function says how many of its waits could run together", async () => {
  const lesson = await lessonAt("async function", [sequential]);
  const [first, second] = [text.indexOf("await loadUser"), text.indexOf("await loadPosts")];
  expect(said(lesson)).toContain(`Two waits could run together: ${first} and ${second}.`);
  expect(lesson!.picture!.panels.map(({ title }) => title)).toEqual(["As written", "As it could be"]);
});

test("a function says which calls block", async () => {
  const blocking: TaughtFinding = { family: "blocking", span: spanOf("format"), related: [] };
  const lesson = await lessonAt("async function", [blocking]);
  expect(said(lesson)).toContain(`One call in it blocks the event loop: ${blocking.span.start}.`);
  const onCall = await lessonAt("format", [blocking]);
  expect(onCall?.concept).toBe("blocking-call");
  expect(onCall?.picture?.panels[0]?.lanes[0]?.bars.map(({ kind }) => kind)).toEqual(["runs", "blocked", "runs"]);
});

test("without findings nothing is claimed to be possible", async () => {
  const lesson = await lessonAt("async function", []);
  expect(said(lesson)!.join(" ")).not.toMatch(/together|blocks/);
  expect(lesson!.picture!.panels).toHaveLength(1);
});
