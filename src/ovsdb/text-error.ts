/** The error for a text that is not an atom or value, with the same message as in the reference. */
export class TextError extends Error {
  override readonly name = 'TextError';
}
