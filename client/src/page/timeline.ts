// The script of the timeline's page: shows what the extension sends, and tells it what a person does there. It runs in the
// page and not in the extension, knows nothing of code, and draws nothing itself.

import type { PageMessage, ShownTimeline, ViewMessage } from "./messages.ts";

declare function acquireVsCodeApi(): { postMessage(message: PageMessage): void };

const editor = acquireVsCodeApi();
const title = part("title");
const picture = part("picture");
const steps = part("steps");
const notes = part("notes");
const announcement = part("announcement");
const follow = part("follow");

window.addEventListener("message", ({ data }: MessageEvent<ViewMessage>) => {
  if (data.kind === "following") follow.setAttribute("aria-pressed", String(data.isFollowing));
  else if (data.timeline === undefined) showNothing(data.words);
  else show(data.timeline);
});

function show(timeline: ShownTimeline): void {
  const focused = document.activeElement?.getAttribute("data-start");
  title.textContent = timeline.title;
  announcement.textContent = timeline.announcement;
  picture.replaceChildren(drawing(timeline.svg));
  steps.replaceChildren(...timeline.steps.map(({ words, start, end }) => listItem(words, start, end)));
  notes.replaceChildren(...timeline.notes.map((words) => element("p", words)));
  document.body.classList.remove("empty");
  // A redrawn picture has new elements; whoever was on one of them stays on the one in its place.
  if (focused != null) document.querySelector<SVGElement>(`[data-start="${CSS.escape(focused)}"]`)?.focus();
}

function showNothing(words: string): void {
  title.textContent = words;
  announcement.textContent = "";
  for (const each of [picture, steps, notes]) each.replaceChildren();
  document.body.classList.add("empty");
}

/** The picture as elements of this page. As XML, it cannot bring anything along that is not in it. */
function drawing(svg: string): Node {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
  return document.importNode(parsed.documentElement, true);
}

function listItem(words: string, start: number | undefined, end: number | undefined): HTMLElement {
  const item = document.createElement("li");
  if (start === undefined || end === undefined) {
    item.textContent = words;
    return item;
  }
  const button = element("button", words);
  button.dataset["start"] = String(start);
  button.dataset["end"] = String(end);
  item.append(button);
  return item;
}

function element(name: string, words: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = words;
  return made;
}

document.addEventListener("click", ({ target }) => {
  const place = target instanceof Element ? target.closest("[data-start]") : null;
  if (place !== null) reveal(place);
  else if (target === follow) editor.postMessage({ kind: "follow", isFollowing: follow.ariaPressed !== "true" });
});

document.addEventListener("keydown", (event) => {
  // Buttons do that by themselves; parts of a picture are buttons in name only.
  const isPart = event.target instanceof SVGElement && event.target.hasAttribute("data-start");
  if (!isPart || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  reveal(event.target);
});

function reveal(place: Element): void {
  const start = Number(place.getAttribute("data-start"));
  const end = Number(place.getAttribute("data-end"));
  editor.postMessage({ kind: "reveal", start, end });
}

let width = 0;

/** Texts in a picture are cut to fit, so a wider page gets another picture. */
new ResizeObserver(() => {
  const now = Math.floor(picture.clientWidth);
  if (now === width || now === 0) return;
  width = now;
  editor.postMessage({ kind: "width", width });
}).observe(picture);

function part(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no part "${id}"`);
  return found;
}
