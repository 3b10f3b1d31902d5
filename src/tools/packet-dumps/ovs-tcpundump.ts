/**
 * `ovs-tcpundump`, which turns the output of `tcpdump -xx` into frames in hexadecimal
 * (`utilities/ovs-tcpundump.in`).
 */
import { fatal } from '../program/exit.js';
import type { ToolContext } from '../tool.js';
import { scriptTool } from './script-tool.js';

const LINE = /^\s+0x([0-9a-f]+): ((?: [0-9a-f]{4})+)/i;

function run(args: readonly string[], { stdin }: ToolContext, print: (text: string) => void): void {
  if (args.length > 0) fatal('non-option argument not supported (use --help for help)');
  let frame = '';
  const flush = () => {
    if (frame !== '') print(`${frame}\n`);
    frame = '';
  };
  for (const line of stdin.split('\n')) {
    const [, offset = '', words = ''] = LINE.exec(line) ?? [];
    if (Number.parseInt(offset || '0', 16) === 0) flush();
    frame += words.replace(/\s/g, '');
  }
  flush();
}

export const OVS_TCPUNDUMP = scriptTool({
  name: 'ovs-tcpundump',
  summary: 'turn the output of "tcpdump -xx" into frames in hexadecimal',
  usage: '< FILE',
  inputs: { readsInput: true },
  run,
});
