/** `sandbox reset`: starts over. */
import type { Subcommand } from './subcommand.js';

export const RESET: Subcommand = {
  name: 'reset',
  usage: '',
  summary: 'start over with a fresh sandbox',
  run({ sandbox, print }) {
    sandbox.reset();
    print('The sandbox is fresh again.\n');
  },
};
