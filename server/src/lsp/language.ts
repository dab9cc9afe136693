// The language of the client, which it names when it starts the server.

import { speak } from "../language/say.ts";

/** @param locale what `initialize` says, such as `de` or `pt-br`; a language that we do not speak is answered in English */
export async function speakTo(locale: string | undefined): Promise<void> {
  // Read only by those who need it.
  speak(/^de(?:[-_]|$)/i.test(locale ?? "") ? (await import("../language/german.ts")).german : undefined);
}
