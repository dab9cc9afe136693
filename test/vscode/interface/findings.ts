// What a person sees and does in VS Code's window, with the extension installed from its package.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { eventually, useWindow } from "./window.ts";
import * as steps from "./workbench-steps.ts";

describe("In VS Code's window", function () {
  this.timeout(120_000);

  const window = useWindow("floating.ts");
  let page: Page;
  before(() => ({ page } = window));

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
    await window.picture("language-status");
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
    await window.picture("light-bulb");
    await list.getByText("Add `await`").click();
    await steps.editorLine(page, "  await save();").waitFor();
    await steps.squiggles(page).first().waitFor({ state: "detached" });
    await page.keyboard.press("Control+S");
    const repaired = (await readFile(join(import.meta.dirname, "..", "workspace", "repaired.ts"), "utf8")).replace(
      "  save();",
      "  await save();",
    );
    await eventually(async () => assert.equal(await readFile(join(window.workspace, "repaired.ts"), "utf8"), repaired));
  });

  it("a scan lists what is in files that nobody opened", async () => {
    await steps.runCommand(page, "Async Insight: Scan Workspace");
    const notification = page.locator(".notification-toast", { hasText: "findings in" });
    await notification.getByRole("button", { name: "Show problems" }).click();
    await page.locator(".markers-panel .monaco-list-row").filter({ hasText: "unopened.ts" }).waitFor();
    await page.keyboard.press("Control+J");
  });
});
