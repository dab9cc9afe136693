// The one error that means "ask again".

/** The document changed while it was analysed, or the report is no longer about its text: ask again. */
export class StaleError extends Error {
  override readonly name = "StaleError";
}
