/**
 * Commands for features that the sandbox lacks. They answer like the real program when the feature
 * is not configured.
 */

import { findBridge } from '../find-bridge.js';
import { CommandError, type TargetCommand } from '../target-command.js';

/** Shows nothing, or reports that the named object does not exist. */
const nothing =
  (absent: string) =>
  ([name]: readonly string[]): string => {
    if (name !== undefined) throw new CommandError(absent);
    return '';
  };

/** Checks the last argument, then reports that the named object does not exist. */
const override =
  (absent: string) =>
  (args: readonly string[]): string => {
    if (!/^(true|false|normal)$/i.test(args.at(-1) ?? '')) {
      throw new CommandError('unknown fault string');
    }
    if (args.length > 1) throw new CommandError(absent);
    return 'OK';
  };

const changed =
  (absent: string) =>
  ([name]: readonly string[]): string => {
    if (name !== undefined) throw new CommandError(absent);
    return 'OK';
  };

const FAULTS = { 'normal|false|true': ['normal', 'false', 'true'] };

const ARP_CACHE_HEAD = [
  'IP                                            MAC                 Bridge\n',
  '==========================================================================\n',
].join('');

export const IDLE_COMMANDS: readonly TargetCommand[] = [
  { name: 'autoattach/status', usage: '[bridge]', run: () => '' },
  { name: 'autoattach/show-isid', usage: '[bridge]', run: () => '' },
  { name: 'autoattach/statistics', usage: '[bridge]', run: () => '' },
  { name: 'bfd/show', usage: '[interface]', run: nothing('no such bfd object') },
  {
    name: 'bfd/set-forwarding',
    usage: '[interface] normal|false|true',
    values: FAULTS,
    run: override('no such BFD object'),
  },
  { name: 'cfm/show', usage: '[interface]', run: nothing('no such CFM object') },
  {
    name: 'cfm/set-fault',
    usage: '[interface] normal|false|true',
    values: FAULTS,
    run: override('no such CFM object'),
  },
  { name: 'lacp/show', usage: '[port]', run: nothing('no such lacp object') },
  { name: 'stp/tcn', usage: '[bridge]', run: changed('no such stp object') },
  { name: 'rstp/tcn', usage: '[bridge]', run: changed('No such RSTP object') },
  {
    name: 'mdb/show',
    usage: 'bridge',
    run([name = ''], context) {
      findBridge(context, name);
      throw new CommandError('multicast snooping is disabled');
    },
  },
  {
    name: 'mdb/flush',
    usage: '[bridge]',
    run([name], context) {
      if (name === undefined) return 'table successfully flushed';
      findBridge(context, name);
      throw new CommandError('multicast snooping is disabled');
    },
  },
  { name: 'ovs/route/show', usage: '', run: () => 'Route Table:\n' },
  { name: 'ovs/route/lookup', usage: 'ip_addr', run: () => 'Not found' },
  { name: 'tnl/arp/show', usage: '', run: () => ARP_CACHE_HEAD },
  { name: 'tnl/arp/flush', usage: '', run: () => 'OK' },
  { name: 'tnl/ports/show', usage: '-v', arity: [0, 1], run: () => 'Listening ports:\n' },
];
