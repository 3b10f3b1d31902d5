/** Describes the differences between two states of a database, one line per row. */
import type { ToolContext } from '../../tools/tool.js';

export type DatabaseJson = ReturnType<ToolContext['nb']['toJSON']>;

type Rows = DatabaseJson['tables'][string];
type Row = Rows[string];
type ValueJson = Row[string];

/** Columns that name a row, the preferred one first. */
const NAMES = ['name', 'logical_port'];

/** Keys of `external_ids` that refer to the origin of a southbound row. */
const ORIGINS = ['logical-switch', 'logical-router'];

/** The number of characters that usually suffice to identify a UUID. */
const SHORT = 8;

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Returns lines about the rows that were removed, changed and added. */
export function describeRows(
  before: DatabaseJson,
  after: DatabaseJson,
  names: Names,
): readonly string[] {
  const lines: string[] = [];
  for (const table of new Set([...Object.keys(before.tables), ...Object.keys(after.tables)])) {
    const [old, now] = [before.tables[table] ?? {}, after.tables[table] ?? {}];
    for (const [uuid, row] of Object.entries(old)) {
      const then = now[uuid];
      if (!then) lines.push(`- ${table} ${names.whole(uuid, row)}`);
      else lines.push(...changedRow(table, uuid, row, then, names));
    }
    for (const [uuid, row] of Object.entries(now)) {
      if (!old[uuid]) lines.push(`+ ${table} ${names.whole(uuid, row)}`);
    }
  }
  return lines;
}

function changedRow(table: string, uuid: string, old: Row, now: Row, names: Names): string[] {
  const columns = [...new Set([...Object.keys(old), ...Object.keys(now)])].filter(
    (column) => JSON.stringify(old[column]) !== JSON.stringify(now[column]),
  );
  if (columns.length === 0) return [];
  return [
    `- ${table} ${names.part(uuid, old, columns)}`,
    `+ ${table} ${names.part(uuid, now, columns)}`,
  ];
}

/** Finds the names of rows in all databases. */
export class Names {
  readonly #rows = new Map<string, Row>();

  constructor(databases: readonly DatabaseJson[]) {
    for (const { tables } of databases) {
      for (const rows of Object.values(tables)) {
        for (const [uuid, row] of Object.entries(rows)) this.#rows.set(uuid, row);
      }
    }
  }

  /** Returns the name of a row, if it has one. */
  #name(uuid: string): string | undefined {
    const row = this.#rows.get(uuid);
    const column = NAMES.find((candidate) => typeof row?.[candidate] === 'string');
    if (column !== undefined) return String(row?.[column]);
    // A southbound datapath is named after its northbound row.
    const ids = row?.['external_ids'];
    if (typeof ids !== 'object' || Array.isArray(ids)) return undefined;
    const origin = Object.entries(ids).find(([key]) => ORIGINS.includes(key))?.[1];
    return typeof origin === 'string' && origin !== uuid ? this.#name(origin) : undefined;
  }

  /** Formats a row with all of its columns. */
  whole(uuid: string, row: Row): string {
    const name = this.#name(uuid);
    const columns = Object.keys(row).filter((column) => row[column] !== name);
    return [...(name === undefined ? [] : [name]), ...this.#columns(row, columns)].join(' ');
  }

  /** Formats some columns of a row. */
  part(uuid: string, row: Row, columns: readonly string[]): string {
    return [this.#name(uuid) ?? uuid.slice(0, SHORT), ...this.#columns(row, columns)].join(' ');
  }

  #columns(row: Row, columns: readonly string[]): string[] {
    return columns.map((column) => `${column}=${this.#text(row[column])}`);
  }

  #text(value: ValueJson | undefined): string {
    if (value === undefined) return '[]';
    if (Array.isArray(value)) return `[${value.map((atom) => this.#text(atom)).join(', ')}]`;
    if (typeof value === 'object') {
      const pairs = Object.entries(value).map(([key, atom]) => `${key}=${this.#text(atom)}`);
      return `{${pairs.join(', ')}}`;
    }
    if (typeof value === 'string' && UUID.test(value))
      return this.#name(value) ?? value.slice(0, SHORT);
    return typeof value === 'string' && /[\s"]/.test(value) ? JSON.stringify(value) : String(value);
  }
}
