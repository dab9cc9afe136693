// A picture as part of Markdown, for clients that show images there. VS Code cuts hovers after 100,000 characters, of
// which a picture takes a few thousand; its sanitiser lets images through whose address is `data:`.

import { drawTimeline } from "./draw-timeline.ts";
import type { Theme } from "./theme.ts";
import type { Timeline } from "./timeline.ts";

/** `![words|width=…,height=…](data:…)`: the size keeps the hover from jumping when the image arrives. */
export function hoverPicture(timeline: Timeline, theme: Theme): string {
  const { svg, width, height, alternative } = drawTimeline(timeline, { theme });
  const address = `data:image/svg+xml;base64,${Buffer.from(svg, "utf8").toString("base64")}`;
  return `![${plain(alternative)}](${address}|width=${width},height=${Math.round(height)})`;
}

/** Without the characters by which Markdown would end the text or emphasise a part of it. */
function plain(text: string): string {
  return text.replaceAll(/[\\[\]`*_<>~|]/g, (character) => `\\${character}`).replaceAll(/\s+/g, " ");
}
