/** Prints tables in the formats of `lib/table.c`. */
import { formatDatum, formatDatumBare } from '../../ovsdb/datum.js';
import { datumToJson } from '../../ovsdb/datum-json.js';
import type { ColumnType, Value } from '../../ovsdb/types.js';
import { type Json, jsonText } from './json-text.js';

export const TABLE_FORMATS = ['table', 'list', 'html', 'csv', 'json'] as const;
export const CELL_FORMATS = ['string', 'bare', 'json'] as const;

export type TableFormat = (typeof TABLE_FORMATS)[number];
export type CellFormat = (typeof CELL_FORMATS)[number];

export interface TableStyle {
  readonly format: TableFormat;
  readonly cells: CellFormat;
  readonly headings: boolean;
  /** True if the JSON format breaks lines. */
  readonly pretty: boolean;
}

/** The default style, like `TABLE_STYLE_DEFAULT`. */
export const DEFAULT_STYLE: TableStyle = {
  format: 'table',
  cells: 'string',
  headings: true,
  pretty: false,
};

/** A value of a database in each of the {@link CELL_FORMATS}. */
export interface Cell {
  /** True for a text, as opposed to a value of a database: all cell formats show it unchanged. */
  readonly isPlain?: boolean;
  text(): string;
  bare(): string;
  json(): Json;
}

/** Returns the cell of a column's value. */
export const valueCell = (type: ColumnType, value: Value): Cell => ({
  text: () => formatDatum(type, value),
  bare: () => formatDatumBare(type, value),
  json: () => datumToJson(type, value),
});

/** Returns a cell of text. */
export const textCell = (text: string): Cell => ({
  isPlain: true,
  text: () => text,
  bare: () => text,
  json: () => text,
});

/** Returns a cell of JSON. */
export const jsonCell = (json: Json): Cell => ({
  text: () => jsonText(json),
  bare: () => jsonText(json),
  json: () => json,
});

export interface Table {
  readonly caption?: string;
  /** The time that is printed with the table. */
  readonly timestamp?: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A table of texts, from which all formats except JSON are made. */
interface TextTable {
  readonly headings: readonly string[] | undefined;
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/**
 * Formats a table.
 *
 * @param first false if another table precedes it, which some formats separate by an empty line.
 */
export function formatTable(table: Table, style: TableStyle, first: boolean): string {
  const { caption, timestamp } = table;
  const time = timestamp === undefined ? '' : `${timestamp}\n`;
  const head = `${first ? '' : '\n'}${time}${caption === undefined ? '' : `${caption}\n`}`;
  switch (style.format) {
    case 'table':
      return head + formatColumns(asText(table, style));
    case 'list':
      return head + formatList(asText(table, style));
    case 'html':
      return time + formatHtml(asText(table, style), caption);
    case 'csv':
      return head + formatCsv(asText(table, style));
    case 'json':
      return formatJson(table, style);
  }
}

function asText(table: Table, style: TableStyle): TextTable {
  const show = (cell: Cell): string => {
    switch (cell.isPlain ? 'string' : style.cells) {
      case 'string':
        return cell.text();
      case 'bare':
        return cell.bare();
      case 'json':
        return jsonText(cell.json());
    }
  };
  return {
    headings: style.headings ? table.headings : undefined,
    names: table.headings,
    rows: table.rows.map((row) => row.map(show)),
  };
}

function formatColumns({ headings, names, rows }: TextTable): string {
  const widths = names.map((name, x) =>
    rows.reduce((width, row) => Math.max(width, byteLength(row[x] ?? '')), byteLength(name)),
  );
  const pad = (text: string, x: number) =>
    text + ' '.repeat(Math.max(0, (widths[x] ?? 0) - byteLength(text)));
  const line = (cells: readonly string[]) => `${cells.map(pad).join(' ')}\n`;
  const head = headings ? [line(headings), line(widths.map((width) => '-'.repeat(width)))] : [];
  return [...head, ...rows.map(line)].join('');
}

function formatList({ headings, rows }: TextTable): string {
  const label = (x: number) => (headings ? `${(headings[x] ?? '').padEnd(20)}: ` : '');
  return rows.map((row) => row.map((text, x) => `${label(x)}${text}\n`).join('')).join('\n');
}

const HTML_ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

const escapeHtml = (text: string) => text.replace(/[&<>"]/g, (c) => HTML_ENTITIES[c] ?? c);

const encoder = new TextEncoder();

/** Returns the length in bytes, the unit of column widths. */
const byteLength = (text: string): number => encoder.encode(text).length;

const UUID = /([0-9a-fA-F]{8})-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}/g;

function htmlCell(element: string, content: string): string {
  const linked = escapeHtml(content).replace(
    UUID,
    (uuid: string, start: string) => `<a href="#${uuid}">${start}</a>`,
  );
  return `    <${element}>${linked}</${element}>\n`;
}

/** Formats a cell of the column `_uuid`, to which other cells link. */
function htmlAnchor(content: string): string {
  return `    <td><a name="${escapeHtml(content)}">${escapeHtml(content.slice(0, 8))}</a></td>\n`;
}

function formatHtml({ headings, names, rows }: TextTable, caption: string | undefined): string {
  const row = (cells: readonly string[]) => `  <tr>\n${cells.join('')}  </tr>\n`;
  const head = headings ? row(headings.map((heading) => htmlCell('th', heading))) : '';
  const body = rows.map((texts) =>
    row(texts.map((text, x) => (names[x] === '_uuid' ? htmlAnchor(text) : htmlCell('td', text)))),
  );
  const title = caption === undefined ? '' : htmlCell('caption', caption);
  return `<table border=1>\n${title}${head}${body.join('')}</table>\n`;
}

const csvCell = (text: string) => (/[\n",]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text);

function formatCsv({ headings, rows }: TextTable): string {
  const lines = headings ? [headings, ...rows] : rows;
  return lines.map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

function formatJson({ caption, timestamp, headings, rows }: Table, { pretty }: TableStyle): string {
  const json: Json = {
    ...(caption === undefined ? {} : { caption }),
    ...(timestamp === undefined ? {} : { time: timestamp }),
    headings,
    data: rows.map((row) => row.map((cell) => cell.json())),
  };
  return `${jsonText(json, { pretty })}\n`;
}
