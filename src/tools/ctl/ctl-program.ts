/** Database programs, each assembled from its tables of commands and options. */
import { TextError } from '../../ovsdb/text-error.js';
import type { DatabaseSchema } from '../../ovsdb/types.js';
import {
  type CheckLists,
  type CommandGroup,
  commandsByName,
  type ValueLists,
} from '../program/command-row.js';
import { joinArguments } from '../program/command-text.js';
import { type CompletionTables, completeWords } from '../program/complete.js';
import { fatal } from '../program/exit.js';
import { helpText } from '../program/help-text.js';
import type { ProgramName } from '../program/log-modules.js';
import { applyOptions, type OptionRow } from '../program/option-row.js';
import { type Review, reviewWords } from '../program/review.js';
import { runProgram } from '../program/run-program.js';
import { DATABASE_SERVER } from '../program/sockets.js';
import type { Suggestion } from '../program/suggestion.js';
import { programVersion } from '../program/version.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import type { Command, Run } from './ctl-command.js';
import { type CtlOption, defaultSettings, type Settings } from './ctl-options.js';
import type { Session } from './ctl-session.js';
import { ctlTables, type TableIds } from './ctl-table.js';
import { databaseCommands } from './db-commands/database-commands.js';
import { commandsText, ctlOptionsText } from './machine-text.js';
import { parseCommands, splitAtDashes } from './parse-commands.js';
import { databaseChecks } from './record-checks.js';
import { type DatabaseOf, databaseValues } from './record-values.js';
import { transact } from './transact.js';

/** The description of one database program. */
export interface CtlProgram<S> {
  readonly name: ProgramName;
  /** The module under which it logs. */
  readonly module: string;
  readonly summary: string;
  readonly schema: DatabaseSchema;
  readonly database: DatabaseOf;
  readonly options: readonly CtlOption[];
  /** The tables of the generic commands, and the ids of their records. */
  readonly tables: TableIds;
  readonly groups: readonly CommandGroup<Command<S>>[];
  /** Values of parameters that several commands share. */
  readonly values: ValueLists;
  /** Checks of parameters that several commands share. */
  readonly checks?: CheckLists;
  /** Values of columns for completion, by `Table.column` or `Table.column:key`. */
  readonly columns?: ValueLists;
  /** Creates the state that the program's own commands share during one run. */
  newState(session: Session): S;
  /** Makes final changes before the transaction is committed. */
  beforeCommit?(run: Run<S>, settings: Settings): void;
  /** Checks the effects of a commit; returns an error message if something failed. */
  afterCommit?(state: S, context: ToolContext, settings: Settings): string | undefined;
}

/** Creates the tool of a program. */
export function ctlTool<S>(program: CtlProgram<S>): Tool {
  const { name, module, summary } = program;
  const tables = ctlTables(program.schema, program.tables);
  const groups: readonly CommandGroup<Command<S>>[] = [...program.groups, databaseCommands(tables)];
  const commands = commandsByName(groups);
  const values = {
    ...databaseValues(tables, program.database, program.columns ?? {}),
    ...program.values,
  };
  const texts = {
    help: () =>
      helpText({
        name,
        summary,
        usage: ['[OPTIONS] COMMAND [ARG]... [-- COMMAND [ARG]...]...'],
        notes: ['Commands joined by "--" form one transaction: all of them take effect, or none.'],
        groups,
        options: program.options,
      }),
    version: () => `${programVersion(name)}DB Schema ${program.schema.version}\n`,
    commands: () => commandsText(commands.values()),
    options: () => ctlOptionsText(program.options),
  };

  const optionTexts = [
    ...new Set([...commands.values()].flatMap((command) => command.options ?? [])),
  ];

  function run(args: readonly string[], context: ToolContext): ToolResult {
    return runProgram(name, context, ({ log, print }) => {
      try {
        // Neither a real command line nor a string in a database can contain a NUL character.
        const zero = args.find((arg) => arg.includes('\0'));
        if (zero !== undefined) {
          fatal(`${JSON.stringify(zero)}: null bytes not supported in quoted strings`);
        }
        const called = joinArguments([name, ...args]);
        const writes = args.some((arg) => commands.get(arg)?.writes);
        log.log(module, writes ? 'INFO' : 'DBG', `Called as ${called}`);
        const leading = new Map<string, string | undefined>();
        const settings = defaultSettings(DATABASE_SERVER);
        const options = [...program.options, ...commandOptions(optionTexts, leading)];
        const rest = applyOptions(args, options, { settings, log, texts });
        const lines = parseCommands(rest, leading, commands);
        const comment = `${name}: ${called}`;
        return transact({ program, lines, settings, context, log, print, comment });
      } catch (error) {
        if (error instanceof TextError) return fatal(error.message);
        throw error;
      }
    });
  }

  const checks = { ...databaseChecks(tables), ...program.checks };
  const tablesFor = (first: boolean): CompletionTables => ({
    commands,
    options: first ? program.options : [],
    values,
    checks,
  });

  function complete(words: readonly string[], context: ToolContext): readonly Suggestion[] {
    const segments = splitAtDashes(words.slice(0, -1));
    const segment = [...(segments.at(-1) ?? []), words.at(-1) ?? ''];
    return completeWords(segment, tablesFor(segments.length === 1), context);
  }

  /** Reviews each of the commands; the usage is that of the last one. */
  function review(words: readonly string[], context: ToolContext): Review {
    let start = 0;
    let problem: Review['problem'];
    let last: Review = {};
    for (const segment of splitAtDashes(words)) {
      last = segment.length === 0 ? {} : reviewWords(segment, tablesFor(start === 0), context);
      if (last.problem) problem ??= { ...last.problem, word: last.problem.word + start };
      start += segment.length + 1;
    }
    const { usage } = last;
    return { ...(usage && { usage }), ...(problem && { problem }) };
  }

  return { name, summary, commandLists: [{ prefix: name, groups }], run, complete, review };
}

/**
 * Returns the options of all commands as options of the program, since they may precede the
 * first command. They are collected in `leading`. Abbreviations do not tell them apart.
 */
function commandOptions(
  texts: readonly string[],
  leading: Map<string, string | undefined>,
): OptionRow<unknown>[] {
  return texts.map((text) => {
    const takesValue = text.endsWith('=');
    const name = text.slice(2).replace(/=$/, '');
    return {
      name,
      argument: takesValue ? 'required' : 'none',
      identity: 'command',
      apply: (_: unknown, value: string) =>
        leading.set(`--${name}`, takesValue ? value : undefined),
    };
  });
}
