// Which paths lie in folders, told by their names alone.

import { expect, test } from "vitest";
import { isInsideAny } from "../../server/src/lsp/file-uri.ts";

test.each([
  ["/project/src/main.ts", ["/project/src"], true],
  ["/project/src/main.ts", ["/elsewhere", "/project"], true],
  ["/project/src", ["/project/src"], true],
  ["c:/project/main.ts", ["c:/project"], true],
  ["/project/source/main.ts", ["/project/so"], false],
  ["/project", ["/project/src"], false],
  ["/project/main.ts", [], false],
])("%s is inside of one of %j: %s", (path, places, isInside) => {
  expect(isInsideAny(path, new Set(places))).toBe(isInside);
});
