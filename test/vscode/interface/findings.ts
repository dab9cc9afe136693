// What a person sees and does in VS Code's window, with the extension installed from its package.

import assert from "node:assert/strict";
import { cp, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { startVscodeServer } from "../vscode-server.ts";
import type { VscodeServer } from "../vscode-server.ts";
import { openWorkbench } from "../workbench.ts";
import type { Workbench } from "../workbench.ts";
import * as steps from "./workbench-steps.ts";

const screenshotFolder = join(import.meta.dirname, "..", "screenshots");

describe("In VS Code's window", function () {
  this.timeout(120_000);

  let workspace: string;
  let server: VscodeServer | undefined;
  let workbench: Workbench | undefined;
  let page: Page;

  async function picture(name: string): Promise<void> {
    await page.screenshot({ path: join(screenshotFolder, `${name}.png`) });
  }

  before(async () => {
    await rm(screenshotFolder, { recursive: true, force: true });
    await mkdir(screenshotFolder, { recursive: true });
    workspace = await mkdtemp(join(tmpdir(), "async-insight-workspace-"));
    await cp(join(import.meta.dirname, "..", "workspace"), workspace, { recursive: true });
    const vsix = process.env["ASYNC_INSIGHT_VSIX"];
    assert.ok(vsix, "ASYNC_INSIGHT_VSIX must name the packaged extension");
    server = await startVscodeServer({ vsix, isDriven: false });
    workbench = await openWorkbench(server.address(workspace, { file: join(workspace, "floating.ts") }));
    ({ page } = workbench);
    page.setDefaultTimeout(30_000);
  });

  afterEach(async function () {
    const title = this.currentTest?.title.replaceAll(/\W+/gu, "-") ?? "unknown";
    const failed = this.currentTest?.state === "failed";
    await picture(`${failed ? "failed-" : ""}${title}`);
    // A menu that a failed test left open would take the next one's keys.
    if (failed) await page.keyboard.press("Escape");
  });

  after(async () => {
    await workbench?.close();
    await server?.stop();
    if (workspace !== undefined) await rm(workspace, { recursive: true, force: true });
  });

  it("a squiggle marks the floating promise", async () => {
    await steps.squiggles(page).first().waitFor();
    const line = await steps.editorLine(page, "  save();").boundingBox();
    const squiggle = await steps.squiggles(page).first().boundingBox();
    assert.ok(line && squiggle);
    const middle = squiggle.y + squiggle.height / 2;
    assert.ok(middle > line.y && middle < line.y + line.height, "the squiggle is on another line");
    assert.equal(await steps.squiggles(page).count(), 1);
  });

  it("a hover explains it", async () => {
    await steps.hoverText(page, "  save();", "save");
    // VS Code shows the diagnostic at once and the explanation, its second part, when the server has answered.
    const explanation = steps.hover(page).filter({ hasText: "Nothing waits for", hasNotText: "Loading" });
    await explanation.waitFor();
    assert.match(await explanation.innerText(), /floating-promise/u);
  });

  it("the Problems panel names the rule", async () => {
    await page.keyboard.press("Control+Shift+M");
    const row = page.locator(".markers-panel .monaco-list-row").filter({ hasText: "Nothing waits for" });
    await row.waitFor();
    assert.match(await row.innerText(), /async-insight.*floating-promise/su);
  });

  it("the language status tells what the engine found", async () => {
    await page.keyboard.press("Control+J");
    await steps.clickText(page, "  save();", "save");
    await page.locator("#status\\.languageStatus").click();
    const entry = page.locator(".hover-language-status", { hasText: "Async Insight" }).first();
    await entry.waitFor();
    const text = await entry.innerText();
    assert.match(text, /Async Insight: 1 finding/u);
    assert.match(text, /tsconfig\.json · analyzed at \d.* in \d+ ms/u);
    await page.keyboard.press("Escape");
  });

  it("a suppression comment stands out, the rule it names too", async () => {
    await steps.openFile(page, "suppressed.ts");
    const line = steps.editorLine(page, "async-insight-disable-next-line");
    await line.waitFor();
    const colours = async (): Promise<(string | undefined)[]> => {
      const spans = await line.locator("span span").evaluateAll((elements) =>
        elements.map((element) => ({
          text: element.textContent?.trim() ?? "",
          colour: element.ownerDocument.defaultView?.getComputedStyle(element).color,
        })),
      );
      return ["//", "async-insight-disable-next-line", "floating-promise"].map(
        (wanted) => spans.find(({ text }) => text === wanted)?.colour,
      );
    };
    // Colours come when the grammar is loaded, which is some time after the text.
    await eventually(async () => {
      const found = await colours();
      assert.ok(!found.includes(undefined), `not coloured apart: ${found.join(", ")}`);
      assert.equal(new Set(found).size, 3, `same colours: ${found.join(", ")}`);
    });
  });

  it("the light bulb offers the repairs, and the chosen one changes the file", async () => {
    await steps.openFile(page, "repaired.ts");
    await steps.squiggles(page).first().waitFor();
    await steps.clickText(page, "  save();", "save");
    await steps.lightBulb(page).click();
    const list = steps.actionList(page);
    await list.getByText("Mark as intentional with `void`").waitFor();
    await picture("light-bulb");
    await list.getByText("Add `await`").click();
    await steps.editorLine(page, "  await save();").waitFor();
    await steps.squiggles(page).first().waitFor({ state: "detached" });
    await page.keyboard.press("Control+S");
    const repaired = (await readFile(join(import.meta.dirname, "..", "workspace", "repaired.ts"), "utf8")).replace(
      "  save();",
      "  await save();",
    );
    await eventually(async () => assert.equal(await readFile(join(workspace, "repaired.ts"), "utf8"), repaired));
  });

  it("a scan lists what is in files that nobody opened", async () => {
    await steps.runCommand(page, "Async Insight: Scan Workspace");
    const notification = page.locator(".notification-toast", { hasText: "findings in" });
    await notification.getByRole("button", { name: "Show problems" }).click();
    await page.locator(".markers-panel .monaco-list-row").filter({ hasText: "unopened.ts" }).waitFor();
    await page.keyboard.press("Control+J");
  });

  it("the findings view opens a finding at its place", async () => {
    await steps.openFindingsView(page);
    const rule = steps.treeRow(page, "floating-promise");
    await rule.waitFor();
    assert.match((await rule.getAttribute("aria-label")) ?? "", /floating-promise, \d+ findings/u);
    const file = steps.treeRow(page, "unopened.ts");
    await file.click();
    await page.keyboard.press("ArrowRight");
    await page.locator(".tree-explorer-viewlet-tree-view .monaco-list-row[aria-level='4']").first().click();
    await page.locator(".tab.active").filter({ hasText: "unopened.ts" }).waitFor();
    await page.locator("#status\\.editor\\.selection", { hasText: /Ln 4,.*6 selected/u }).waitFor();
  });

  it("the walkthrough opens when it is asked for, with its picture", async () => {
    // In a narrow window the pictures are left out.
    await page.keyboard.press("Control+B");
    await steps.runCommand(page, "Async Insight: Open the Walkthrough");
    const walkthrough = page.locator(".gettingStartedContainer");
    await walkthrough.getByText("Promises that nobody waits for").first().waitFor();
    const image = walkthrough.locator(".getting-started-media img");
    await image.waitFor();
    await eventually(async () => {
      // The page's own types are not known here.
      const width = await image.evaluate((each) => Number(Reflect.get(each, "naturalWidth")));
      assert.ok(width > 100, `the picture is ${width} px wide`);
    });
  });

  for (const theme of steps.themes) {
    it(`the walkthrough is readable in ${theme}`, async () => {
      await steps.chooseTheme(page, theme);
    });
  }

  it("the side bar comes back with the findings view", async () => {
    await page.keyboard.press("Control+B");
    await steps.treeRow(page, "floating-promise").waitFor();
  });

  for (const theme of steps.themes) {
    it(`the findings view is readable in ${theme}`, async () => {
      await steps.chooseTheme(page, theme);
      await steps.treeRow(page, "floating-promise").hover();
      await steps.treeRow(page, "floating-promise").getByRole("button", { name: "Fix What Is Below" }).waitFor();
    });
  }
});

async function eventually(attempt: () => Promise<void>): Promise<void> {
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
