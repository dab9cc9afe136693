// A window of VS Code for the tests of one file: a fresh copy of the workspace, the packaged extension, and a picture after
// each test, which is worth looking at.

import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startVscodeServer } from "../vscode-server.ts";
import type { VscodeServer } from "../vscode-server.ts";
import { openWorkbench } from "../workbench.ts";
import type { Workbench } from "../workbench.ts";

export const screenshotFolder = join(import.meta.dirname, "..", "screenshots");

export interface TestWindow {
  readonly page: Page;
  /** The folder that is open in it. */
  readonly workspace: string;
  picture(name: string): Promise<void>;
}

/** Called inside `describe`: opens the window before the first test there and closes it after the last. */
export function useWindow(file: string): TestWindow {
  let workspace = "";
  let server: VscodeServer | undefined;
  let workbench: Workbench | undefined;

  before(async () => {
    await mkdir(screenshotFolder, { recursive: true });
    workspace = await mkdtemp(join(tmpdir(), "async-insight-workspace-"));
    await cp(join(import.meta.dirname, "..", "workspace"), workspace, { recursive: true });
    const vsix = process.env["ASYNC_INSIGHT_VSIX"];
    assert.ok(vsix, "ASYNC_INSIGHT_VSIX must name the packaged extension");
    server = await startVscodeServer({ vsix, isDriven: false });
    workbench = await openWorkbench(server.address(workspace, { file: join(workspace, file) }));
    workbench.page.setDefaultTimeout(30_000);
  });

  afterEach(async function () {
    if (workbench === undefined) return;
    const title = this.currentTest?.title.replaceAll(/\W+/gu, "-") ?? "unknown";
    const failed = this.currentTest?.state === "failed";
    await picture(`${failed ? "failed-" : ""}${title}`);
    // A menu that a failed test left open would take the next one's keys.
    if (failed) await workbench.page.keyboard.press("Escape");
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
    if (workspace !== "") await rm(workspace, { recursive: true, force: true });
  });

  async function picture(name: string): Promise<void> {
    await openPage().screenshot({ path: join(screenshotFolder, `${name}.png`) });
  }

  function openPage(): Page {
    assert.ok(workbench, "the window is not open");
    return workbench.page;
  }

  return {
    get page() {
      return openPage();
    },
    get workspace() {
      return workspace;
    },
    picture,
  };
}

export async function eventually(attempt: () => Promise<void>): Promise<void> {
  const end = Date.now() + 20_000;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      const { promise, resolve } = Promise.withResolvers<void>();
      setTimeout(resolve, 100);
      await promise;
    }
  }
}
