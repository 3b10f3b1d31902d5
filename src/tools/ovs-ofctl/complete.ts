/** Completion of an `ovs-ofctl` command line. */

import { ALL_FIELDS } from '../../openflow/model/fields.js';
import { VERSION_NAMES } from '../../openflow/model/protocols.js';
import { MATCH_WORDS } from '../../openflow/text/parse-flow.js';
import { parametersAt, parseUsage } from '../program/usage.js';
import type { ToolContext } from '../tool.js';
import { COMMANDS } from './commands/all.js';
import { PORT_ACTIONS } from './commands/port-commands.js';
import { OPTIONS } from './options.js';

/** The words that could stand in place of the last of `words`. */
export function completeOfctl(words: readonly string[], context: ToolContext): readonly string[] {
  const word = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  return [...new Set(candidates(word, before, context))].filter((candidate) =>
    candidate.startsWith(word),
  );
}

function candidates(
  word: string,
  before: readonly string[],
  context: ToolContext,
): Iterable<string> {
  const previous = before.at(-1);
  if (previous === '-O' || previous === '--protocols') return VERSION_NAMES;
  if (word.startsWith('-')) return OPTIONS.map(({ name }) => `--${name}`);
  const [name, ...args] = plainWords(before);
  if (name === undefined) return listedCommands();
  const command = COMMANDS.get(name);
  if (command === undefined) return [];
  const parameters = parametersAt(parseUsage(command.usage), args.length);
  return parameters.flatMap(({ name: parameter }) => [...values(parameter, word, args, context)]);
}

/** The words that are neither options nor their arguments. */
function plainWords(words: readonly string[]): string[] {
  return words.filter((word, i) => {
    const previous = words[i - 1];
    const takes = OPTIONS.some(
      ({ name, short, argument }) =>
        argument === 'required' && (previous === `--${name}` || previous === `-${short}`),
    );
    return !word.startsWith('-') && !takes;
  });
}

function listedCommands(): string[] {
  return [...COMMANDS.values()].flatMap(({ name, summary }) =>
    summary === undefined ? [] : [name],
  );
}

function values(
  parameter: string,
  word: string,
  args: readonly string[],
  { switch: { bridges } }: ToolContext,
): Iterable<string> {
  switch (parameter) {
    case 'SWITCH':
    case 'SOURCE':
      return bridges.keys();
    case 'PORT':
      return [...(bridges.get(args[0] ?? '')?.ports.values() ?? [])].map(({ name }) => name);
    case 'PORT_ACTION':
      return PORT_ACTIONS;
    case 'FRAGMENTS':
      return ['normal', 'drop', 'reassemble', 'nx-match'];
    case 'FLOW': {
      // Only the last item of a flow is being typed.
      const head = word.slice(0, word.lastIndexOf(',') + 1);
      const keys = ['table=', ...MATCH_WORDS, ...ALL_FIELDS.map(({ name }) => `${name}=`)];
      return keys.map((key) => `${head}${key}`);
    }
    default:
      return [];
  }
}
