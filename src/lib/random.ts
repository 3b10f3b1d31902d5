/** Random sources for UUIDs, datapath ids and Ethernet addresses. */

export interface RandomSource {
  /** Returns the next 32 random bits as an unsigned integer. */
  next(): number;
}

/** The state of a {@link SeededRandom}: four unsigned 32-bit words. */
export type RandomState = readonly [number, number, number, number];

/**
 * A small, fast generator (sfc32). Its state can be saved, so a sandbox that is reopened continues
 * with the same numbers.
 */
export class SeededRandom implements RandomSource {
  #a = 0;
  #b = 0;
  #c = 0;
  #counter = 0;

  constructor(state: RandomState) {
    this.state = state;
  }

  /** Returns a generator whose sequence depends only on `seed`. */
  static fromSeed(seed: number): SeededRandom {
    const random = new SeededRandom([0, 0, seed >>> 0, 1]);
    // The first dozen outputs still show the seed's structure.
    for (let i = 0; i < 12; i++) random.next();
    return random;
  }

  get state(): RandomState {
    return [this.#a, this.#b, this.#c, this.#counter];
  }

  set state(state: RandomState) {
    [this.#a, this.#b, this.#c, this.#counter] = state;
  }

  next(): number {
    const sum = (this.#a + this.#b + this.#counter) >>> 0;
    this.#counter = (this.#counter + 1) >>> 0;
    this.#a = (this.#b ^ (this.#b >>> 9)) >>> 0;
    this.#b = (this.#c + (this.#c << 3)) >>> 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) >>> 0;
    return sum;
  }
}
