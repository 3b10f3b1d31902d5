/** `neutron`, the client of OpenStack's network service as of October 2015. */
import { helpEntry, helpParagraph } from '../../lib/help-entry.js';
import { type Argument, UsageError } from '../openstack/argparse.js';
import { takeCredentials } from '../openstack/credentials.js';
import { UnknownColumns } from '../openstack/formatters.js';
import { BadSpecs } from '../openstack/value-specs.js';
import { continuing, type Suggestion, suggestion } from '../program/suggestion.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import { Client, ClientError } from './client.js';
import type { NeutronCommand } from './command.js';
import { COMMANDS, GROUPS } from './commands.js';
import { suggestArguments } from './complete.js';
import { argumentsOf, parserOf, runCommand } from './run-command.js';

/** The version of python-neutronclient. */
const VERSION = '3.1.0';

const SUMMARY = "OpenStack's networks and security groups";

const COLUMN = 30;

export const NEUTRON_CLIENT: Tool = {
  name: 'neutron',
  summary: SUMMARY,
  commandLists: [
    {
      prefix: 'neutron',
      groups: GROUPS.map(({ title, commands }) => ({
        title,
        commands: commands.map((command) => ({
          name: command.name,
          usage: usageOf(command),
          summary: command.summary,
        })),
      })),
    },
  ],

  run(words: readonly string[], { neutron }: ToolContext): ToolResult {
    const { caller, rest } = takeCredentials(words);
    const [name, ...args] = rest;
    if (name === '--version') return { stdout: '', stderr: `${VERSION}\n`, exitCode: 0 };
    if (name === undefined || ['-h', '--help', 'help'].includes(name)) return help(args[0]);
    const command = COMMANDS.get(name);
    if (!command) return failure(unknown(name));
    if (args.includes('-h') || args.includes('--help')) return help(name);
    if (!neutron.available) {
      return failure('Neutron writes the northbound database of the release 2015 only.');
    }
    try {
      return { ...runCommand(command, args, new Client(neutron.server, caller)), exitCode: 0 };
    } catch (error) {
      if (error instanceof UsageError) return { stdout: '', stderr: error.message, exitCode: 2 };
      const known = [BadSpecs, UnknownColumns, ClientError].some((kind) => error instanceof kind);
      if (known && error instanceof Error) return failure(error.message);
      throw error;
    }
  },

  complete(words: readonly string[], context: ToolContext): readonly Suggestion[] {
    const { caller, rest } = takeCredentials(words.slice(0, -1));
    const word = words.at(-1) ?? '';
    const [name, ...args] = rest;
    if (name === undefined) {
      const commands = [...COMMANDS.values()].map((row) => ({ text: row.name, help: row.summary }));
      return continuing(word, [...commands, ...['help', '--help', '--version'].map(suggestion)]);
    }
    if (name === 'help') return continuing(word, Array.from(COMMANDS.keys(), suggestion));
    const command = COMMANDS.get(name);
    if (!command) return [];
    const client = new Client(context.neutron.server, caller);
    return continuing(word, suggestArguments(argumentsOf(command), args, word, command, client));
  },
};

const unknown = (name: string): string => `Unknown command [u'${name}']`;

const failure = (message: string): ToolResult => ({
  stdout: '',
  stderr: `${message}\n`,
  exitCode: 1,
});

/** Returns the arguments of a command in the notation of other programs. */
function usageOf(command: NeutronCommand): string {
  return argumentsOf(command)
    .filter(({ flags }) => flags === undefined)
    .map(({ metavar = '', optional }) => (optional ? `[${metavar}]` : metavar))
    .join(' ');
}

function help(name: string | undefined): ToolResult {
  if (name === undefined) return { stdout: overview(), stderr: '', exitCode: 0 };
  const command = COMMANDS.get(name);
  return command ? { stdout: page(command), stderr: '', exitCode: 0 } : failure(unknown(name));
}

function overview(): string {
  const sections = GROUPS.map(({ title, commands }) => {
    const rows = commands.map((row) =>
      helpEntry(`${row.name} ${usageOf(row)}`.trim(), row.summary, COLUMN),
    );
    return `\n${title}:\n${rows.join('')}`;
  });
  return [
    helpParagraph(`neutron: ${SUMMARY}`, 2),
    'usage: neutron [--os-username USER] [--os-tenant-name TENANT] COMMAND [ARG]...\n',
    `\n${helpParagraph(
      'You are the user demo of the tenant demo; the user admin sees all tenants. Resources can be given by name or id. neutron help COMMAND explains a command.',
    )}`,
    ...sections,
  ].join('');
}

function page(command: NeutronCommand): string {
  const all = argumentsOf(command).filter(({ hidden }) => hidden !== true);
  const entries = (list: readonly Argument[], term: (argument: Argument) => string): string =>
    list.map((argument) => helpEntry(term(argument), helpOf(argument), COLUMN)).join('');
  const positionals = all.filter(({ flags }) => flags === undefined);
  const options = all.filter(({ flags }) => flags !== undefined);
  return [
    helpParagraph(`neutron ${command.name}: ${command.summary}`, 2),
    `${parserOf(command).usage()}\n`,
    positionals.length === 0
      ? ''
      : `\nArguments:\n${entries(positionals, ({ metavar, dest }) => metavar ?? dest)}`,
    `\nOptions:\n${entries(options, optionTerm)}`,
    command.kind === 'create' || command.kind === 'update'
      ? `\n${helpParagraph('Other options become attributes: --name value, --flag, --x type=int 5.')}`
      : '',
  ].join('');
}

function optionTerm({ flags = [], action = 'store', metavar, dest, choices }: Argument): string {
  const value = metavar ?? (choices ? `{${choices.join(',')}}` : dest.toUpperCase());
  return `${flags.join(', ')}${action === 'true' || action === 'false' ? '' : ` ${value}`}`;
}

/** The values of options that others replace in usage. */
function helpOf({ help: text = '', choices, metavar }: Argument): string {
  const named = choices !== undefined && metavar !== undefined && !/[{|]/.test(metavar);
  return named ? `${text}; ${choices.join(', ')}` : text;
}
