import type { Subcommand } from './subcommand.js';

export const RESET: Subcommand = {
  name: 'reset',
  usage: '',
  summary: 'begin anew with a fresh sandbox',
  run({ sandbox, print }) {
    sandbox.reset();
    print('The sandbox is fresh again.\n');
  },
};
