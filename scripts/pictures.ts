// Takes the README's and the walkthrough's pictures from a real VS Code with the packaged extension, so that they show
// what the product does and are taken again when it changes: `npm run pictures`.

import { cp, mkdir, mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Locator, Page } from "playwright-core";
import {
  actionList,
  chooseTheme,
  clickText,
  hover,
  hoverText,
  openFile,
  openFindingsView,
  runCommand,
  squiggles,
  timelineFrame,
  treeRow,
} from "../test/vscode/interface/workbench-steps.ts";
import { startVscodeServer } from "../test/vscode/vscode-server.ts";
import { openWorkbench } from "../test/vscode/workbench.ts";
import { packageExtension } from "./package.ts";

const root = join(import.meta.dirname, "..");
const pictureFolder = join(root, "media", "pictures");

interface Picture {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  /** How much is shown around what must be on the picture. Default: none. */
  readonly margin?: number;
  /** Brings the window into the state that is shown. */
  readonly arrange: (page: Page) => Promise<void>;
  /** What must be on the picture, which is the rectangle around it. */
  readonly show: (page: Page) => readonly Locator[];
}

const line = (page: Page, number: number): Locator =>
  page.locator(".editor-instance .line-numbers").filter({ hasText: new RegExp(`^${number}$`, "u") });

const code = (page: Page, number: number): Locator =>
  page
    .locator(".editor-instance .view-line")
    .nth(number - 1)
    .locator("span")
    .first();
const findings = (page: Page): Locator => page.locator(".markers-panel .monaco-list-row");

const pictures: readonly Picture[] = [
  {
    name: "findings",
    size: { width: 860, height: 560 },
    arrange: async (page) => {
      await openFile(page, "shutdown.ts");
      // The list of files has its place in the window, not in a README.
      await page.keyboard.press("Control+B");
      await squiggles(page).nth(1).waitFor();
      await page.keyboard.press("Control+Shift+M");
      await findings(page).nth(2).waitFor();
      await page.mouse.move(5, 5);
    },
    show: (page) => [page.locator(".part.editor"), page.locator(".part.panel")],
  },
  {
    name: "hover",
    // A hover takes a quarter of the editor's height at most.
    size: { width: 860, height: 2400 },
    margin: 6,
    arrange: async (page) => {
      await page.keyboard.press("Control+J");
      await findings(page).first().waitFor({ state: "hidden" });
      await hoverText(page, "  save();", "save");
      await hover(page).filter({ hasText: "Quick Fix", hasNotText: "Loading" }).waitFor();
    },
    show: (page) => [line(page, 4), line(page, 7), hover(page)],
  },
  {
    name: "await",
    size: { width: 860, height: 2400 },
    margin: 6,
    arrange: async (page) => {
      await openFile(page, "profile.ts");
      await page.locator(".editor-instance .cdr.squiggly-info").first().waitFor();
      await hoverText(page, "  const user = await", "await");
      await hover(page).locator("img").waitFor();
    },
    show: (page) => [line(page, 1), line(page, 5), hover(page)],
  },
  {
    name: "quick-fixes",
    size: { width: 860, height: 700 },
    margin: 6,
    arrange: async (page) => {
      await page.keyboard.press("Escape");
      await page.locator(".tab", { hasText: "shutdown.ts" }).click();
      await squiggles(page).nth(1).waitFor();
      await clickText(page, "  save();", "save");
      await page.keyboard.press("Control+.");
      await actionList(page).getByText("Mark as intentional").waitFor();
    },
    show: (page) => [line(page, 4), code(page, 4), line(page, 9), actionList(page)],
  },
  {
    name: "workspace-scan",
    size: { width: 860, height: 1400 },
    arrange: async (page) => {
      await page.keyboard.press("Escape");
      await runCommand(page, "Async Insight: Scan Workspace");
      const done = page.locator(".notification-toast", { hasText: "findings in" });
      await done.getByRole("button", { name: "Show problems" }).click();
      await findings(page).filter({ hasText: "floating-promise.ts" }).waitFor();
    },
    show: (page) => [page.locator(".part.panel")],
  },
  {
    name: "findings-view",
    size: { width: 860, height: 620 },
    arrange: async (page) => {
      await page.keyboard.press("Control+J");
      await openFindingsView(page);
      await treeRow(page, "floating-promise").waitFor();
      await page.mouse.move(5, 5);
    },
    show: (page) => [page.locator(".part.sidebar"), page.locator(".part.editor")],
  },
  {
    name: "timeline",
    size: { width: 1400, height: 760 },
    arrange: async (page) => {
      await page.keyboard.press("Control+B");
      await openFile(page, "dashboard.ts");
      await clickText(page, "await loadUser", "loadUser");
      await runCommand(page, "Async Insight: Show Timeline of This Function");
      await (await timelineFrame(page)).getByRole("heading", { name: "Timeline of dashboard" }).waitFor();
      await page.mouse.move(5, 5);
    },
    show: (page) => [page.locator(".part.editor")],
  },
  {
    name: "timeline-light",
    size: { width: 1400, height: 760 },
    arrange: (page) => chooseTheme(page, "Light Modern"),
    show: (page) => [page.locator(".part.editor")],
  },
  {
    name: "findings-view-light",
    size: { width: 860, height: 620 },
    arrange: async (page) => {
      await page.keyboard.press("Control+W");
      await page.keyboard.press("Control+B");
      await openFile(page, "shutdown.ts");
      await page.mouse.move(5, 5);
    },
    show: (page) => [page.locator(".part.sidebar"), page.locator(".part.editor")],
  },
];

