// What the timeline's page and the extension tell each other. Types only, for both sides.

/** From the extension to the page. */
export type ViewMessage =
  | { readonly kind: "following"; readonly isFollowing: boolean }
  | { readonly kind: "timeline"; readonly timeline: ShownTimeline }
  /** There is no function to show; `words` say what to do. */
  | { readonly kind: "timeline"; readonly timeline: undefined; readonly words: string };

export interface ShownTimeline {
  readonly title: string;
  /** For those who hear that the picture has changed. */
  readonly announcement: string;
  /** With `data-start` and `data-end` on what stands for code. */
  readonly svg: string;
  /** The same in words, one after the other. */
  readonly steps: readonly ShownStep[];
  readonly notes: readonly string[];
}

export interface ShownStep {
  readonly words: string;
  /** UTF-16 offsets of the code that is meant, if there is one. */
  readonly start?: number;
  readonly end?: number;
}

/** From the page to the extension. */
export type PageMessage =
  | { readonly kind: "reveal"; readonly start: number; readonly end: number }
  /** The picture has this many pixels of room; the first one says that the page is there. */
  | { readonly kind: "width"; readonly width: number }
  | { readonly kind: "follow"; readonly isFollowing: boolean };
