// What the server tells of an analysis: findings, project, time, and whether the file took too long.

import { expect, test } from "vitest";
import type { Connection } from "vscode-languageserver/node";
import type { FileReport } from "../../server/src/analysis/report.ts";
import { Status, type ServerStatus } from "../../server/src/lsp/status.ts";
import { LineIndex } from "../../server/src/text/line-index.ts";

/** A status whose messages are kept, and the last of them. */
function listeningStatus(): { readonly status: Status; readonly last: () => ServerStatus | undefined } {
  const told: ServerStatus[] = [];
  const connection = {
    sendNotification: async (_method: string, params: ServerStatus) => {
      told.push(params);
    },
    window: { createWorkDoneProgress: async () => ({ begin: () => undefined, done: () => undefined }) },
  };
  const status = new Status(connection as unknown as Connection);
  status.clientIsReady();
  return { status, last: () => told.at(-1) };
}

const report = (milliseconds: number, changes: Partial<FileReport> = {}): FileReport => ({
  file: "/project/main.ts",
  stamp: "1",
  project: "/project/tsconfig.json",
  lines: new LineIndex(""),
  findings: [],
  unresolvedImports: 0,
  skipped: undefined,
  milliseconds,
  ...changes,
});

test("an analysis is told with its project, findings and time", async () => {
  const { status, last } = listeningStatus();
  await status.during(async () => report(12));
  expect(last()).toEqual({ state: "ready", findings: 0, milliseconds: 12, project: "/project/tsconfig.json" });
});

test("a file that takes too long is named as slow, but not for what its project took to load", async () => {
  const { status, last } = listeningStatus();
  await status.during(async () => {
    status.beginLoading();
    status.endLoading();
    return report(3000);
  });
  expect(last()?.budget).toBeUndefined();
  await status.during(async () => report(3000));
  expect(last()).toMatchObject({ milliseconds: 3000, budget: 2000 });
  await status.during(async () => report(30));
  expect(last()?.budget).toBeUndefined();
});

test("what limits the analysis is told, too", async () => {
  const { status, last } = listeningStatus();
  await status.during(async () => report(12, { unresolvedImports: 2 }));
  expect(last()?.limited).toBe("analysis limited: 2 unresolved imports in 1 file");
  await status.during(async () => report(12, { skipped: "it is generated" }));
  expect(last()?.limited).toBe("not analyzed: it is generated");
});
