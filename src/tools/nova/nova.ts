/** `nova`, the client of OpenStack's compute service, as far as booting virtual machines goes. */
import { helpEntry, helpParagraph } from '../../lib/help-entry.js';
import { ClientError } from '../neutron/client.js';
import { type Argument, ArgumentParser, UsageError } from '../openstack/argparse.js';
import { takeCredentials } from '../openstack/credentials.js';
import { continuing, type Suggestion, suggestion } from '../program/suggestion.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import { NOVA_COMMANDS, type NovaCommand } from './commands.js';
import { Compute, NovaError } from './compute.js';

const SUMMARY = "OpenStack's virtual machines";

const COLUMN = 30;

export const NOVA_CLIENT: Tool = {
  name: 'nova',
  summary: SUMMARY,
  commandLists: [
    {
      prefix: 'nova',
      groups: [
        {
          title: 'Virtual machines',
          commands: NOVA_COMMANDS.map((command) => ({
            name: command.name,
            usage: usageOf(command),
            summary: command.summary,
          })),
        },
      ],
    },
  ],

  run(words: readonly string[], context: ToolContext): ToolResult {
    const { caller, rest } = takeCredentials(words);
    const [name, ...args] = rest;
    if (name === undefined || ['-h', '--help', 'help'].includes(name)) return help(args[0]);
    const command = NOVA_COMMANDS.find((candidate) => candidate.name === name);
    if (!command) return noSuch(name);
    if (args.includes('-h') || args.includes('--help')) return help(name);
    if (!context.neutron.available) {
      return failure('Neutron writes the northbound database of the release 2015 only.');
    }
    try {
      const parsed = parserOf(command).parse(args);
      if (command.name !== 'delete' && parsed.extras.length > 0) {
        const unknown = parsed.extras.join(' ');
        throw parserOf(command).failure(`unrecognized arguments: ${unknown}`);
      }
      const stdout = command.run(parsed, new Compute(context, caller), context);
      return { stdout, stderr: '', exitCode: 0 };
    } catch (error) {
      if (error instanceof UsageError) {
        const stderr = error.message.replace(/\nnova \S+: error: /, '\nerror: ');
        const hint = `Try 'nova help ${name}' for more information.\n`;
        return { stdout: '', stderr: `${stderr}${hint}`, exitCode: 2 };
      }
      if (error instanceof NovaError || error instanceof ClientError) return failure(error.message);
      throw error;
    }
  },

  complete(words: readonly string[], context: ToolContext): readonly Suggestion[] {
    const { caller, rest } = takeCredentials(words.slice(0, -1));
    const word = words.at(-1) ?? '';
    const [name, ...args] = rest;
    const names = NOVA_COMMANDS.map((row) => ({ text: row.name, help: row.summary }));
    if (name === undefined) return continuing(word, [...names, suggestion('help')]);
    if (name === 'help') return continuing(word, names);
    const command = NOVA_COMMANDS.find((candidate) => candidate.name === name);
    const previous = command?.args.find(({ flags }) => flags?.includes(args.at(-1) ?? ''));
    if (!command || (previous && previous.action !== 'true')) return [];
    if (word.startsWith('-')) {
      return continuing(
        word,
        command.args.flatMap(({ flags = [], hidden, help: text = '' }) =>
          hidden ? [] : flags.map((flag) => ({ text: flag, help: text })),
        ),
      );
    }
    const takesServer = command.args.some(({ dest }) => dest === 'server');
    const servers = takesServer ? new Compute(context, caller).list() : [];
    return continuing(
      word,
      servers.map((server) => ({ text: server.name })),
    );
  },
};

const parserOf = ({ name, args }: NovaCommand): ArgumentParser =>
  new ArgumentParser(`nova ${name}`, args);

const failure = (message: string): ToolResult => ({
  stdout: '',
  stderr: `ERROR (${/\(HTTP 40[0-9]\)/.test(message) ? 'BadRequest' : 'CommandError'}): ${message}\n`,
  exitCode: 1,
});

const noSuch = (name: string): ToolResult => ({
  stdout: '',
  stderr: `error: argument <subcommand>: invalid choice: u'${name}'\nTry 'nova help ' for more information.\n`,
  exitCode: 2,
});

/** Returns the arguments of a command in the notation of other programs. */
function usageOf({ args }: NovaCommand): string {
  return args
    .filter(({ flags }) => flags === undefined)
    .map(({ metavar = '' }) => metavar.replace(/[<>]/g, '').toUpperCase())
    .join(' ');
}

function help(name: string | undefined): ToolResult {
  if (name === undefined) return { stdout: overview(), stderr: '', exitCode: 0 };
  const command = NOVA_COMMANDS.find((candidate) => candidate.name === name);
  return command ? { stdout: page(command), stderr: '', exitCode: 0 } : noSuch(name);
}

const overview = (): string =>
  [
    helpParagraph(`nova: ${SUMMARY}`, 2),
    'usage: nova [--os-username USER] [--os-tenant-name TENANT] COMMAND [ARG]...\n',
    '\nCommands:\n',
    ...NOVA_COMMANDS.map((row) =>
      helpEntry(`${row.name} ${usageOf(row)}`.trim(), row.summary, COLUMN),
    ),
  ].join('');

function page(command: NovaCommand): string {
  const shown = command.args.filter(({ hidden }) => hidden !== true);
  const entries = (all: readonly Argument[]): string =>
    all
      .map(({ flags, dest, action = 'store', metavar = dest, help: text = '' }) => {
        const argument = action === 'true' ? '' : ` ${metavar}`;
        return helpEntry(flags ? `${flags.join(', ')}${argument}` : metavar, text, COLUMN);
      })
      .join('');
  const positionals = shown.filter(({ flags }) => flags === undefined);
  const options = shown.filter(({ flags }) => flags !== undefined);
  return [
    helpParagraph(`nova ${command.name}: ${command.summary}`, 2),
    `${parserOf(command).usage()}\n`,
    positionals.length > 0 ? `\nArguments:\n${entries(positionals)}` : '',
    options.length > 0 ? `\nOptions:\n${entries(options)}` : '',
  ].join('');
}