/** The README's first example as a file, which the pictures show. */
const example = `import { save, upload } from "./storage.ts";

/** Ends the program, with everything saved. */
export async function close(): Promise<void> {
  save();
  const pending = upload();
  console.log("closed");
}
`;
const profile = `export async function profile(id: number): Promise<string> {
  const user = await fetch("/users/" + id);
  const posts = await fetch("/posts/" + id);
  return user.statusText + posts.statusText;
}
`;
/** A function with some of everything, for its timeline. */
const dashboard = `import { loadNews, loadOrders, loadUser } from "./storage.ts";
import { readFileSync } from "node:fs";

export async function dashboard(names: string[]) {
  const news = loadNews();
  const lines: string[] = [];
  for (const name of names) {
    const user = await loadUser(name);
    lines.push(...(await loadOrders(user)));
  }
  const footer = readFileSync("footer.txt", "utf8");
  return [...(await news), ...lines, footer];
}
`;
const storage = `export async function save(): Promise<void> {}

export async function upload(): Promise<void> {}

export declare function loadNews(): Promise<string[]>;
export declare function loadUser(name: string): Promise<string>;
export declare function loadOrders(user: string): Promise<string[]>;
`;

async function takePictures(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "async-insight-pictures-"));
  const workspace = join(folder, "orders");
  try {
    await cp(join(root, "media", "sample-workspace"), workspace, { recursive: true });
    await writeFile(join(workspace, "shutdown.ts"), example);
    await writeFile(join(workspace, "storage.ts"), storage);
    await writeFile(join(workspace, "profile.ts"), profile);
    await writeFile(join(workspace, "dashboard.ts"), dashboard);
    await cp(join(root, "media", "walkthrough", "sample", "node.d.ts"), join(workspace, "node.d.ts"));
    await mkdir(pictureFolder, { recursive: true });
    const server = await startVscodeServer({ vsix: await packageExtension(), isDriven: false, settings });
    try {
      const workbench = await openWorkbench(server.address(workspace), { scale: 2 });
      try {
        workbench.page.setDefaultTimeout(30_000);
        await workbench.page.locator(".monaco-workbench .explorer-viewlet").waitFor();
        for (const picture of pictures) await takePicture(workbench.page, picture);
      } finally {
        await workbench.close();
      }
    } finally {
      await server.stop();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Large enough to be read in a README, and without what has nothing to do with the product. */
const settings = {
  "workbench.colorTheme": "Default Dark Modern",
  "editor.fontSize": 15,
  "editor.lineHeight": 23,
  "editor.minimap.enabled": false,
  "editor.occurrencesHighlight": "off",
  // It stands on the line of the caret, which no picture is about.
  "editor.lightbulb.enabled": "off",
  "editor.renderLineHighlight": "none",
  "editor.hover.delay": 100,
  "breadcrumbs.enabled": false,
  "window.commandCenter": false,
};

async function takePicture(page: Page, picture: Picture): Promise<void> {
  await page.setViewportSize(picture.size);
  await picture.arrange(page);
  const boxes = await Promise.all(picture.show(page).map((locator) => locator.boundingBox()));
  const shown = boxes.filter((box) => box !== null);
  if (shown.length < boxes.length) throw new Error(`${picture.name}: something is not on the screen.`);
  const margin = picture.margin ?? 0;
  const left = Math.min(...shown.map(({ x }) => x)) - margin;
  const top = Math.min(...shown.map(({ y }) => y)) - margin;
  const right = Math.min(picture.size.width, Math.max(...shown.map(({ x, width }) => x + width)) + margin);
  const bottom = Math.max(...shown.map(({ y, height }) => y + height)) + margin;
  const path = join(pictureFolder, `${picture.name}.png`);
  await page.screenshot({
    path,
    clip: { x: left, y: top, width: right - left, height: bottom - top },
    animations: "disabled",
    caret: "hide",
  });
  console.error(`${picture.name}.png, ${Math.round((await stat(path)).size / 1000)} kB`);
}

try {
  await takePictures();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
