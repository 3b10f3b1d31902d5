import type { Subcommand } from './subcommand.js';

export const LOG: Subcommand = {
  name: 'log',
  usage: '',
  summary: 'what ovn-northd and ovn-controller have to say',
  run({ sandbox, print }) {
    for (const { time, program, module, level, message } of sandbox.log.since(0)) {
      print(`${[new Date(time).toISOString(), program, module, level, message].join('|')}\n`);
    }
  },
};
