// The line on stderr that says what is going on, for people who wait at a terminal. Elsewhere nothing is drawn.

export interface Progress {
  /** What is being done now. */
  say(text: string): void;
  /** Takes the line away so that something else can be printed; it comes back with the next `say`. */
  clear(): void;
}

export const noProgress: Progress = { say: () => {}, clear: () => {} };

/** A progress line on `stream` if it is a terminal that can redraw a line. */
export async function startProgress(stream: NodeJS.WriteStream): Promise<Progress> {
  // Some pseudo terminals say that they have no columns, in which no line has an end.
  if (!stream.isTTY || !stream.columns || process.env.TERM === "dumb") return noProgress;
  const { default: ora } = await import("ora");
  // Left alone, the input of the terminal stays with whatever the user types next.
  const spinner = ora({ stream, color: "cyan", discardStdin: false });
  return {
    say(text) {
      spinner.text = text;
      if (!spinner.isSpinning) spinner.start();
    },
    clear() {
      if (spinner.isSpinning) spinner.stop();
    },
  };
}
