// A strict reader of the XML that pictures consist of: what is not well formed is refused, as a browser refuses it in an
// image. And where the texts of a picture are.

import { textWidth } from "../../server/src/pictures/text-width.ts";

export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** The text directly inside. */
  readonly text: string;
}

/** @throws Error at the first thing that is not well formed */
export function parseXml(xml: string): XmlElement {
  const open: { name: string; attributes: Map<string, string>; children: XmlElement[]; text: string }[] = [];
  let root: XmlElement | undefined;
  const token = /<\/([\w-]+)>|<([\w-]+)((?:\s[\w:-]+="[^"<]*")*)(\/?)>|([^<]+)/gy;
  while (token.lastIndex < xml.length) {
    const at = token.lastIndex;
    const match = token.exec(xml);
    if (match === null) throw new Error(`not well formed at ${at}: ${xml.slice(at, at + 40)}`);
    const [, closed, opened, attributes, isEmpty, text] = match;
    if (text !== undefined) {
      if (open.length === 0) throw new Error(`text outside at ${at}`);
      open.at(-1)!.text += decoded(text);
    } else if (closed !== undefined) {
      const ended = open.pop();
      if (ended?.name !== closed) throw new Error(`</${closed}> ends <${ended?.name}> at ${at}`);
    } else {
      const element = { name: opened!, attributes: attributesOf(attributes!), children: [], text: "" };
      if (root !== undefined && open.length === 0) throw new Error("two roots");
      root ??= element;
      open.at(-1)?.children.push(element);
      if (isEmpty === "") open.push(element);
    }
  }
  if (root === undefined || open.length > 0) throw new Error("not closed");
  return root;
}

export interface PlacedText {
  readonly text: string;
  readonly title: string | undefined;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** The drawn texts with the room that they take. */
export function textsOf(element: XmlElement): PlacedText[] {
  const own = element.name === "text" ? [placed(element)] : [];
  return [...own, ...element.children.flatMap(textsOf)];
}

function placed({ attributes, text, children }: XmlElement): PlacedText {
  const [x, y] = [Number(attributes.get("x")), Number(attributes.get("y"))];
  const width = textWidth(text, attributes.get("class")?.includes("code") === true ? "code" : "words");
  const title = children.find(({ name }) => name === "title")?.text;
  return { text, title, left: x, right: x + width, top: y - 9, bottom: y + 3 };
}

function attributesOf(text: string): Map<string, string> {
  const found = [...text.matchAll(/\s([\w:-]+)="([^"]*)"/g)].map(
    ([, name, value]) => [name!, decoded(value!)] as const,
  );
  const attributes = new Map(found);
  if (attributes.size < found.length) throw new Error(`an attribute twice: ${text}`);
  return attributes;
}

function decoded(text: string): string {
  if (/&(?!(?:amp|lt|gt|quot);)/.test(text)) throw new Error(`a bare & in ${text}`);
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
