/**
 * Checks whether a step of a lesson is done. Checks read the sandbox, not what was typed: each verb
 * is a row.
 */
import type { Sandbox } from '../../sandbox/sandbox.js';
import { openState } from '../sandbox-commands/moments.js';
import type { Workshop } from '../sandbox-commands/subcommand.js';

/** The names of the columns of each table that checks can name. */
export type Tables = ReadonlyMap<string, ReadonlySet<string>>;

export interface Check {
  /** What it asks for, in words for the learner. */
  readonly description: string;
  /** Returns true if the sandbox is as it should be. */
  holds(context: CheckContext): boolean | Promise<boolean>;
}

export interface CheckContext {
  readonly sandbox: Sandbox;
  readonly workshop: Workshop;
  readonly signal: AbortSignal;
  /** The last answer to the question of the step. */
  readonly answer: string | undefined;
}

interface Verb {
  readonly pattern: RegExp;
  /** How it is written. */
  readonly usage: string;
  /** Returns the function that checks, or the reason why there is none. */
  read(
    parts: Readonly<Record<string, string | undefined>>,
    tables: Tables,
  ): Check['holds'] | string;
}

const VERBS: readonly Verb[] = [
  {
    pattern: /^(?<no>no )?row (?<table>\w+)(?<conditions>(?: .+)?)$/,
    usage: '[no] row TABLE [COLUMN[:KEY]=VALUE]...',
    read: ({ no, table = '', conditions = '' }, tables) => {
      const columns = tables.get(table);
      if (!columns) return `there is no table ${table}`;
      const wanted = conditionsIn(conditions);
      if (typeof wanted === 'string') return wanted;
      const unknown = wanted.find(({ column }) => !columns.has(column));
      if (unknown) return `table ${table} has no column ${unknown.column}`;
      return ({ sandbox }) => hasRow(sandbox, table, wanted) === (no === undefined);
    },
  },
  {
    pattern:
      /^packet (?<protocol>tcp|udp|icmp) (?<from>\S+) (?<to>[^\s:]+)(?::(?<port>\d+))? (?<fate>arrives|is lost)$/,
    usage: 'packet tcp|udp|icmp SRC DST[:PORT] arrives|is lost',
    read: ({ protocol = 'icmp', from = '', to = '', port, fate }) => {
      if ((protocol === 'icmp') !== (port === undefined)) {
        return protocol === 'icmp'
          ? 'icmp has no ports'
          : `${protocol} needs a port, as in ${to}:80`;
      }
      const send =
        port === undefined
          ? `sandbox ping -c 1 ${from} ${to}`
          : `sandbox ${protocol} -c 1 ${from} ${to}:${port}`;
      const service = port === undefined ? '' : `sandbox host ${to} listen ${protocol}/${port};`;
      const wanted = fate === 'arrives' ? send : `! ${send}`;
      // Packets of ports that do not exist are not lost.
      const command = `sandbox host ${from} && sandbox host ${to} && { ${service} ${wanted}; }`;
      return ({ sandbox, ...context }) => {
        // Packets change counters, connections and what hosts know, so they pass through a copy.
        const copy = { ...context, sandbox: openState(sandbox.save()) };
        return prints(copy, `{ ${command}; } >/dev/null 2>&1 && echo so`, 'so');
      };
    },
  },
  {
    pattern: /^command (?<command>.+) => (?<text>.*)$/,
    usage: 'command COMMAND => OUTPUT',
    read:
      ({ command = '', text = '' }) =>
      (context) =>
        prints(context, command, text),
  },
  {
    pattern: /^answer (?<text>.+)$/,
    usage: 'answer TEXT',
    read: ({ text = '' }) => {
      const right = text.split('|').map(plain);
      return ({ answer }) => answer !== undefined && right.includes(plain(answer));
    },
  },
];

/** Returns an answer without what does not matter in it. */
const plain = (answer: string): string => answer.trim().toLowerCase();

/** Returns true if a command prints this text. */
async function prints(
  { sandbox, workshop, signal }: CheckContext,
  command: string,
  text: string,
): Promise<boolean> {
  return (await workshop.run(sandbox, command, signal)).trim() === text.trim();
}

/** Reads a check such as `row ACL priority=1001 # an ACL that drops`. Returns a message for others. */
export function parseCheck(source: string, tables: Tables): Check | string {
  const [text = '', ...words] = source.trim().split(' # ');
  const description = words.length > 0 ? words.join(' # ') : text;
  for (const { pattern, read } of VERBS) {
    const match = pattern.exec(text.trim());
    if (!match) continue;
    const holds = read(match.groups ?? {}, tables);
    return typeof holds === 'string' ? holds : { description, holds };
  }
  const usages = VERBS.map(({ usage }) => usage).join('; ');
  return `"${text}" is not a check; write one of: ${usages}`;
}

/** A value that a column of a row has, or contains. */
interface Condition {
  readonly column: string;
  readonly key: string | undefined;
  readonly value: string;
}

const CONDITION = /^(\w+)(?::([\w-]+))?=(?:"((?:[^"\\]|\\.)*)"|(\S*))$/;

function conditionsIn(text: string): readonly Condition[] | string {
  const words = text.match(/\w+(?::[\w-]+)?=(?:"(?:[^"\\]|\\.)*"|\S*)|\S+/g) ?? [];
  const conditions: Condition[] = [];
  for (const word of words) {
    const [, column, key, quoted, bare = ''] = CONDITION.exec(word) ?? [];
    if (column === undefined) return `"${word}" is not a condition such as name=sw0`;
    conditions.push({ column, key, value: quoted?.replace(/\\(.)/g, '$1') ?? bare });
  }
  return conditions;
}

const databasesOf = (sandbox: Sandbox) => {
  const { nb, sb, ovs, neutron } = sandbox.context();
  return [nb, sb, ovs, neutron.database].map((database) => database.asDynamic());
};

/** Returns the tables and columns that checks can name. */
export const tablesOf = (sandbox: Sandbox): Tables =>
  new Map(
    databasesOf(sandbox)
      .flatMap(({ schema }) => Object.entries(schema.tables))
      .map(([table, { columns }]) => [table, new Set(Object.keys(columns))]),
  );

/** Returns true if one of the databases has a row that fulfils all conditions. */
function hasRow(sandbox: Sandbox, table: string, conditions: readonly Condition[]): boolean {
  return databasesOf(sandbox)
    .filter(({ schema }) => Object.hasOwn(schema.tables, table))
    .some((database) =>
      [...database.rows(table)].some((row) =>
        conditions.every((condition) => fulfils(row[condition.column], condition)),
      ),
    );
}

function fulfils(value: unknown, { key, value: wanted }: Condition): boolean {
  if (value instanceof Map) {
    return key === undefined
      ? wanted === '' && value.size === 0
      : String(value.get(key)) === wanted;
  }
  if (Array.isArray(value)) {
    return wanted === '' ? value.length === 0 : value.some((atom) => String(atom) === wanted);
  }
  return value === undefined ? wanted === '' : String(value) === wanted;
}
