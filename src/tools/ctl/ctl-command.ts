/** Commands of the family: rows of a table that dispatch, arity, help and completion read. */
import type { LogLevel } from '../../lib/log.js';
import type { SymbolTable } from '../../ovsdb/symbol-table.js';
import type { Table } from '../program/output-table.js';
import type { Session } from './ctl-session.js';

/**
 * A command. `S` is what the program's own commands share during one run; the
 * generic database commands need nothing of it.
 */
export interface Command<S> {
  readonly name: string;
  /** Its arguments; see `usage.ts` for the notation. */
  readonly usage: string;
  /** How many arguments it takes, at least and at most. */
  readonly arity: readonly [min: number, max: number];
  /** Its options: `--log` for one without an argument, `--id=` for one with. */
  readonly options?: readonly string[];
  /** Whether it might change the database; a run that might is logged. */
  readonly writes: boolean;
  /** What help says about it. */
  readonly summary: string;
  /** Checks what can be checked before the database is asked; all commands do so before the first runs. */
  prepare?(call: Call<S>): void;
  run?(call: Call<S>): void;
}

/** A named group of commands, in the order in which help lists them. */
export interface CommandGroup<S> {
  readonly title: string;
  readonly commands: readonly Command<S>[];
}

/** A command as it was typed: its row, its arguments and its options. */
export interface CommandLine<S> {
  readonly command: Command<S>;
  readonly args: readonly string[];
  readonly options: ReadonlyMap<string, string | undefined>;
}

/** What one run of a program gives to each of its commands. */
export interface Run<S> {
  readonly session: Session;
  readonly symbols: SymbolTable;
  readonly state: S;
  log(level: LogLevel, message: string, module?: string): void;
  /** Standard output that does not wait for the end of the transaction. */
  print(text: string): void;
}

/** One command at work. */
export class Call<S> {
  readonly name: string;
  readonly args: readonly string[];
  readonly options: ReadonlyMap<string, string | undefined>;
  readonly run: Run<S>;
  /** A table to print in place of `output`. */
  table: Table | undefined;
  /** Set by a command that waits for something that is not so. */
  mustWait = false;
  #output = '';

  constructor({ command, args, options }: CommandLine<S>, run: Run<S>) {
    this.name = command.name;
    this.args = args;
    this.options = options;
    this.run = run;
  }

  get session(): Session {
    return this.run.session;
  }

  get state(): S {
    return this.run.state;
  }

  /** What the command prints once the transaction has succeeded. */
  get output(): string {
    return this.#output;
  }

  /** The argument at `position`, from 0; one that the command's arity promises. */
  arg(position: number): string {
    const value = this.args[position];
    if (value === undefined) throw new Error(`${this.name} has no argument ${position}`);
    return value;
  }

  has(option: string): boolean {
    return this.options.has(option);
  }

  /** Adds to what the command prints. */
  write(text: string): void {
    this.#output += text;
  }

  writeLine(text: string): void {
    this.#output += `${text}\n`;
  }

  warn(message: string): void {
    this.run.log('WARN', message);
  }

  error(message: string): void {
    this.run.log('ERR', message);
  }
}
