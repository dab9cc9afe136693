// What a search through texts remembers of the one before it, and what it forgets.

import { expect, test } from "vitest";
import { TextSearch } from "../../server/src/analysis/text-search.ts";

/** A text that counts how often somebody looks at it. */
function countedText(text: string) {
  let looks = 0;
  return {
    get text() {
      looks++;
      return text;
    },
    get looks() {
      return looks;
    },
  };
}

test("all matches of a pattern, and whether there is one, are different questions", () => {
  const search = new TextSearch();
  const holder = countedText("load save load");
  expect(search.isFound(holder, "load")).toBe(true);
  expect(search.matches(holder, "load").map(({ index }) => index)).toEqual([0, 10]);
  expect(search.isFound(holder, "close")).toBe(false);
  expect(search.matches(holder, "close")).toEqual([]);
});

test("what the search before has found is not looked for again, also where there was nothing", () => {
  const holder = countedText("load");
  const first = new TextSearch<typeof holder>();
  first.isFound(holder, "load");
  first.isFound(holder, "save");
  first.end();
  const second = new TextSearch(first);
  expect(second.isFound(holder, "load")).toBe(true);
  expect(second.isFound(holder, "save")).toBe(false);
  expect(holder.looks).toBe(2);
});

test("what a search has not looked for is forgotten at its end", () => {
  const holder = countedText("load");
  const first = new TextSearch<typeof holder>();
  first.isFound(holder, "load");
  first.end();
  const second = new TextSearch(first);
  second.end();
  const third = new TextSearch(second);
  third.isFound(holder, "load");
  expect(holder.looks).toBe(2);
});

test("another text is looked at anew", () => {
  const search = new TextSearch<{ readonly text: string }>();
  expect(search.isFound({ text: "load" }, "load")).toBe(true);
  expect(search.isFound({ text: "save" }, "load")).toBe(false);
});
