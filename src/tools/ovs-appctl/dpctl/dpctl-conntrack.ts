/** Commands about connections as in Open vSwitch 3.1. The reference has none yet. */
import { formatConnection } from '../../../datapath/conntrack/format-connection.js';
import type { TargetCommand } from '../target-command.js';
import { ConnectionFilter } from './connection-filter.js';
import { connectionStatistics } from './connection-statistics.js';
import { dpctlError, parseDpctlOptions, requireDatapath, scanNumber } from './datapath-argument.js';

/** Separates `zone=N` at the end from the other arguments. */
function splitZone(args: readonly string[]): { rest: readonly string[]; zone: number | undefined } {
  const zone = scanNumber(args.at(-1) ?? '', 'zone', 16);
  return { rest: zone === undefined ? args : args.slice(0, -1), zone };
}

const DUMP: TargetCommand = {
  name: 'dpctl/dump-conntrack',
  usage: '[-m] [-s] [dp] [zone=N]',
  run(words, context) {
    const { options, args } = parseDpctlOptions(words);
    const { rest, zone } = splitZone(args);
    requireDatapath(rest, context, 1);
    const { table } = context.datapath.tracker;
    return table
      .connections(zone)
      .map((connection) => {
        const timeout = options.statistics ? table.remaining(connection) : undefined;
        return `${formatConnection(connection, { verbose: options.verbose, timeout })}\n`;
      })
      .join('');
  },
};

const FLUSH: TargetCommand = {
  name: 'dpctl/flush-conntrack',
  usage: '[dp] [zone=N] [ct-orig-tuple] [ct-reply-tuple]',
  run(words, context) {
    const { args } = parseDpctlOptions(words);
    const hasZone = args[0]?.startsWith('zone=') === true;
    const zone = scanNumber(args[0] ?? '', 'zone', 16);
    if (hasZone && zone === undefined) throw dpctlError('failed to parse zone');
    const [original = '', reply = '', ...more] = hasZone ? args.slice(1) : args;
    const filter = new ConnectionFilter();
    filter.original = filter.parse(original);
    filter.reply = filter.parse(reply);
    if (more.length > 1) throw dpctlError('invalid arguments');
    // Contrary to its usage, Open vSwitch 3.1 parses the name of a datapath as a tuple.
    requireDatapath([], context);
    const { table } = context.datapath.tracker;
    const exact = filter.exactTuple(zone ?? 0);
    if (exact === undefined) {
      const found = table.connections(zone).filter((connection) => filter.matches(connection));
      for (const connection of found) table.remove(connection);
      return '';
    }
    const connection = table.find(exact);
    if (connection === undefined) {
      throw dpctlError('failed to flush conntrack', 'No such file or directory');
    }
    table.remove(connection);
    return '';
  },
};

const STATISTICS: TargetCommand = {
  name: 'dpctl/ct-stats-show',
  usage: '[dp] [zone=N]',
  arity: [0, 3],
  run(words, context) {
    const { options, args } = parseDpctlOptions(words);
    let rest = args;
    let { verbose } = options;
    let wanted: number | undefined;
    for (;;) {
      const last = rest.at(-1) ?? '';
      const zone = scanNumber(last, 'zone', 16);
      if (last.startsWith('verbose')) verbose = true;
      else if (zone === undefined) break;
      wanted = zone ?? wanted;
      rest = rest.slice(0, -1);
    }
    requireDatapath(rest, context, 1);
    return connectionStatistics(context.datapath.tracker.table.connections(wanted), verbose);
  },
};

const COUNT: TargetCommand = {
  name: 'dpctl/ct-get-nconns',
  usage: '[dp]',
  run(words, context) {
    requireDatapath(parseDpctlOptions(words).args, context, 1);
    return `${context.datapath.tracker.table.connections().length}\n`;
  },
};

export const CONNTRACK_COMMANDS: readonly TargetCommand[] = [DUMP, FLUSH, STATISTICS, COUNT];
