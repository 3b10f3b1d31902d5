/** A program of the family, put together from its tables. */

import { getopt, type LongOption } from '../../lib/getopt.js';
import type { Database } from '../../ovsdb/database.js';
import { TextError } from '../../ovsdb/text-error.js';
import type { DatabaseSchema } from '../../ovsdb/types.js';
import { completeWords, type ValueLists } from '../program/complete.js';
import { fatal, ToolExit } from '../program/exit.js';
import { commandsText, helpText, optionsText } from '../program/help-text.js';
import { ProgramLog } from '../program/program-log.js';
import { joinArguments } from '../program/scan-numbers.js';
import { DATABASE_SERVER } from '../program/sockets.js';
import { programVersion } from '../program/version.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import type { Command, CommandGroup, Run } from './ctl-command.js';
import { defaultSettings, type GlobalOption, type Settings } from './ctl-options.js';
import type { Session } from './ctl-session.js';
import { ctlTables, type TableIds } from './ctl-table.js';
import { databaseCommands } from './db-commands/index.js';
import { type CommandOptions, parseCommands } from './parse-commands.js';
import { transact } from './transact.js';

/** What makes one program of the family differ from the others. */
export interface CtlProgram<S> {
  readonly name: string;
  /** The name under which it logs. */
  readonly module: string;
  readonly summary: string;
  readonly schema: DatabaseSchema;
  database(context: ToolContext): Database;
  readonly options: readonly GlobalOption[];
  /** The tables that its generic commands know, and how their records are named. */
  readonly tables: TableIds;
  readonly groups: readonly CommandGroup<S>[];
  /** What can stand for a parameter of a usage, by the parameter's name. */
  readonly values: ValueLists;
  /** What the program's own commands share during one run. */
  newState(session: Session): S;
  /** A last change before the transaction is committed. */
  beforeCommit?(run: Run<S>, settings: Settings): void;
  /** Looks at what a committed change has led to; returns what there is to complain about. */
  afterCommit?(state: S, context: ToolContext, settings: Settings): string | undefined;
}

/** Modules whose messages a program of the family may print besides its own. */
const SHARED_MODULES = ['db_ctl_base', 'fatal_signal', 'ovsdb_idl'];

/** The words of a command line, sorted out. */
interface ReadOptions {
  readonly settings: Settings;
  /** The options of commands among the leading ones. */
  readonly leading: CommandOptions;
  readonly rest: readonly string[];
}

/** Makes the tool of a program. */
export function ctlTool<S>(program: CtlProgram<S>): Tool {
  const { name, module, summary } = program;
  const tables = ctlTables(program.schema, program.tables);
  const groups: readonly CommandGroup<S>[] = [...program.groups, databaseCommands(tables)];
  const commands = new Map(
    groups.flatMap((group) => group.commands.map((row): [string, Command<S>] => [row.name, row])),
  );
  const options = [...program.options, ...commandOptions(commands.values())];
  const texts = {
    help: () => helpText({ name, summary, groups, options: program.options }),
    version: () => `${programVersion(name)}DB Schema ${program.schema.version}\n`,
    commands: () => commandsText(commands.values()),
    options: () => optionsText(program.options),
  };

  function readOptions(args: readonly string[], log: ProgramLog): ReadOptions {
    const settings = defaultSettings(DATABASE_SERVER);
    const leading = new Map<string, string | undefined>();
    const parsed = getopt<GlobalOption | CommandOption>(args, options);
    const show = (text: keyof typeof texts): never => {
      throw ToolExit.success(texts[text]());
    };
    for (const { option, value } of parsed.options) {
      if ('ofCommand' in option) leading.set(`--${option.name}`, value);
      else option.apply?.({ settings, log, show }, value ?? '');
    }
    if (parsed.error !== undefined) fatal(parsed.error);
    return { settings, leading, rest: parsed.rest };
  }

  function run(args: readonly string[], context: ToolContext): ToolResult {
    const log = new ProgramLog(context.clock, name, [module, ...SHARED_MODULES]);
    let stdout = '';
    const print = (text: string) => {
      stdout += text;
    };
    const finish = (exitCode: number, complaint: string | undefined): ToolResult => ({
      stdout,
      stderr: log.console + (complaint ? `${name}: ${complaint}\n` : ''),
      exitCode,
    });
    try {
      const called = joinArguments([name, ...args]);
      const writes = args.some((arg) => commands.get(arg)?.writes);
      log.log(module, writes ? 'INFO' : 'DBG', `Called as ${called}`);
      const { settings, leading, rest } = readOptions(args, log);
      const lines = parseCommands(rest, leading, commands);
      const comment = `${name}: ${called}`;
      return finish(0, transact({ program, lines, settings, context, log, print, comment }));
    } catch (error) {
      if (error instanceof TextError) return finish(1, error.message);
      if (!(error instanceof ToolExit)) throw error;
      print(error.output);
      return finish(error.exitCode, error.message);
    }
  }

  return {
    name,
    summary,
    run,
    complete: (words, context) =>
      completeWords(
        words,
        { commands, options: program.options, tables, values: program.values },
        program.database(context),
      ),
  };
}

/** An option of some command, which may also stand before the first command. */
interface CommandOption extends LongOption {
  readonly ofCommand: true;
}

/** The options of all commands, each once. Abbreviations do not tell them apart. */
function commandOptions<S>(commands: Iterable<Command<S>>): CommandOption[] {
  const texts = new Set([...commands].flatMap((command) => command.options ?? []));
  return [...texts].map((text) => ({
    name: text.slice(2).replace(/=$/, ''),
    argument: text.endsWith('=') ? 'required' : 'none',
    identity: 'command',
    ofCommand: true,
  }));
}
