// Pictures without a screen: that they are XML, that their texts keep apart and stay inside, that they can be read in
// every theme, and that they say the same in words.

import { describe, expect, it } from "vitest";
import { drawTimeline, type DrawOptions } from "../../server/src/pictures/draw-timeline.ts";
import { hoverPicture } from "../../server/src/pictures/hover-picture.ts";
import { fitText, textWidth } from "../../server/src/pictures/text-width.ts";
import { PALETTES, THEMES, pageStyles } from "../../server/src/pictures/theme.ts";
import type { Timeline } from "../../server/src/pictures/timeline.ts";
import { contrast } from "./contrast.ts";
import { parseXml, textsOf } from "./xml.ts";

const waits: Timeline = {
  title: "Two waits",
  panels: [
    {
      title: "As written",
      lanes: [
        {
          kind: "loop",
          label: "event loop",
          bars: [
            { kind: "runs", start: 0, end: 1, label: "load" },
            { kind: "runs", start: 5, end: 6 },
            { kind: "blocked", start: 9, end: 12, label: "readFileSync(path)" },
          ],
        },
        {
          kind: "operation",
          label: "fetchUser(id)",
          bars: [{ kind: "pending", start: 1, end: 5, label: '<user> & "friends"' }],
          code: { start: 10, end: 23 },
        },
        {
          kind: "operation",
          label: "fetchAllOrdersOfThisCustomerAndAllOthers(customer)",
          bars: [{ kind: "pending", start: 6, end: 9, code: { start: 30, end: 40 } }],
        },
      ],
      marks: [
        { kind: "starts", at: 1, lane: 0, joins: 1 },
        { kind: "suspends", at: 1, lane: 0, label: "await fetchUser(id)" },
        { kind: "resumes", at: 5, lane: 0, joins: 1, label: "resumes" },
        { kind: "suspends", at: 6, lane: 0, label: "await fetchAllOrders…", code: { start: 50, end: 55 } },
      ],
      regions: [
        { kind: "loop", start: 0, end: 12, label: "for each customer" },
        { kind: "branch", start: 6, end: 9, label: "if (customer.isKnown && !customer.isBlocked)" },
      ],
    },
    {
      title: "As it could be",
      lanes: [
        { kind: "loop", label: "event loop", bars: [{ kind: "runs", start: 0, end: 1 }] },
        { kind: "operation", label: "取得する(顧客)", bars: [{ kind: "pending", start: 1, end: 5 }] },
        {
          kind: "operation",
          label: "b()",
          bars: [
            { kind: "pending", start: 1, end: 4 },
            { kind: "unheeded", start: 4, end: 7 },
          ],
        },
      ],
      marks: [{ kind: "fails", at: 7, lane: 2, label: "b() rejects" }],
    },
  ],
};

const ways: readonly (readonly [string, DrawOptions])[] = [
  ...THEMES.map((theme) => [`in ${theme}`, { theme }] as const),
  ["narrow", { theme: "dark", width: 280 }],
  ["side by side", { theme: "dark", width: 900 }],
  ["in a page", { width: 900, isInteractive: true, id: "page" }],
];

