// Opens VS Code's workbench in a headless browser. What a test looks at on the page is not decided here.

import { chromium } from "playwright-core";
import type { Page } from "playwright-core";
import { provisionBrowser } from "./provision.ts";

export interface Workbench {
  readonly page: Page;
  close(): Promise<void>;
}

export interface WorkbenchOptions {
  readonly size?: { readonly width: number; readonly height: number };
  /** Device pixels per CSS pixel. */
  readonly scale?: number;
  /** Called before the page loads, for what it must find there. */
  readonly prepare?: (page: Page) => Promise<void>;
}

/** A browser of its own with one page, which has loaded the address. */
export async function openWorkbench(address: string, options: WorkbenchOptions = {}): Promise<Workbench> {
  const browser = await chromium.launch({
    executablePath: await provisionBrowser(),
    args: [
      // Chromium's sandbox does not start for root, which is who runs tests in a container.
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  try {
    const page = await browser.newPage({
      viewport: options.size ?? { width: 1280, height: 800 },
      deviceScaleFactor: options.scale ?? 1,
      colorScheme: "dark",
    });
    await options.prepare?.(page);
    await page.goto(address, { timeout: 60_000 });
    return { page, close: () => browser.close() };
  } catch (error) {
    await browser.close();
    throw error;
  }
}
