/** The command `show` of database programs: a tree of rows, described by a table. */
import { defaultValue } from '../../ovsdb/canonical.js';
import { equalValues } from '../../ovsdb/compare.js';
import { formatDatum } from '../../ovsdb/datum.js';
import type { AnyRow, ColumnSchema, TableSchema, Value } from '../../ovsdb/types.js';
import { CreationOrder } from './creation-order.js';
import type { Call, Command } from './ctl-command.js';

/** The layout of the rows of one table, like `struct cmd_show_table`. */
export interface ShowTable {
  readonly table: string;
  /** The column shown in the heading after the table's name; without one, the heading is the UUID. */
  readonly name?: string;
  /** The columns below the heading: references become subtrees, defaults are left out. */
  readonly columns: readonly string[];
  /** Rows of another table whose `column` refers to the row, listed by `name`. */
  readonly weak?: { readonly table: string; readonly name: string; readonly column: string };
}

/** Prints the tree. */
class Overview {
  readonly #call: Call<unknown>;
  readonly #tables: readonly ShowTable[];
  readonly #order: CreationOrder;
  /** The tables of the rows above the current one, to prevent cycles. */
  readonly #ancestors = new Set<string>();

  constructor(call: Call<unknown>, tables: readonly ShowTable[]) {
    this.#call = call;
    this.#tables = tables;
    this.#order = new CreationOrder(call.session);
  }

  row(show: ShowTable, row: AnyRow, level: number): void {
    const { table, name, columns, weak } = show;
    const heading = name ? `${table} ${this.#format(table, name, row[name])}` : row._uuid;
    this.#line(level, heading);
    if (this.#ancestors.has(table)) return;
    this.#ancestors.add(table);
    for (const column of columns) this.#column(table, column, row[column], level + 1);
    if (weak) this.#weakReferences(weak, row, level + 1);
    this.#ancestors.delete(table);
  }

  #column(table: string, column: string, value: Value, level: number): void {
    const type = this.#type(table, column);
    const target = this.#tables.find((show) => show.table === type.key.refTable);
    if (target) {
      const uuids = (Array.isArray(value) ? value : [value]).filter((uuid) => uuid !== undefined);
      for (const uuid of this.#order.sort(target.table, uuids.map(String))) {
        const row = this.#call.session.get(target.table, uuid);
        if (row) this.row(target, row, level);
      }
    } else if (!equalValues(value, defaultValue(type))) {
      this.#line(level, `${column}: ${formatDatum(type, value)}`);
    }
  }

  #weakReferences(weak: NonNullable<ShowTable['weak']>, row: AnyRow, level: number): void {
    const referrers = this.#call.session.referrers(weak.table, weak.column, row._uuid);
    const byUuid = new Map(referrers.map((referrer) => [referrer._uuid, referrer]));
    for (const uuid of this.#order.sort(weak.table, [...byUuid.keys()])) {
      const name = this.#format(weak.table, weak.name, byUuid.get(uuid)?.[weak.name]);
      this.#line(level, `${weak.table} ${name}`);
    }
  }

  #line(level: number, text: string): void {
    this.#call.writeLine(' '.repeat(4 * level) + text);
  }

  #format(table: string, column: string, value: Value): string {
    return formatDatum(this.#type(table, column), value);
  }

  #type(table: string, column: string): ColumnSchema {
    const schema: TableSchema | undefined = this.#call.session.schema.tables[table];
    const type = schema?.columns[column];
    if (!type) throw new Error(`no column ${column} in table ${table}`);
    return type;
  }
}

/** Creates the command. The rows of the first table are the roots of the tree. */
export function showCommand(summary: string, tables: readonly ShowTable[]): Command<unknown> {
  return {
    name: 'show',
    usage: '',
    writes: false,
    summary,
    run: (call) => {
      const overview = new Overview(call, tables);
      const [root] = tables;
      if (!root) return;
      for (const row of call.session.rows(root.table)) overview.row(root, row, 0);
    },
  };
}
