/** A text that is not an atom or value. The message is the reference's. */
export class TextError extends Error {
  override readonly name = 'TextError';
}
