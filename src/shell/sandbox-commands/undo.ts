/** `sandbox undo`: goes back to the state before the last changes. */
import { Refusal, type Subcommand } from './subcommand.js';

export const UNDO: Subcommand = {
  name: 'undo',
  usage: '[COUNT]',
  summary: 'undo the last line that changed something',
  help: `Undoes the last COUNT lines that changed something; by default the last one.
A script counts as one line. Connections end; counters and the ages of flows
start over.`,
  run({ args: [word = '1'], sandbox, print }) {
    const count = Number(word);
    if (!/^\d+$/.test(word) || count < 1) throw new Refusal(`'${word}' is not a number of lines`);
    try {
      sandbox.undo(count);
    } catch (error) {
      throw error instanceof RangeError ? new Refusal(error.message) : error;
    }
    print(count === 1 ? 'The last change is undone.\n' : `The last ${count} changes are undone.\n`);
  },
};
