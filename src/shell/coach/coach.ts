/**
 * Gives hints about mistakes that the tools of 2015 accept silently. It observes the calls of one
 * input, checks the databases after all of them have run, and reports on a separate channel. The
 * output of the tools is not changed.
 */
import type { Sandbox } from '../../sandbox/sandbox.js';
import type { Hint } from '../remark.js';
import { SUBCOMMANDS } from '../sandbox-commands/table.js';
import { deafMatch } from './acl-match.js';
import type { Advice, ObservedCall } from './advice.js';
import { addressApart, danglingInterface, notFound, secondSwitch } from './northbound.js';
import { badAddress, badType, unmappedNetwork } from './port-settings.js';
import { refused, unknownStage } from './refusals.js';
import { laterSpelling, unknownProgram } from './spellings.js';

/** The maximum number of hints at a time; more would not help. */
const MAX_HINTS = 3;

export class Coach {
  readonly #sandbox: Sandbox;
  readonly #table: readonly Advice[];
  /** For calls about which there is nothing else to say. */
  readonly #refused: Advice;
  #calls: ObservedCall[] = [];
  /** The setup scripts that ran although the sandbox was not empty. */
  readonly #setups = new Set<string>();

  /** @param programs the names of all programs and utilities */
  constructor(sandbox: Sandbox, programs: readonly string[]) {
    this.#sandbox = sandbox;
    this.#refused = refused(sandbox);
    this.#table = [
      laterSpelling,
      unknownProgram(
        sandbox.tools,
        programs,
        SUBCOMMANDS.map(({ name }) => name),
      ),
      notFound,
      secondSwitch,
      addressApart,
      badAddress,
      badType,
      unmappedNetwork,
      unknownStage,
      deafMatch,
      danglingInterface,
    ];
  }

  /** Records a call. */
  saw(call: ObservedCall): void {
    this.#calls.push(call);
  }

  /** Records a script that is about to run. */
  sawScript(path: string): void {
    const [setup] = /[^/]+\/env[^/]*\/setup1?\.sh$/.exec(path) ?? [];
    if (setup === undefined || this.#sandbox.context().nb.count('Logical_Switch') === 0) return;
    this.#setups.add(setup);
  }

  /** Returns the hints about the calls since the last call of this method. */
  hints(): readonly Hint[] {
    const calls = this.#calls;
    this.#calls = [];
    const setups = [...this.#setups];
    this.#setups.clear();
    // All other mistakes follow from this one.
    if (setups.length > 0) return setups.map(setupHint);
    if (calls.length === 0) return [];
    const databases = this.#sandbox.context();
    const hints = new Map<string, Hint>();
    for (const call of calls) {
      const special = this.#table.flatMap((advice) => [...advice(call, databases)]);
      const given = special.length > 0 ? special : this.#refused(call, databases);
      for (const one of given) {
        const hint = typeof one === 'string' ? { text: one } : one;
        hints.set(JSON.stringify(hint), hint);
      }
    }
    return [...hints.values()].slice(0, MAX_HINTS);
  }
}

const setupHint = (setup: string): Hint => ({
  text: `The sandbox was not empty, so names may exist twice now. To take that back: sandbox undo. To start over: sandbox reset; ${setup}`,
});
