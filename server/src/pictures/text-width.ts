// How much room a text takes, without a screen to measure it on. Estimates are on the large side, so that texts that fit
// here fit everywhere.

/** The fonts of pictures: code is 11 px of a monospaced font, words are 12 px of the system's font. */
export type Font = "code" | "words";

/** An estimate in px. */
export function textWidth(text: string, font: Font): number {
  let width = 0;
  for (const character of text) width += characterWidth(character, font);
  return width;
}

/** The text, cut with an ellipsis if it is wider than `room` px; empty if not even two letters would be left of it. */
export function fitText(text: string, room: number, font: Font): string {
  if (textWidth(text, font) <= room) return text;
  let width = textWidth("…", font);
  let fitting = "";
  let count = 0;
  for (const character of text) {
    width += characterWidth(character, font);
    if (width > room) break;
    fitting += character;
    count++;
  }
  // Less than that says nothing.
  return count < 4 ? "" : `${fitting.trimEnd()}…`;
}

function characterWidth(character: string, font: Font): number {
  // Ideographs, kana, hangul, full-width forms and emoji are as wide as they are high.
  const isWide = character.codePointAt(0)! >= 0x1100 && !/[\u2000-\u206f\u2190-\u21ff]/.test(character);
  if (font === "code") return isWide ? 12 : 6.9;
  if (isWide) return 13;
  if (/[ilj.,:;'|!()[\]]/.test(character)) return 4.6;
  return /[A-ZmwMW%@&→…–]/.test(character) ? 10.2 : 7.2;
}
