/** Counts what a line of input changed in each layer. */
import { type FlowEntry, isHidden } from '../openflow/model/flow-entry.js';
import { sameActions } from '../openflow/model/same-actions.js';
import type { Switch } from '../openflow/switch/switch.js';
import { equalValues } from '../ovsdb/compare.js';
import type { AnyRow, Change, Database } from '../ovsdb/database.js';
import type { DatabaseSchema } from '../ovsdb/types.js';

/** The number of things of one kind that were added, removed and changed. */
export interface Count {
  /** The name of the kind: that of a table, or `OpenFlow_Flow`. */
  readonly kind: string;
  added: number;
  removed: number;
  changed: number;
}

/** Databases whose rows are counted: all tables, or some of them. */
interface Counted {
  readonly database: string;
  readonly tables?: readonly string[];
  /** Columns that report a status. */
  readonly ignored?: readonly string[];
  /** True if only added and removed rows count, because programs write to existing ones. */
  readonly existence?: boolean;
}

/** In the order in which a change passes through them. */
const COUNTED: readonly Counted[] = [
  {
    database: 'Neutron',
    tables: ['Network', 'Subnet', 'Port', 'Router', 'Security_Group', 'Security_Group_Rule'],
    ignored: ['available'],
  },
  { database: 'OVN_Northbound', ignored: ['up'] },
  { database: 'Open_vSwitch', tables: ['Bridge', 'Port'], existence: true },
  { database: 'OVN_Southbound', tables: ['Chassis', 'Port_Binding', 'Logical_Flow'] },
];

/** A thing before the first and after the last change; either may be missing. */
interface Difference<T> {
  readonly before: T | undefined;
  after: T | undefined;
}

export class Tally {
  /** The rows that changed, by table, for each of {@link COUNTED}. */
  readonly #rows = COUNTED.map(() => new Map<string, Map<string, Difference<AnyRow>>>());
  readonly #flows = new Map<string, Difference<FlowEntry>>();
  #schemas: ReadonlyMap<string, DatabaseSchema> = new Map();

  /** Counts the changes of these databases and this switch from now on. */
  watch(databases: readonly Database[], ofSwitch: Switch): void {
    this.clear();
    this.#schemas = new Map(databases.map(({ schema }) => [schema.name, schema]));
    for (const database of databases) database.observe((change) => this.#onChange(change));
    ofSwitch.flowObserver = (bridge, before, after) => {
      const flow = after ?? before;
      if (!flow || isHidden(flow)) return;
      const key = `${bridge} ${flow.table} ${flow.priority} ${flow.match.key}`;
      record(this.#flows, key, before, after);
    };
  }

  /** Starts over. */
  clear(): void {
    for (const rows of this.#rows) rows.clear();
    this.#flows.clear();
  }

  /** Returns what changed since the last {@link clear}; kinds without a change are left out. */
  counts(): readonly Count[] {
    const counts = COUNTED.flatMap((counted, i) =>
      this.#tablesOf(counted).map((table) =>
        countOf(table, this.#rows[i]?.get(table)?.values() ?? [], (a, b) =>
          this.#sameRow(counted, table, a, b),
        ),
      ),
    );
    const flows = countOf(
      'OpenFlow_Flow',
      this.#flows.values(),
      (a, b) => a.cookie === b.cookie && sameActions(a.actions, b.actions),
    );
    return [...counts, flows].filter(
      ({ added, removed, changed }) => added + removed + changed > 0,
    );
  }

  #tablesOf({ database, tables }: Counted): readonly string[] {
    return tables ?? Object.keys(this.#schemas.get(database)?.tables ?? {});
  }

  /** Returns true if the difference of two rows does not count. */
  #sameRow(
    { database, ignored, existence }: Counted,
    table: string,
    a: AnyRow,
    b: AnyRow,
  ): boolean {
    if (existence === true) return true;
    const columns = this.#schemas.get(database)?.tables[table]?.columns ?? {};
    return Object.entries(columns).every(
      ([name, column]) =>
        // A row that comes or goes counts itself, and not as a change of the row that owns it.
        column.key.refType === 'strong' ||
        ignored?.includes(name) === true ||
        equalValues(a[name], b[name]),
    );
  }

  #onChange({ database, tables }: Change): void {
    for (const [i, counted] of COUNTED.entries()) {
      if (counted.database !== database) continue;
      for (const [table, changes] of tables) {
        if (counted.tables?.includes(table) === false) continue;
        const known = this.#rows[i];
        let rows = known?.get(table);
        if (!rows) {
          rows = new Map();
          known?.set(table, rows);
        }
        for (const { uuid, before, after } of changes) record(rows, uuid, before, after);
      }
    }
  }
}

function record<T>(
  differences: Map<string, Difference<T>>,
  key: string,
  before: T | undefined,
  after: T | undefined,
): void {
  const known = differences.get(key);
  if (known) known.after = after;
  else differences.set(key, { before, after });
}

function countOf<T>(
  kind: string,
  differences: Iterable<Difference<T>>,
  same: (a: T, b: T) => boolean,
): Count {
  const count = { kind, added: 0, removed: 0, changed: 0 };
  for (const { before, after } of differences) {
    if (before === undefined && after !== undefined) count.added++;
    else if (before !== undefined && after === undefined) count.removed++;
    else if (before !== undefined && after !== undefined && !same(before, after)) count.changed++;
  }
  return count;
}
