/** Commands about limits of connections, as in Open vSwitch 3.1. */
import { OTHER_ZONES } from '../../../datapath/conntrack/zone-limits.js';
import type { ToolContext } from '../../tool.js';
import type { TargetCommand } from '../target-command.js';
import {
  dpctlError,
  namesDatapath,
  parseDpctlOptions,
  requireDatapath,
  scanNumber,
} from './datapath-argument.js';

const SET_MAXIMUM: TargetCommand = {
  name: 'dpctl/ct-set-maxconns',
  usage: '[dp] maxconns',
  run(words, context) {
    const { args } = parseDpctlOptions(words);
    requireDatapath(args, context, 2);
    const maximum = scanNumber(`n=${args.at(-1)}`, 'n', 32);
    if (maximum === undefined) throw dpctlError('maxconns missing or malformed');
    context.datapath.tracker.table.maxConnections = maximum;
    return 'setting maxconns successful';
  },
};

const GET_MAXIMUM: TargetCommand = {
  name: 'dpctl/ct-get-maxconns',
  usage: '[dp]',
  run(words, context) {
    requireDatapath(parseDpctlOptions(words).args, context, 1);
    return `${context.datapath.tracker.table.maxConnections}\n`;
  },
};

const limitsOf = (context: ToolContext) => context.datapath.tracker.table.limits;

/** Returns the arguments without the datapath's name at the front. */
function behindDatapath(words: readonly string[], context: ToolContext, most?: number) {
  const { args } = parseDpctlOptions(words);
  requireDatapath(args, context, most);
  return namesDatapath(args, context) ? args.slice(1) : args;
}

/** Parses `zone=N,limit=L`. @throws CommandError */
function parseLimit(text: string): { zone: number; limit: number } {
  const found = new Map<string, number>();
  for (const part of text.split(/[\s,]+/).filter(Boolean)) {
    const [key = '', value = ''] = part.split(/=(.*)/s, 2);
    if (value === '') throw dpctlError(`field ${key} missing value`);
    if (key !== 'zone' && key !== 'limit') throw dpctlError(`invalid zone limit field: ${key}`);
    const number = /^(0x[0-9a-f]+|\d+)$/i.test(value) ? Number(value) : Number.NaN;
    const largest = key === 'zone' ? 0xffff : 0xffffffff;
    if (!(number <= largest)) throw dpctlError(`failed to parse field ${key}`);
    found.set(key, number);
  }
  const zone = found.get('zone');
  const limit = found.get('limit');
  if (zone === undefined || limit === undefined) throw dpctlError('failed to parse zone limit');
  return { zone, limit };
}

const SET_LIMITS: TargetCommand = {
  name: 'dpctl/ct-set-limits',
  usage: '[dp] [default=L] [zone=N,limit=L]...',
  arity: [1, Number.POSITIVE_INFINITY],
  run(words, context) {
    const args = behindDatapath(words, context);
    const hasDefault = args[0]?.startsWith('default=') === true;
    const others = scanNumber(args[0] ?? '', 'default', 32);
    if (hasDefault && others === undefined) throw dpctlError('invalid default limit');
    const limits = args.slice(hasDefault ? 1 : 0).map(parseLimit);
    if (others !== undefined) limitsOf(context).set(OTHER_ZONES, others);
    for (const { zone, limit } of limits) limitsOf(context).set(zone, limit);
    return '';
  },
};

/** Parses `zone=N1,N2`. @throws CommandError */
function parseZones(text: string): number[] {
  if (!text.startsWith('zone=')) throw dpctlError(`invalid argument ${text}`);
  return text
    .slice('zone='.length)
    .split(',')
    .filter(Boolean)
    .map((part) => {
      const zone = scanNumber(`zone=${part}`, 'zone', 16);
      if (zone === undefined) throw dpctlError('invalid zone');
      return zone;
    });
}

const DELETE_LIMITS: TargetCommand = {
  name: 'dpctl/ct-del-limits',
  usage: '[dp] zone=N1[,N2]...',
  arity: [1, 2],
  run(words, context) {
    const [zones = ''] = behindDatapath(words, context, 2);
    for (const zone of parseZones(zones)) limitsOf(context).delete(zone);
    return '';
  },
};

const GET_LIMITS: TargetCommand = {
  name: 'dpctl/ct-get-limits',
  usage: '[dp] [zone=N1[,N2]...]',
  arity: [0, 2],
  run(words, context) {
    const [text] = behindDatapath(words, context, 2);
    const limits = limitsOf(context);
    const zones = text === undefined ? limits.zones : parseZones(text);
    const lines = zones.map((zone) => {
      const { limit, count } = limits.of(zone) ?? { limit: 0, count: 0 };
      return `zone=${zone},limit=${limit},count=${count}\n`;
    });
    return `default limit=${limits.of(OTHER_ZONES)?.limit ?? 0}\n${lines.join('')}`;
  },
};

export const CONNTRACK_LIMIT_COMMANDS: readonly TargetCommand[] = [
  SET_MAXIMUM,
  GET_MAXIMUM,
  SET_LIMITS,
  DELETE_LIMITS,
  GET_LIMITS,
];
