/** Handles Control-C where the terminal turns it into a signal, which would end the program. */

export class Interrupts {
  /** Called on Control-C. Until it is set, Control-C does nothing. */
  onInterrupt: () => void = () => undefined;

  constructor() {
    process.on('SIGINT', this.#interrupt);
  }

  stop(): void {
    process.off('SIGINT', this.#interrupt);
  }

  readonly #interrupt = (): void => this.onInterrupt();
}
