// What a person does with the mouse and the keyboard in the workbench, as steps. The selectors are VS Code's own, and
// stand here alone, so that a new version of it is followed in one place.

import type { Frame, Locator, Page } from "playwright-core";

/** The line of the active editor that contains the text. */
export function editorLine(page: Page, text: string): Locator {
  // The editor draws spaces as no-break spaces.
  const pattern = new RegExp(
    text.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`).replaceAll(" ", String.raw`\s`),
    "u",
  );
  return page.locator(".editor-instance .view-line").filter({ hasText: pattern }).first();
}

export function squiggles(page: Page): Locator {
  return page.locator(".editor-instance .cdr.squiggly-warning");
}

export function hover(page: Page): Locator {
  return page.locator(".monaco-hover:not(.hidden) .monaco-hover-content").first();
}

/** The list that the light bulb and the quick-fix key open. */
export function actionList(page: Page): Locator {
  return page.locator(".action-widget:not(.action-list-submenu-panel)");
}

/** The bulb that says that there is a preferred fix; a plain one may be about moving code to another file. */
export function lightBulb(page: Page): Locator {
  return page.locator(".editor-instance .codicon[class*='lightbulb-auto']").first();
}

/** Opens a file by name, as with Ctrl+P. */
export async function openFile(page: Page, name: string): Promise<void> {
  await (await openQuickInput(page, ["Control+P"], "Search files by name")).fill(name);
  // The list may still change under the first row, so it is not left to the Enter key which one is meant.
  await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: name }).first().click();
  await page.locator(".tab.active").filter({ hasText: name }).waitFor();
}

/** Runs a command by its title, as with F1. */
export async function runCommand(page: Page, title: string): Promise<void> {
  await (await openQuickInput(page, ["F1"], "name of a command")).fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row").filter({ hasText: title }).first().click();
}

/** The themes in which everything must be readable, with the class that VS Code gives to a window that has one. */
const themeClasses = {
  "Light Modern": "vs",
  "Dark Modern": "vs-dark",
  "Dark High Contrast": "hc-black",
  "Light High Contrast": "hc-light",
} as const;

export type ThemeName = keyof typeof themeClasses;
export const themes = Object.keys(themeClasses) as readonly ThemeName[];

/** Sets the colour theme by its name. */
export async function chooseTheme(page: Page, name: ThemeName): Promise<void> {
  const input = await openQuickInput(page, ["Control+K", "Control+T"], "Color Theme");
  await page.locator(".quick-input-list .monaco-list-row").first().waitFor();
  await input.fill(name);
  // The list shows a theme as soon as it is the focused row, and Enter would take the one before that.
  await page.locator(".quick-input-list .monaco-list-row.focused").filter({ hasText: name }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-widget").waitFor({ state: "hidden" });
  await page.locator(`.monaco-workbench.${themeClasses[name]}`).waitFor();
}

/**
 * The input of a list that keys open, when it is there; the list may be empty until something is typed. Keys that come while the focus moves between a page and
 * the editor reach nobody, so they are pressed again.
 */
async function openQuickInput(page: Page, keys: readonly string[], placeholder: string): Promise<Locator> {
  const input = page.locator(`.quick-input-widget input[placeholder*="${placeholder}"]`);
  for (let attempt = 1; ; attempt++) {
    for (const key of keys) await page.keyboard.press(key);
    try {
      await input.waitFor({ timeout: 5000 });
      break;
    } catch (error) {
      if (attempt === keyAttempts) throw error;
    }
  }
  return input;
}

const keyAttempts = 4;

export async function openFindingsView(page: Page): Promise<void> {
  await page.locator(".activitybar").getByRole("tab", { name: "Async Insight" }).click();
}

/** The timeline's page, inside the frames that VS Code puts around it. */
export async function timelineFrame(page: Page): Promise<Frame> {
  const end = Date.now() + 20_000;
  while (Date.now() < end) {
    for (const frame of page.frames()) {
      // A frame may go away while it is looked at.
      const parts = frame.isDetached()
        ? 0
        : await frame
            .locator("#steps")
            .count()
            .catch(() => 0);
      if (parts > 0) return frame;
    }
    await page.waitForTimeout(100);
  }
  throw new Error("The timeline's page is not there.");
}

/** A row of the view in the side bar. */
export function treeRow(page: Page, text: string): Locator {
  return page.locator(".pane-body .monaco-list-row").filter({ hasText: text }).first();
}

/** Puts the caret where the text begins. */
export async function clickText(page: Page, line: string, text: string): Promise<void> {
  const { x, y } = await placeOf(page, line, text);
  await page.mouse.click(x, y);
}

/**
 * Asks for the hover of the text, with the caret in it. Whether a mouse rests is a matter of time, which a busy editor measures
 * as it likes; a click and a key are noticed whenever it gets to them, in this order. While the focus is on its way back from a
 * list that has just closed, neither reaches the editor, so both are made again.
 */
export async function hoverText(page: Page, line: string, text: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    await clickText(page, line, text);
    await page.keyboard.press("Control+K");
    await page.keyboard.press("Control+I");
    try {
      await hover(page).waitFor({ timeout: 5000 });
      return;
    } catch (error) {
      if (attempt === keyAttempts) throw error;
      // Half of the two keys may have arrived, and the next key would be taken for the other half.
      await page.keyboard.press("Escape");
    }
  }
}

/** The middle of the text's first character, measured on the page, since columns have no place in the markup. */
async function placeOf(page: Page, line: string, text: string): Promise<{ x: number; y: number }> {
  const place = await editorLine(page, line).evaluate((element, wanted) => {
    const walker = element.ownerDocument.createTreeWalker(element, 4 /* text nodes */);
    const nodes: { node: typeof walker.currentNode; start: number }[] = [];
    let content = "";
    while (walker.nextNode() !== null) {
      nodes.push({ node: walker.currentNode, start: content.length });
      content += (walker.currentNode.textContent ?? "").replaceAll("\u00A0", " ");
    }
    const offset = content.indexOf(wanted);
    const holder = nodes.findLast(({ start }) => start <= offset);
    if (offset < 0 || holder === undefined) return undefined;
    const range = element.ownerDocument.createRange();
    range.setStart(holder.node, offset - holder.start);
    range.setEnd(holder.node, offset - holder.start + 1);
    const { left, top, width, height } = range.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  }, text);
  if (place === undefined) throw new Error(`The line \`${line}\` does not show \`${text}\`.`);
  return place;
}
