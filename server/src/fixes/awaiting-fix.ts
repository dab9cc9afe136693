// Rewriting step: offer edits that add an `await`, where one may stand or after making the enclosing function async.

import { ask, type Inquiry } from "../questions/question.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Fix } from "../rules/finding.ts";
import type { Edit } from "../text/edit.ts";
import type { Expression } from "../typescript/syntax.ts";
import { awaitPlace } from "./await-place.ts";
import { makeAsync } from "./make-async.ts";
import { functionName } from "./obstacle.ts";
import { fix } from "./promise-statement.ts";

/**
 * The fix, if `await` is legal at the place or can become so.
 * @param doing what the edits do, in the imperative, in lower case: ``use `await readFile(…)` ``
 */
export function* awaitingFix(
  at: Expression,
  doing: string,
  edits: readonly Edit[],
  file: FileContext,
): Inquiry<readonly Fix[]> {
  const place = awaitPlace(at);
  const title = doing.charAt(0).toUpperCase() + doing.slice(1);
  const traits = { isPreferred: true, needsCheck: true };
  switch (place.kind) {
    case "async":
      return [fix(title, edits, traits)];
    case "top-level":
      return (yield* ask("top-level-await", at)) === "allowed" ? [fix(title, edits, traits)] : [];
    case "nowhere":
      return [];
    case "function": {
      const { edits: signature } = yield* makeAsync(place.fn, file);
      if (signature === undefined) return [];
      const name = functionName(place.fn);
      const what = name === undefined ? "the callback" : `\`${name}\``;
      return [fix(`Make ${what} async and ${doing}`, [...signature, ...edits], traits)];
    }
  }
}
