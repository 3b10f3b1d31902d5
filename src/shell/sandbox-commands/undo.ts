import { Refusal, type Subcommand } from './subcommand.js';

export const UNDO: Subcommand = {
  name: 'undo',
  usage: '[COUNT]',
  summary: 'go back to before the last line that changed something',
  help: `COUNT lines back, where one is not enough. A script counts as one line.
Flows that ovs-ofctl added, connections and counters begin anew.`,
  run({ args: [word = '1'], sandbox, print }) {
    const count = Number(word);
    if (!/^\d+$/.test(word) || count < 1) throw new Refusal(`'${word}' is no number of lines`);
    try {
      sandbox.undo(count);
    } catch (error) {
      throw error instanceof RangeError ? new Refusal(error.message) : error;
    }
    print(count === 1 ? 'The last change is undone.\n' : `The last ${count} changes are undone.\n`);
  },
};
