/** `sandbox log`: prints the log messages of the background programs. */
import type { Subcommand } from './subcommand.js';

export const LOG: Subcommand = {
  name: 'log',
  text: 'data',
  usage: '',
  summary: 'show the log of the background programs',
  run({ sandbox, print }) {
    for (const { time, program, module, level, message } of sandbox.log.since(0)) {
      print(`${[new Date(time).toISOString(), program, module, level, message].join('|')}\n`);
    }
  },
};
