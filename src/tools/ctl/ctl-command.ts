/** Defines the commands of the database programs, and calls of them. */
import type { LogLevel } from '../../lib/log.js';
import type { SymbolTable } from '../../ovsdb/symbol-table.js';
import type { CommandRow } from '../program/command-row.js';
import type { Table } from '../program/output-table.js';
import type { Session } from './ctl-session.js';

/**
 * A command. `S` is the state that the program's own commands share during one run; the
 * generic database commands do not need it.
 */
export interface Command<S> extends CommandRow {
  readonly summary: string;
  /** True if it may change the database. Runs that may do so are logged. */
  readonly writes: boolean;
  /**
   * Checks the arguments without access to the database. All commands are checked before the first
   * one runs.
   */
  prepare?(call: Call<S>): void;
  run?(call: Call<S>): void;
}

/** A command as typed: its row, arguments and options. */
export interface CommandLine<S> {
  readonly command: Command<S>;
  readonly args: readonly string[];
  readonly options: ReadonlyMap<string, string | undefined>;
}

/** The parts of a program's run that its commands use. */
export interface Run<S> {
  readonly session: Session;
  readonly symbols: SymbolTable;
  readonly state: S;
  log(level: LogLevel, message: string, module?: string): void;
  /** Prints to standard output without waiting for the end of the transaction. */
  print(text: string): void;
}

/** One execution of a command. */
export class Call<S> {
  readonly name: string;
  readonly args: readonly string[];
  readonly options: ReadonlyMap<string, string | undefined>;
  readonly run: Run<S>;
  /** The table to print instead of `output`. */
  table: Table | undefined;
  /** True if the command has to wait for a condition. */
  mustWait = false;
  /** Creates the output after the commit, for a command that sets it. */
  printsRealUuids = false;
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

  /** The text that is printed once the transaction has succeeded. */
  get output(): string {
    return this.#output;
  }

  /** Returns the argument at `position` (from 0), which the command's arity guarantees. */
  arg(position: number): string {
    const value = this.args[position];
    if (value === undefined) throw new Error(`${this.name} has no argument ${position}`);
    return value;
  }

  has(option: string): boolean {
    return this.options.has(option);
  }

  /** Appends to the command's output. */
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
