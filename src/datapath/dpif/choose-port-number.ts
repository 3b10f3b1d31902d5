/** Numbers ports within a datapath like the dummy datapath of the reference. */

/** `ODPP_NONE`. */
const NO_PORT = 0xffffffff;

/** Added to the number in the name of a bridge. */
const FIRST_BRIDGE = 100;

/**
 * Returns the first number in a port's name, plus 100 for a bridge, if it is free; otherwise the
 * lowest free number. Mirrors `choose_port()`.
 */
export function choosePortNumber(
  name: string,
  inUse: (number: number) => boolean,
  leastFree: LeastFreeNumber = new LeastFreeNumber(inUse),
): number {
  const digits = /\d+/.exec(name);
  if (digits !== null) {
    const start = name.startsWith('br') ? FIRST_BRIDGE : 0;
    const number = Number(BigInt.asUintN(32, BigInt(digits[0]) + BigInt(start)));
    if (number > 0 && number !== NO_PORT && !inUse(number)) return number;
  }
  return leastFree.next();
}

/** Finds the lowest free number without scanning from 1 each time. */
export class LeastFreeNumber {
  readonly #inUse: (number: number) => boolean;
  /** All numbers below this one are in use. */
  #least = 1;

  constructor(inUse: (number: number) => boolean) {
    this.#inUse = inUse;
  }

  /** Returns the lowest free number. */
  next(): number {
    while (this.#inUse(this.#least)) this.#least++;
    return this.#least;
  }

  /** Records that a number is free again. */
  release(number: number): void {
    this.#least = Math.min(this.#least, number);
  }
}
