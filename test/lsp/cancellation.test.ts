// What happens to a request that does not end as it began.

import { expect, test } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver/node";
import { EngineCrashError } from "../../server/src/analysis/workspace.ts";
import { cancellable } from "../../server/src/lsp/cancellation.ts";

/** Work over which the engine dies so many times. */
function dyingWork(deaths: number) {
  let begun = 0;
  const work = async () => {
    if (++begun <= deaths) throw new EngineCrashError("killed");
    return begun;
  };
  return { work, count: () => begun };
}

test("what the engine died over is asked again, once", async () => {
  const { token } = new CancellationTokenSource();
  await expect(cancellable(token, dyingWork(1).work)).resolves.toBe(2);
  const { work, count } = dyingWork(2);
  await expect(cancellable(token, work)).rejects.toThrow("killed");
  expect(count()).toBe(2);
});

test("nothing is asked again for a client that has withdrawn its request", async () => {
  const source = new CancellationTokenSource();
  const { work, count } = dyingWork(1);
  const answer = cancellable(source.token, async () => {
    source.cancel();
    return work();
  });
  await expect(answer).rejects.toThrow("cancelled");
  expect(count()).toBe(1);
});
