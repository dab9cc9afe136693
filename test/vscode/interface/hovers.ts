// What hovers show in VS Code's window: the picture that the server drew, in the theme's colours, the concept below it, and
// TypeScript's own hover beside them.

import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import { startVscodeServer } from "../vscode-server.ts";
import type { VscodeServer } from "../vscode-server.ts";
import { openWorkbench } from "../workbench.ts";
import type { Workbench } from "../workbench.ts";
import { eventually } from "./window.ts";
import * as steps from "./workbench-steps.ts";

const screenshotFolder = join(import.meta.dirname, "..", "screenshots");

const globals = "declare function setTimeout(callback: () => void, milliseconds: number): unknown;\n";
const teaching = `declare function loadUser(id: number): Promise<string>;
declare function loadPosts(id: number): Promise<string[]>;
declare function audit(id: number): Promise<void>;

export async function showUser(id: number): Promise<string> {
  const audited = audit(id);
  const user = await loadUser(id);
  const posts = await loadPosts(id);
  await audited;
  return user + posts.join();
}

export function both(id: number): Promise<[string, string[]]> {
  return Promise.all([loadUser(id), loadPosts(id)]);
}

export function later(remind: () => void): void {
  setTimeout(remind, 100);
}
`;

describe("Hovers in VS Code's window", function () {
  this.timeout(120_000);

  let workspace: string;
  let server: VscodeServer | undefined;
  let workbench: Workbench | undefined;
  let page: Page;

  before(async () => {
    await mkdir(screenshotFolder, { recursive: true });
    workspace = await mkdtemp(join(tmpdir(), "async-insight-workspace-"));
    await cp(join(import.meta.dirname, "..", "workspace", "tsconfig.json"), join(workspace, "tsconfig.json"));
    await writeFile(join(workspace, "globals.d.ts"), globals);
    await writeFile(join(workspace, "teaching.ts"), teaching);
    const vsix = process.env["ASYNC_INSIGHT_VSIX"];
    assert.ok(vsix, "ASYNC_INSIGHT_VSIX must name the packaged extension");
    server = await startVscodeServer({ vsix, isDriven: false });
    // A hover takes a part of the editor's height at most.
    const size = { width: 1280, height: 1600 };
    workbench = await openWorkbench(server.address(workspace, { file: join(workspace, "teaching.ts") }), { size });
    ({ page } = workbench);
    page.setDefaultTimeout(30_000);
    await steps.editorLine(page, "showUser").waitFor();
    // The late await of the example shows that the server is there.
    await page.locator(".editor-instance .cdr.squiggly-info").first().waitFor();
  });

  afterEach(async function () {
    const title = this.currentTest?.title.replaceAll(/\W+/gu, "-") ?? "unknown";
    const failed = this.currentTest?.state === "failed";
    await page.screenshot({ path: join(screenshotFolder, `${failed ? "failed-" : ""}${title}.png`) });
    await page.keyboard.press("Escape");
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
    if (workspace !== undefined) await rm(workspace, { recursive: true, force: true });
  });

  async function hoverOn(line: string, word: string, text: string): Promise<Locator> {
    const shown = steps.hover(page).filter({ hasText: text, hasNotText: "Loading" });
    await eventually(async () => {
      await steps.hoverText(page, line, word);
      await shown.waitFor({ timeout: 5000 });
    });
    return shown;
  }

  it("the concept stands below", async () => {
    const shown = await hoverOn("  const user = await loadUser(id);", "await", "is suspended here until");
    const [picture, concept] = [shown.locator("img"), shown.getByText("In asyncio")];
    const [above, below] = [await picture.boundingBox(), await concept.boundingBox()];
    assert.ok(above && below && below.y > above.y + above.height);
  });

  it("TypeScript's own hover stands above ours", async () => {
    // The first of the two waits has a finding of its own, which says more.
    const shown = await hoverOn("  const posts = await loadPosts(id);", "loadPosts", "its work has started");
    const theirs = await shown.getByText("function loadPosts(id: number)").first().boundingBox();
    const ours = await shown.getByText("its work has started").first().boundingBox();
    assert.ok(theirs && ours && theirs.y < ours.y, "ours must not push TypeScript's away");
  });

  it("a gather shows what overlaps", async () => {
    const shown = await hoverOn(
      "  return Promise.all([loadUser(id), loadPosts(id)]);",
      "all",
      "Two operations overlap",
    );
    const { drawn } = await sizesOf(shown.locator("img").first());
    assert.ok(drawn > 400, `the picture is drawn ${drawn} px wide`);
  });

  it("a timer shows what runs before it", async () => {
    const shown = await hoverOn("  setTimeout(", "setTimeout", "goes to the timers");
    const { drawn } = await sizesOf(shown.locator("img").first());
    assert.ok(drawn > 400, `the picture is drawn ${drawn} px wide`);
  });

  it("a place is a link", async () => {
    const shown = await hoverOn("  const user = await loadUser(id);", "await", "is suspended here until");
    await shown.getByText("line 6").first().click();
    await page.locator("#status\\.editor\\.selection", { hasText: /Ln 6, Col 19/u }).waitFor();
  });

  for (const theme of steps.themes) {
    it(`an await has a picture in ${theme}`, async () => {
      await steps.chooseTheme(page, theme);
      const shown = await hoverOn("  const user = await loadUser(id);", "await", "is suspended here until");
      const picture = shown.locator("img");
      const { shown: width, drawn } = await sizesOf(picture);
      assert.ok(drawn > 400 && width > 350, `the picture is drawn ${drawn} px wide and shown ${width} px wide`);
      assert.match((await picture.getAttribute("alt")) ?? "", /audited.* overlap; suspended once\./u);
    });
  }
});

/** The size in which a picture is shown, and the one in which it was drawn: 0 if it is broken. */
async function sizesOf(picture: Locator): Promise<{ readonly shown: number; readonly drawn: number }> {
  await picture.waitFor();
  const drawn = await picture.evaluate((each) => Number(Reflect.get(each, "naturalWidth")));
  return { shown: (await picture.boundingBox())?.width ?? 0, drawn };
}
