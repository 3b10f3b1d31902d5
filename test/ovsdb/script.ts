/** Runs small scripts of changes against a database. */
import { SeededRandom } from '../../src/lib/random.js';
import type { Uuid } from '../../src/lib/uuid.js';
import { type Change, Database } from '../../src/ovsdb/database.js';
import { parseDatum } from '../../src/ovsdb/datum.js';
import { OvsdbError } from '../../src/ovsdb/error.js';
import { SymbolTable } from '../../src/ovsdb/symbol-table.js';
import type { DatabaseSchema, Value } from '../../src/ovsdb/types.js';

/**
 * A database that is changed and inspected through text. A transaction consists of lines `insert
 * TABLE @row COLUMN=VALUE...`, `update` with the same arguments, and `delete TABLE @row`. Its
 * changes are reported as `+TABLE @row`, `~TABLE @row COLUMN...` and `-TABLE @row`, or as `! ` and
 * the error.
 */
export class Scripted {
  readonly db: Database;
  readonly #symbols: SymbolTable;
  readonly observed: string[] = [];

  constructor(private readonly schema: DatabaseSchema) {
    const random = SeededRandom.fromSeed(1);
    this.db = new Database(schema, random);
    this.#symbols = new SymbolTable(random);
    this.db.observe((change) => this.observed.push(this.describe(change)));
  }

  uuid(name: string): Uuid {
    return this.#symbols.insert(name).uuid;
  }

  transact(script: string): string {
    const transaction = this.db.begin();
    try {
      for (const line of script.trim().split('\n')) {
        const [verb, table = '', name = '', ...columns] = line.trim().split(' ');
        const uuid = this.uuid(name);
        if (verb === 'insert') transaction.insert(table, this.#columns(table, columns), uuid);
        else if (verb === 'update') transaction.update(table, uuid, this.#columns(table, columns));
        else if (verb === 'delete') transaction.delete(table, uuid);
        else throw new Error(`no verb ${verb}`);
      }
      return this.describe(transaction.commit());
    } catch (error) {
      if (!(error instanceof OvsdbError)) throw error;
      return this.#named(`! ${error.message}`);
    }
  }

  describe(change: Change): string {
    const lines: string[] = [];
    for (const [table, rows] of change.tables) {
      for (const { uuid, before, after } of rows) {
        if (!before) lines.push(`+${table} ${uuid}`);
        else if (!after) lines.push(`-${table} ${uuid}`);
        else {
          const columns = Object.keys(after).filter((name) => before[name] !== after[name]);
          lines.push(`~${table} ${uuid} ${columns.join(' ')}`);
        }
      }
    }
    return this.#named(lines.join('\n'));
  }

  #columns(table: string, texts: readonly string[]): Record<string, Value> {
    return Object.fromEntries(
      texts.map((text) => {
        const equals = text.indexOf('=');
        const name = text.slice(0, equals);
        const type = this.schema.tables[table]?.columns[name];
        if (!type) throw new Error(`no column ${name} in ${table}`);
        // The database checks limits itself.
        const unlimited = {
          ...type,
          min: 0 as const,
          max: type.max === 1 ? 1 : Number.POSITIVE_INFINITY,
          key: { type: type.key.type },
        };
        const value = parseDatum(unlimited, text.slice(equals + 1), this.#symbols);
        return [name, value];
      }),
    );
  }

  #named(text: string): string {
    let named = text;
    for (const { name, uuid } of this.#symbols) named = named.replaceAll(uuid, name);
    return named;
  }
}
