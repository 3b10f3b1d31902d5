/** Generates docs/commands.md from the programs' tables of commands. */
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { arityOf, type CommandList, type CommandRow } from '../../src/tools/program/command-row.js';
import { suggestion } from '../../src/tools/program/suggestion.js';
import { DIFFERENCES } from './command-differences.js';

const sandbox = Sandbox.open({ clock: new ManualClock() });

/** Returns the notes on a program whose commands no longer exist. */
export function staleNotes(): string[] {
  return sandbox.tools.flatMap(({ commandLists = [] }) =>
    commandLists.flatMap(({ prefix, groups }) => {
      const names = groups.flatMap(({ commands }) => commands.map(({ name }) => name));
      return Object.keys(DIFFERENCES[prefix] ?? {}).filter((name) => !names.includes(name));
    }),
  );
}

/** Returns the commands that are marked as refused but succeed. */
export function falselyRefused(): string[] {
  return sandbox.tools.flatMap((tool) =>
    (tool.commandLists ?? []).flatMap(({ prefix, groups }) => {
      const refused = groups.flatMap(({ commands }) => commands.filter((row) => row.refused));
      return refused.flatMap((row) => {
        const operands = Array<string>(arityOf(row)[0]).fill('1');
        const args = [...prefix.split(' ').slice(1), row.name, ...operands];
        const files = { read: () => undefined };
        const { exitCode } = sandbox.run(tool, args, { stdin: '', files });
        return exitCode === 0 ? [`${prefix} ${row.name}`] : [];
      });
    }),
  );
}

const code = (text: string) => `\`${text.replaceAll('|', '\\|')}\``;

function commandCell({ name, usage, options = [] }: CommandRow): string {
  const terms = options.map((option) => `[${option}${option.endsWith('=') ? 'ARG' : ''}]`);
  return code([...terms, name, usage].filter((term) => term !== '').join(' '));
}

function noteCell(row: CommandRow, difference: string | undefined): string {
  const values = Object.entries(row.values ?? {}).flatMap(([name, list]) =>
    typeof list === 'function'
      ? []
      : [`${code(name)}: ${list.map((value) => code(suggestion(value).text)).join(', ')}`],
  );
  const parts = [row.summary ?? '', ...values, difference ? `**Differs:** ${difference}` : ''];
  return parts.filter((part) => part !== '').join('. ');
}

function listSection(list: CommandList): string {
  const refused = new Map<string, string[]>();
  const differences = DIFFERENCES[list.prefix] ?? {};
  const tables = list.groups.flatMap(({ title, commands }) => {
    const lines = commands.flatMap((row) => {
      const { refused: reason } = row;
      if (reason === undefined) {
        return [`| ${commandCell(row)} | ${noteCell(row, differences[row.name])} |`];
      }
      refused.set(reason, [...(refused.get(reason) ?? []), code(row.name)]);
      return [];
    });
    return lines.length === 0 ? [] : [`| ${title} | |\n| --- | --- |\n${lines.join('\n')}\n`];
  });
  const reasons = [...refused].map(([reason, names]) => `- ${names.join(', ')}: ${reason}\n`);
  const refusals = reasons.length === 0 ? [] : [`Refused with a message:\n\n${reasons.join('')}`];
  return [`## ${list.prefix}\n`, ...tables, ...refusals].join('\n');
}

/** Returns the contents of docs/commands.md. */
export function commandList(): string {
  const sections = sandbox.tools.flatMap((tool) =>
    tool.commandLists === undefined
      ? [`## ${tool.name}\n\nHas no commands: ${tool.summary}. See \`${tool.name} --help\`.\n`]
      : tool.commandLists.map(listSection),
  );
  return [
    '# Commands\n',
    'Every command of every program, with its arguments. Commands work as in the real program',
    'unless noted; [differences.md](differences.md) has the reasons. This file is generated from',
    'the tables of commands: `npx vitest run test/docs -u` writes it.\n',
    sections.join('\n'),
  ].join('\n');
}
