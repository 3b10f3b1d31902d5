/** `ovsdb-client`, which queries and changes any database (`ovsdb/ovsdb-client.c`). */
import type { Database } from '../../ovsdb/database.js';
import { type CommandGroup, commandsByName, type ValueLists } from '../program/command-row.js';
import { type CompletionTables, completeWords } from '../program/complete.js';
import { fatal } from '../program/exit.js';
import { helpText } from '../program/help-text.js';
import { formatTime } from '../program/log-pattern.js';
import {
  applyOptions,
  DAEMON_OPTIONS,
  HELP_OPTION,
  type Invocation,
  LOG_OPTIONS,
  type OptionRow,
  SSL_OPTIONS,
  VERSION_OPTION,
} from '../program/option-row.js';
import { DEFAULT_STYLE, formatTable, type Table } from '../program/output-table.js';
import { reviewWords } from '../program/review.js';
import { type RunningProgram, runProgram } from '../program/run-program.js';
import { connectionProblem, DATABASE_SERVER } from '../program/sockets.js';
import { FILES } from '../program/suggestion.js';
import { TABLE_OPTIONS, type TableSettings } from '../program/table-options.js';
import { programVersion } from '../program/version.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import type { ClientCommand } from './client-command.js';
import { CLIENT_COMMANDS } from './client-commands.js';

const NAME = 'ovsdb-client';
const SUMMARY = 'query and change any of the databases with JSON';

/** The database of commands that name none. */
const DEFAULT_DATABASE = 'Open_vSwitch';

interface Settings extends TableSettings {
  timestamp: boolean;
}

const OPTIONS: readonly OptionRow<Invocation<Settings>>[] = [
  HELP_OPTION,
  VERSION_OPTION,
  {
    name: 'timestamp',
    argument: 'none',
    help: 'print the time before the output of "monitor"',
    apply: ({ settings }) => {
      settings.timestamp = true;
    },
  },
  ...LOG_OPTIONS,
  ...DAEMON_OPTIONS,
  { name: 'bootstrap-ca-cert', argument: 'required', values: [FILES] },
  ...SSL_OPTIONS,
  ...TABLE_OPTIONS,
];

const HELP: ClientCommand = {
  name: 'help',
  usage: '[ARG]...',
  needs: 'nothing',
  operands: [0, Number.POSITIVE_INFINITY],
  summary: 'show this help',
  run: ({ print }) => print(TEXTS.help()),
};

const GROUPS: readonly CommandGroup<ClientCommand>[] = [
  { title: 'Commands', commands: [...CLIENT_COMMANDS, HELP] },
];
const COMMANDS = commandsByName(GROUPS);

const TEXTS = {
  help: (): string =>
    helpText({
      name: NAME,
      summary: SUMMARY,
      usage: ['[OPTIONS] COMMAND [ARG]...'],
      notes: [`SERVER is ${DATABASE_SERVER} and DATABASE is ${DEFAULT_DATABASE} if not given.`],
      groups: GROUPS,
      options: OPTIONS,
    }),
  version: () => programVersion(NAME),
};

/** Returns the databases of the server in the order of their names. */
const databasesOf = ({ nb, sb, ovs }: ToolContext): readonly Database[] => [
  nb.asDynamic(),
  sb.asDynamic(),
  ovs.asDynamic(),
];

/** Takes the server off the front of the arguments, if they start with one. */
function connect(args: string[], least: number): string {
  const isServer = args.length > least && /^[a-z][^:]*:/i.test(args[0] ?? '');
  const server = (isServer ? args.shift() : undefined) ?? DATABASE_SERVER;
  const problem = connectionProblem(server);
  if (/^p(unix|tcp):/.test(server)) fatal(`no database server will ever connect to ${server}`);
  if (problem === 'Address family not supported by protocol') {
    fatal(`failed to connect or listen to "${server}" (${problem})`);
  }
  if (problem !== undefined) fatal(`failed to connect to "${server}" (${problem})`);
  return server;
}

function runCommand(
  words: readonly string[],
  settings: Settings,
  context: ToolContext,
  { print }: RunningProgram,
): void {
  const [name, ...args] = words;
  if (name === undefined) fatal('missing command name; use --help for help');
  const command = COMMANDS.get(name) ?? fatal(`unknown command '${name}'; use --help for help`);
  const [least, most] = command.operands;
  const server = command.needs === 'nothing' ? DATABASE_SERVER : connect(args, least);
  const databases = databasesOf(context);
  const find = (wanted: string | undefined) =>
    databases.find(({ schema }) => schema.name === wanted);
  const named = command.needs === 'database' && args.length > least ? find(args[0]) : undefined;
  if (named !== undefined) args.shift();
  const database = named ?? find(DEFAULT_DATABASE);
  if (args.length < least || args.length > most || database === undefined) {
    fatal(`invalid syntax for '${name}' (use --help for help)`);
  }
  let isFirst = true;
  const printTable = (table: Table) => {
    print(formatTable(table, settings.style, isFirst));
    isFirst = false;
  };
  const timestamp = settings.timestamp
    ? formatTime('%Y-%m-%d %H:%M:%S.###', context.clock.now())
    : undefined;
  const { style } = settings;
  command.run({
    server,
    database,
    databases,
    args,
    style,
    timestamp,
    context,
    print,
    printTable,
  });
}

function run(args: readonly string[], context: ToolContext): ToolResult {
  return runProgram(NAME, context, (program) => {
    const settings: Settings = { style: DEFAULT_STYLE, timestamp: false };
    const target = { settings, log: program.log, texts: TEXTS };
    const words = applyOptions(args, OPTIONS, target, { anywhere: true });
    runCommand(words, settings, context, program);
    return undefined;
  });
}

const databaseNames = (context: ToolContext) =>
  databasesOf(context).map(({ schema }) => schema.name);

/** The schema of the database that the arguments name, or of the default one. */
const schemaOf = (context: ToolContext, args: readonly string[]) =>
  (databasesOf(context).find(({ schema }) => args.includes(schema.name)) ?? context.ovs.asDynamic())
    .schema;

const VALUES: ValueLists = {
  SERVER: [DATABASE_SERVER],
  DATABASE: ({ context, args }) =>
    args.some((arg) => databaseNames(context).includes(arg)) ? [] : databaseNames(context),
  TABLE: ({ context, args }) => Object.keys(schemaOf(context, args).tables),
};

const TABLES: CompletionTables = {
  commands: COMMANDS,
  options: OPTIONS,
  values: VALUES,
  optionsAnywhere: true,
};

export const OVSDB_CLIENT: Tool = {
  name: NAME,
  summary: SUMMARY,
  commandLists: [{ prefix: NAME, groups: GROUPS }],
  run,
  complete: (words, context) => completeWords(words, TABLES, context),
  review: (words, context) => reviewWords(words, TABLES, context),
};
