/**
 * What the database refuses, with the two texts that the reference's server
 * puts in its reply.
 */
export class OvsdbError extends Error {
  /**
   * @param error the kind of error, for instance `constraint violation`.
   * @param details what exactly is wrong.
   * @param syntax the JSON text that the server would complain about, where it quotes it.
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