describe("a drawing", () => {
  it.each(ways)("%s is XML whose texts keep apart and stay inside", (_name, options) => {
    const { svg, width, height } = drawTimeline(waits, options);
    const texts = textsOf(parseXml(svg));
    expect(texts.length).toBeGreaterThan(10);
    for (const [i, one] of texts.entries()) {
      expect(one.left, one.text).toBeGreaterThanOrEqual(0);
      expect(one.right, one.text).toBeLessThanOrEqual(width + 0.5);
      expect(one.bottom, one.text).toBeLessThanOrEqual(height);
      for (const other of texts.slice(i + 1)) {
        const isApart =
          one.right <= other.left || other.right <= one.left || one.bottom <= other.top || other.bottom <= one.top;
        expect(isApart, `${one.text} and ${other.text}`).toBe(true);
      }
    }
  });

  it("keeps the whole of a text that it cuts", () => {
    const root = parseXml(drawTimeline(waits, { theme: "dark" }).svg);
    const cut = textsOf(root).find(({ text }) => text.startsWith("fetchAll"))!;
    expect(cut.text).toMatch(/…$/);
    expect(cut.title).toBe("fetchAllOrdersOfThisCustomerAndAllOthers(customer)");
  });

  it("puts two panels beside each other only where there is room", () => {
    const stacked = drawTimeline(waits, { width: 440 });
    const beside = drawTimeline(waits, { width: 900 });
    expect(beside.height).toBeLessThan(stacked.height);
    const [written, possible] = ["As written", "As it could be"].map((title) =>
      textsOf(parseXml(beside.svg)).find(({ text }) => text === title)!,
    );
    expect(possible!.top).toBe(written!.top);
    expect(possible!.left).toBeGreaterThan(written!.right);
  });

  it("uses one scale for all panels", () => {
    const bars = [
      ...drawTimeline(waits, { theme: "dark" }).svg.matchAll(
        /class="bar pending" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g,
      ),
    ];
    // The bar of four units begins at the same place and is as long in both.
    expect(bars[0]!.slice(1)).toEqual(bars[2]!.slice(1));
  });

  it("shows a blocked stretch by more than its colour", () => {
    const { svg } = drawTimeline(waits, { theme: "dark", id: "one" });
    expect(svg).toContain('fill="url(#one-stripes)"');
    expect(svg).toContain('<pattern id="one-stripes"');
  });

  it("carries colours in a hover and none in a page", () => {
    expect(drawTimeline(waits, { theme: "light" }).svg).toContain("--picture-runs:#005fb8");
    const page = drawTimeline(waits, {}).svg;
    expect(page).not.toMatch(/<style|style="|#[0-9a-f]{6}/);
  });

  it("offers in a page what stands for code, and nothing in a hover", () => {
    const page = drawTimeline(waits, { isInteractive: true }).svg;
    const targets = [
      ...page.matchAll(/<g class="target" tabindex="0" role="button" aria-label="([^"]+)" data-start="(\d+)"/g),
    ];
    expect(targets.map(([, label, start]) => `${start} ${label}`)).toEqual([
      "10 fetchUser(id)",
      "30 fetchAllOrdersOfThisCustomerAndAllOthers(customer): pending",
      "50 suspended: await fetchAllOrders…",
    ]);
    expect(drawTimeline(waits, { theme: "dark" }).svg).not.toContain("tabindex");
  });

  it("survives a timeline in which nothing happens", () => {
    const empty: Timeline = {
      title: "Nothing",
      panels: [{ title: "", lanes: [{ kind: "loop", label: "", bars: [] }] }],
    };
    expect(parseXml(drawTimeline(empty, { theme: "dark" }).svg).attributes.get("aria-label")).toContain("Nothing.");
  });
});

describe("the words of a picture", () => {
  it("say order, overlap, suspensions, blocked stretches and what may not happen", () => {
    expect(drawTimeline(waits).alternative).toBe(
      "Two waits. As written: fetchUser(id), then fetchAllOrdersOfThisCustomerAndAllOthers(customer); " +
        "readFileSync(path) blocks the event loop; suspended 2 times; repeated: for each customer; " +
        "perhaps: if (customer.isKnown && !customer.isBlocked). " +
        "As it could be: 取得する(顧客) and b() overlap; nobody heeds b() any more; fails: b() rejects.",
    );
  });
});

describe("a picture for a hover", () => {
  const markdown = hoverPicture(waits, "dark");

  it("is one line of Markdown with words, address and size", () => {
    const [, words, address, size] = /^!\[((?:[^\]\\]|\\.)*)\]\(([^|)]+)\|([^)]+)\)$/.exec(markdown)!;
    expect(words).toContain("Two waits.");
    expect(address).toMatch(/^data:image\/svg\+xml;base64,[\w+/=]+$/);
    const svg = Buffer.from(address!.split(",")[1]!, "base64").toString("utf8");
    const { attributes } = parseXml(svg);
    expect(size).toBe(`width=${attributes.get("width")},height=${Math.round(Number(attributes.get("height")))}`);
  });

  it("leaves room in a hover of at most 100,000 characters", () => {
    expect(markdown.length).toBeLessThan(15_000);
  });
});

describe("themes", () => {
  it.each(THEMES)("%s can be read", (theme) => {
    const colours = PALETTES[theme];
    const texts = [
      [colours.text, colours.background],
      [colours.muted, colours.background],
      [colours.runsText, colours.runs],
      [colours.pendingText, colours.pending],
      [colours.blockedText, colours.blocked],
    ] as const;
    for (const [ink, paper] of texts) expect(contrast(ink, paper), `${ink} on ${paper}`).toBeGreaterThanOrEqual(4.5);
    const lines = [colours.line, colours.runs, colours.pendingLine, colours.blockedLine];
    for (const line of lines) expect(contrast(line, colours.background), line).toBeGreaterThanOrEqual(3);
  });

  it("set every variable that the rules use", () => {
    const styles = pageStyles();
    const used = new Set([...styles.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name!));
    for (const line of styles.split("\n").slice(0, THEMES.length)) {
      expect([...used].filter((name) => !line.includes(`${name}:`))).toEqual([]);
    }
  });
});

describe("the width of a text", () => {
  it("counts wide letters as wide", () => {
    expect(textWidth("取得", "code")).toBeGreaterThan(textWidth("ab", "code"));
  });

  it("decides where it is cut", () => {
    expect(fitText("fetchUser", 200, "code")).toBe("fetchUser");
    expect(fitText("fetchUser", 40, "code")).toBe("fetc…");
    expect(fitText("fetchUser", 15, "code")).toBe("");
    expect(fitText("fetchUser", 32, "code")).toBe("");
    expect(fitText("😀😀😀😀😀😀", 70, "words")).toBe("😀😀😀😀…");
  });
});
