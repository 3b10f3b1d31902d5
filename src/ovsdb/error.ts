/** An error from the database, with the two texts of the server's reply. */
export class OvsdbError extends Error {
  /**
   * @param error the kind of error, for example `constraint violation`.
   * @param details a description of the error.
   * @param syntax the JSON text that the server would quote, if any.
   */
  constructor(
    readonly error: string,
    readonly details: string,
    readonly syntax?: string,
  ) {
    super(`${syntax === undefined ? '' : `syntax "${syntax}": `}${error}: ${details}`);
    this.name = 'OvsdbError';
  }
}
