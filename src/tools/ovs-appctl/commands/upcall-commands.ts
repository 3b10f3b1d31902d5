/** Commands about the upkeep of datapath flows: `upcall/...`, `revalidator/...`. */
import type { ToolContext } from '../../tool.js';
import { CommandError, type TargetCommand } from '../target-command.js';

function show(_: readonly string[], { datapath }: ToolContext): string {
  datapath.refresh();
  return [...datapath.dpifs.values()]
    .map(({ name, flows: { size, limit } }) =>
      [
        `${name}:\n`,
        `\tflows         : (current ${size}) (avg ${size}) (max ${size}) (limit ${limit})\n`,
        '\tdump duration : 0ms\n',
        '\tufid enabled : true\n\n',
        `\t1: (keys ${size})\n`,
      ].join(''),
    )
    .join('');
}

function setFlowLimit([text = '']: readonly string[], { datapath }: ToolContext): string {
  const limit = (Number.parseInt(text, 10) || 0) >>> 0;
  for (const { flows } of datapath.dpifs.values()) flows.limit = limit;
  return `set flow_limit to ${limit}\n`;
}

/** Sets whether datapath flows have wildcards. */
const setMegaflows =
  (enabled: boolean) =>
  (_: readonly string[], { datapath }: ToolContext): string => {
    for (const { flows } of datapath.dpifs.values()) {
      flows.exact = !enabled;
      flows.flush();
    }
    return `megaflows ${enabled ? 'enabled' : 'disabled'}`;
  };

function wait(_: readonly string[], { datapath }: ToolContext): string {
  if (datapath.dpifs.size !== 1) throw new CommandError("can't wait on multiple udpifs.");
  datapath.refresh();
  return '';
}

function purge(_: readonly string[], { datapath }: ToolContext): string {
  for (const { flows } of datapath.dpifs.values()) flows.flush();
  return '';
}

export const UPCALL_COMMANDS: readonly TargetCommand[] = [
  { name: 'upcall/show', usage: '', run: show },
  { name: 'upcall/set-flow-limit', usage: 'limit', shownUsage: '', run: setFlowLimit },
  { name: 'upcall/enable-megaflows', usage: '', run: setMegaflows(true) },
  { name: 'upcall/disable-megaflows', usage: '', run: setMegaflows(false) },
  // Nothing else shows the flow ids that the datapath and the revalidators exchange.
  {
    name: 'upcall/enable-ufid',
    usage: '',
    run: () => 'Datapath dumping tersely using UFID enabled for supported datapaths',
  },
  {
    name: 'upcall/disable-ufid',
    usage: '',
    run: () => 'Datapath dumping tersely using UFID disabled',
  },
  { name: 'revalidator/wait', usage: '', run: wait },
  { name: 'revalidator/purge', usage: '', run: purge },
];
