// The one kind of error that the command line explains instead of showing a stack: something that its user can put
// right. Everything else that is thrown is a defect of the program.

/** `message` is one line: what is wrong, where, and the way out. Ends the program with exit code 2. */
export class Failure extends Error {
  override readonly name = "Failure";
}

/** One line of text for people out of whatever was thrown. */
export function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replaceAll(/\s*\r?\n\s*/g, " ");
}
