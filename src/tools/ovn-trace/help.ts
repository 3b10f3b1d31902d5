/** What `ovn-trace` says about itself. */
import { helpEntry } from '../../lib/help-entry.js';
import { NAME, OPTIONS } from './trace-options.js';

const COLUMN = 28;

export function helpText(): string {
  const options = OPTIONS.flatMap(({ name, short, argument, argumentName = 'ARG', help }) => {
    if (help === undefined) return [];
    const value = { none: '', required: `=${argumentName}`, optional: `[=${argumentName}]` };
    const term = `${short === undefined ? '' : `-${short}, `}--${name}${value[argument]}`;
    return [helpEntry(term, help, COLUMN)];
  });
  return [
    `${NAME}: shows what becomes of a packet on its way through logical datapaths\n`,
    `usage: ${NAME} [OPTIONS] DATAPATH MICROFLOW\n`,
    '\nDATAPATH is the name of a logical switch or router, or the beginning of its\n',
    'UUID. MICROFLOW says in the language of matches what the packet is, for example\n',
    `  'inport == "sw0-port1" && eth.src == 00:00:00:00:00:01 && tcp.dst == 22'\n`,
    'What it does not say is zero.\n',
    `\nOptions:\n${options.join('')}`,
  ].join('');
}
