// What the two ways of speaking to the engine have in common.

/** One way to speak: turns requests into bytes, and bytes into answers. */
export interface Wire {
  /** Writes a request. @param isBinary whether the answer consists of bytes */
  request(id: number, method: string, params: unknown, isBinary: boolean): void;
  /** Takes bytes from the engine. @throws if they make no sense: then the thread is lost */
  receive(chunk: Buffer): void;
}

/** What a wire is connected to. */
export interface WireEnds {
  /** What is written in one turn leaves together. */
  readonly write: (bytes: string | Uint8Array) => void;
  readonly answer: (id: number, result: unknown) => void;
  readonly refuse: (id: number, error: Error) => void;
}
