/**
 * Gives hints about mistakes that the tools of 2015 accept silently. It observes the calls of one
 * input, checks the databases after all of them have run, and reports on a separate channel. The
 * output of the tools is not changed.
 */
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { Advice, ObservedCall } from './advice.js';
import {
  addressApart,
  danglingInterface,
  deafMatch,
  notFound,
  secondSwitch,
} from './northbound.js';
import { laterSpelling, unknownProgram } from './spellings.js';

/** The maximum number of hints at a time; more would not help. */
const MAX_HINTS = 3;

export class Coach {
  readonly #sandbox: Sandbox;
  readonly #table: readonly Advice[];
  #calls: ObservedCall[] = [];

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

  /** Records a call. */
  saw(call: ObservedCall): void {
    this.#calls.push(call);
  }

  /** Returns the hints about the calls since the last call of this method. */
  hints(): readonly string[] {
    const calls = this.#calls;
    this.#calls = [];
    if (calls.length === 0) return [];
    const databases = this.#sandbox.context({ read: () => undefined });
    const hints = new Set<string>();
    for (const call of calls) {
      for (const advice of this.#table) {
        for (const hint of advice(call, databases)) hints.add(hint);
      }
    }
    return [...hints].slice(0, MAX_HINTS);
  }
}
