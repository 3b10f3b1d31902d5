/** Commands of `ovsdb-client`, and their calls. */
import type { Database } from '../../ovsdb/database.js';
import type { Arity, CommandRow } from '../program/command-row.js';
import type { Table, TableStyle } from '../program/output-table.js';
import type { ToolContext } from '../tool.js';

/** One call of a command. */
export interface ClientCall {
  /** The address of the server. */
  readonly server: string;
  readonly database: Database;
  readonly databases: readonly Database[];
  readonly args: readonly string[];
  readonly style: TableStyle;
  /** The current time as `--timestamp` shows it, if requested. */
  readonly timestamp: string | undefined;
  readonly context: ToolContext;
  print(text: string): void;
  printTable(table: Table): void;
}

export interface ClientCommand extends CommandRow {
  readonly summary: string;
  /** The prefix of its arguments: nothing, a server, or a server and a database. */
  readonly needs: 'nothing' | 'server' | 'database';
  /** The least and the greatest number of its arguments without server and database. */
  readonly operands: Arity;
  run(call: ClientCall): void;
}
