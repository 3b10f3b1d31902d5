/**
 * A coach for mistakes that the tools of 2015 swallow without a word. It watches what was
 * entered together, looks at the databases when all of it has run, and says what may have
 * been missed, on a channel of its own: what the tools print is not touched.
 */
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { Advice, Deed } from './advice.js';
import {
  addressApart,
  danglingInterface,
  deafMatch,
  notFound,
  secondSwitch,
} from './northbound.js';
import { laterSpelling, unknownProgram } from './spellings.js';

/** More than this at once is no help. */
const MAX_HINTS = 3;

export class Coach {
  readonly #sandbox: Sandbox;
  readonly #table: readonly Advice[];
  #deeds: Deed[] = [];

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#table = [
      laterSpelling,
      unknownProgram(sandbox.tools),
      notFound,
      secondSwitch,
      addressApart,
      deafMatch,
      danglingInterface,
    ];
  }

  /** Takes down what happened. */
  saw(deed: Deed): void {
    this.#deeds.push(deed);
  }

  /** What there is to say about all that happened since this was last called. */
  hints(): readonly string[] {
    const deeds = this.#deeds;
    this.#deeds = [];
    if (deeds.length === 0) return [];
    const databases = this.#sandbox.context({ read: () => undefined });
    const hints = new Set<string>();
    for (const deed of deeds) {
      for (const advice of this.#table) {
        for (const hint of advice(deed, databases)) hints.add(hint);
      }
    }
    return [...hints].slice(0, MAX_HINTS);
  }
}
