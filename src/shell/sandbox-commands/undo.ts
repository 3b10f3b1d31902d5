/** `sandbox undo` and `sandbox redo`: go back to the state before the last changes, and forward. */
import { excerpt } from '../../lib/printable.js';
import { type Call, Refusal, type Subcommand } from './subcommand.js';

/** The number of characters of an undone line that are shown. */
const SHOWN = 66;

export const UNDO: Subcommand = {
  name: 'undo',
  usage: '[COUNT]',
  summary: 'undo the last line that changed something',
  help: `Undoes the last COUNT lines that changed something; by default the last one.
A script counts as one line. Connections end; counters and the ages of flows
start over. sandbox redo takes it back.`,
  run(call) {
    step(call, 'Undone', (count) => call.sandbox.undo(count));
    call.print('To take that back: sandbox redo\n');
  },
};

export const REDO: Subcommand = {
  name: 'redo',
  usage: '[COUNT]',
  summary: 'take back the last undo',
  help: `Restores what the last COUNT undone lines had changed; by default one.
This is possible until something else is changed.`,
  run(call) {
    step(call, 'Done again', (count) => call.sandbox.redo(count));
  },
};

function step(call: Call, what: string, go: (count: number) => readonly string[]): void {
  const [word = '1'] = call.args;
  const count = Number(word);
  if (!/^\d+$/.test(word) || count < 1) throw new Refusal(`'${word}' is not a number of lines`);
  try {
    for (const line of go(count)) call.print(`${what}: ${shown(line)}\n`);
  } catch (error) {
    throw error instanceof RangeError ? new Refusal(error.message) : error;
  }
}

/** Returns the start of a line of input, which may span several lines of text. */
function shown(line: string): string {
  const [first = '', ...rest] = line.trim().split('\n');
  const text = excerpt(first, SHOWN);
  return rest.length > 0 && !text.endsWith('...') ? `${text} ...` : text;
}
