// The views of the extension in VS Code's window: findings, walkthrough, timeline, lenses and hints. Each is looked at in
// light, dark and high contrast.

import assert from "node:assert/strict";
import { readFile, writeFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Frame, Page } from "playwright-core";
import { eventually, useWindow } from "./window.ts";
import * as steps from "./workbench-steps.ts";

describe("The views in VS Code's window", function () {
  this.timeout(120_000);

  const window = useWindow("floating.ts");
  let page: Page;
  before(async () => {
    ({ page } = window);
    await steps.squiggles(page).first().waitFor();
    await steps.runCommand(page, "Async Insight: Scan Workspace");
    await page.locator(".notification-toast", { hasText: "findings in" }).waitFor();
    await page.keyboard.press("Escape");
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

  it("the timeline opens beside the editor and follows the cursor", async () => {
    await page.keyboard.press("Control+B");
    await steps.openFile(page, "timeline.ts");
    await steps.clickText(page, "await fetchUser(id)", "fetchUser");
    await steps.runCommand(page, "Async Insight: Show Timeline of This Function");
    const timeline = await steps.timelineFrame(page);
    await timeline.getByRole("heading", { name: "Timeline of report" }).waitFor();
    assert.ok(await timeline.locator("#picture svg .bar.blocked").first().isVisible());
    await steps.clickText(page, "return user.length", "user");
    await timeline.getByRole("heading", { name: "Timeline of both" }).waitFor();
    await steps.clickText(page, "await fetchUser(id)", "fetchUser");
    await timeline.getByRole("heading", { name: "Timeline of report" }).waitFor();
  });

  it("a click on a bar, and Enter on it, lead to the code", async () => {
    const timeline = await steps.timelineFrame(page);
    await timeline
      .locator("#picture .target", { has: timeline.locator(".bar.blocked") })
      .first()
      .click();
    await page.locator("#status\\.editor\\.selection", { hasText: /Ln 15,.* selected/u }).waitFor();
    const step = timeline.getByRole("button", { name: /^Line 7: starts fetchUser\(0\)/u });
    await step.focus();
    await page.keyboard.press("Enter");
    await page.locator("#status\\.editor\\.selection", { hasText: /Ln 7,.* selected/u }).waitFor();
    await timeline
      .locator("#picture .target", { has: timeline.locator(".bar.blocked") })
      .first()
      .focus();
    await page.keyboard.press("Enter");
    await page.locator("#status\\.editor\\.selection", { hasText: /Ln 15,.* selected/u }).waitFor();
  });

  it("the page's policy keeps out scripts that are not the extension's", async () => {
    const timeline = await steps.timelineFrame(page);
    const policy = await timeline.locator("meta[http-equiv]").getAttribute("content");
    assert.match(policy ?? "", /^default-src 'none';/u);
    assert.doesNotMatch(policy ?? "", /unsafe|\*(?!\.)/u);
    assert.equal(await timeline.locator("body script:not([src]), body [style], body style, body [onclick]").count(), 0);
  });

  for (const theme of steps.themes) {
    it(`the timeline is readable and accessible in ${theme}`, async () => {
      await steps.chooseTheme(page, theme);
      const timeline = await steps.timelineFrame(page);
      await timeline.getByRole("heading", { name: "Timeline of report" }).waitFor();
      await eventually(async () => assert.deepEqual(await accessibilityProblems(timeline), []));
    });
  }

  it("lenses and hints appear when settings ask for them", async () => {
    await mkdir(join(window.workspace, ".vscode"), { recursive: true });
    const settings = { "asyncInsight.codeLens.enable": true, "asyncInsight.inlayHints.enable": true };
    await writeFile(join(window.workspace, ".vscode", "settings.json"), JSON.stringify(settings));
    await page.reload();
    await steps.squiggles(page).first().waitFor();
    await steps.openFile(page, "timeline.ts");
    const lens = page.locator(".editor-instance .codelens-decoration a");
    await lens.filter({ hasText: /^3 awaits$/u }).waitFor();
    await lens.filter({ hasText: /^reaches 1 blocking call$/u }).waitFor();
    await page
      // The editor draws spaces as no-break spaces.
      .locator(".editor-instance .view-line", { hasText: /pending\suntil\sline\s\d+/u })
      .first()
      .waitFor();
  });
});

/** What axe-core objects to, one line a problem. */
async function accessibilityProblems(frame: Frame): Promise<readonly string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  await frame.evaluate(source);
  const run = `axe.run(document).then(({ violations }) => violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => id + ": " + help + " at " + target.join(" "))))`;
  return frame.evaluate<readonly string[]>(run);
}
