// The colours of pictures. Each role is a CSS variable, so that one drawing serves every theme: a picture in a hover
// carries the values of one theme in itself, a picture in a page takes those of the page.

export type Theme = "light" | "dark" | "highContrast" | "highContrastLight";

export const THEMES: readonly Theme[] = ["light", "dark", "highContrast", "highContrastLight"];

/** Text on the background has a contrast of at least 4.5 to 1, and so has text on bars; lines have at least 3 to 1. */
interface Palette {
  readonly background: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  readonly runs: string;
  readonly runsText: string;
  readonly pending: string;
  readonly pendingLine: string;
  readonly pendingText: string;
  readonly blocked: string;
  readonly blockedLine: string;
  readonly blockedText: string;
}

/** `background` is what the others are chosen for; a picture leaves it transparent. */
export const PALETTES: Readonly<Record<Theme, Palette>> = {
  light: {
    background: "#ffffff",
    text: "#2b2b2b",
    muted: "#5f5f5f",
    line: "#868686",
    runs: "#005fb8",
    runsText: "#ffffff",
    pending: "#d6e8fa",
    pendingLine: "#005fb8",
    pendingText: "#1b1b1b",
    blocked: "#c42b1c",
    blockedLine: "#8e1a10",
    blockedText: "#ffffff",
  },
  dark: {
    background: "#202020",
    text: "#d4d4d4",
    muted: "#a0a0a0",
    line: "#7d7d7d",
    runs: "#4daafc",
    runsText: "#0a1a2a",
    pending: "#263f59",
    pendingLine: "#4daafc",
    pendingText: "#e6e6e6",
    blocked: "#a1260d",
    blockedLine: "#f48771",
    blockedText: "#ffffff",
  },
  highContrast: {
    background: "#000000",
    text: "#ffffff",
    muted: "#ffffff",
    line: "#6fc3df",
    runs: "#ffffff",
    runsText: "#000000",
    pending: "#000000",
    pendingLine: "#6fc3df",
    pendingText: "#ffffff",
    blocked: "#7a0000",
    blockedLine: "#ff8080",
    blockedText: "#ffffff",
  },
  highContrastLight: {
    background: "#ffffff",
    text: "#000000",
    muted: "#292929",
    line: "#0f4a85",
    runs: "#0f4a85",
    runsText: "#ffffff",
    pending: "#ffffff",
    pendingLine: "#0f4a85",
    pendingText: "#000000",
    blocked: "#b5200d",
    blockedLine: "#5c0f05",
    blockedText: "#ffffff",
  },
};

/** The declarations of one theme's variables. */
export function themeVariables(theme: Theme): string {
  return Object.entries(PALETTES[theme])
    .map(([role, colour]) => `--picture-${kebab(role)}:${colour}`)
    .join(";");
}

/** How every part of a picture looks, in terms of the variables. */
export const PICTURE_RULES: string = [
  ".picture text{font-family:system-ui,'Segoe UI',Ubuntu,'Helvetica Neue',sans-serif;font-size:12px;fill:var(--picture-text)}",
  ".picture .code{font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;font-size:11px}",
  ".picture .title{font-weight:600}",
  ".picture .note{font-size:11px;fill:var(--picture-muted)}",
  ".picture .track{stroke:var(--picture-line);stroke-width:1;stroke-dasharray:1 3}",
  ".picture .join,.picture .away{stroke:var(--picture-line);stroke-width:1;fill:none}",
  ".picture .away{stroke-dasharray:3 2}",
  ".picture .arrow{fill:var(--picture-line)}",
  ".picture .mark{fill:var(--picture-text)}",
  ".picture .fails{stroke:var(--picture-blocked-line);stroke-width:2;fill:none}",
  ".picture .region{fill:none;stroke:var(--picture-line);stroke-width:1}",
  ".picture .bar{stroke-width:1;stroke:var(--picture-pending-line);fill:var(--picture-pending)}",
  ".picture .runs{fill:var(--picture-runs);stroke:var(--picture-runs)}",
  ".picture .blocked{fill:var(--picture-blocked);stroke:var(--picture-blocked-line)}",
  ".picture .settled,.picture .queued,.picture .unheeded{fill:none;stroke-dasharray:3 2}",
  ".picture .settled,.picture .unheeded{stroke:var(--picture-line)}",
  ".picture .unheeded{stroke-dasharray:1 2}",
  ".picture .stripe{stroke:var(--picture-blocked-line);stroke-width:2}",
  ".picture .on-runs{fill:var(--picture-runs-text)}",
  ".picture .on-pending{fill:var(--picture-pending-text)}",
  ".picture .on-blocked{fill:var(--picture-blocked-text)}",
].join("\n");

/**
 * The stylesheet of a page that shows pictures inside itself: all themes, chosen by the classes that editors give to
 * their pages.
 */
export function pageStyles(): string {
  const chosen: readonly (readonly [string, Theme])[] = [
    [":root,.vscode-light", "light"],
    [".vscode-dark", "dark"],
    [".vscode-high-contrast", "highContrast"],
    // Such a page has the class of the dark one as well.
    [".vscode-high-contrast-light", "highContrastLight"],
  ];
  return [...chosen.map(([selector, theme]) => `${selector}{${themeVariables(theme)}}`), PICTURE_RULES, ""].join("\n");
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
