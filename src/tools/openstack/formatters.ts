/** Prints objects and lists in the formats of OpenStack's clients. Mirrors cliff 1.15. */
import type { Json } from '../../lib/json.js';
import type { Argument, Parsed } from './argparse.js';
import { type Column, prettyTable } from './pretty-table.js';
import { dumps } from './python-json.js';
import { pythonOrder } from './python-order.js';

export const SHOW_FORMATS = ['json', 'shell', 'table', 'value'];
export const LIST_FORMATS = ['csv', 'json', 'table', 'value'];

const format = (choices: readonly string[]): Argument => ({
  flags: ['-f', '--format'],
  dest: 'formatter',
  choices,
  help: 'the output format; the default is table',
});

const COLUMNS: Argument = {
  flags: ['-c', '--column'],
  dest: 'columns',
  metavar: 'COLUMN',
  action: 'append',
  help: 'show only this column; can be repeated',
};

const NOINDENT: Argument = {
  flags: ['--noindent'],
  dest: 'noindent',
  action: 'true',
  help: 'print JSON on one line',
};

const MAX_WIDTH: Argument = {
  flags: ['--max-width'],
  dest: 'max_width',
  metavar: '<integer>',
  problem: (text) => (/^[+-]?\d+$/.test(text) ? undefined : `invalid int value: u'${text}'`),
  help: 'wrap the cells of tables at this width',
};

/** The options of commands that show one object. */
export const SHOW_OPTIONS: readonly Argument[] = [
  format(SHOW_FORMATS),
  COLUMNS,
  NOINDENT,
  {
    ...{ flags: ['--variable'], dest: 'variables', action: 'append', hidden: true },
  },
  {
    ...{ flags: ['--prefix'], dest: 'prefix' },
    help: 'put this before the names of shell variables',
  },
  MAX_WIDTH,
];

/** The options of commands that show a list. */
export const LIST_OPTIONS: readonly Argument[] = [
  format(LIST_FORMATS),
  COLUMNS,
  MAX_WIDTH,
  NOINDENT,
  {
    ...{
      flags: ['--quote'],
      dest: 'quote_mode',
      choices: ['all', 'minimal', 'none', 'nonnumeric'],
    },
    help: 'the values of CSV to quote; the default is nonnumeric',
  },
];

/** A column that was asked for does not exist. */
export class UnknownColumns extends Error {
  constructor(columns: readonly string[]) {
    const names = columns.map((name) => `u'${name}'`).join(', ');
    super(`No recognized column names in [${names}]`);
  }
}

type Row = readonly Json[];

/** Keeps the columns that `-c` asks for. @throws UnknownColumns */
function chosen(
  names: readonly string[],
  wanted: readonly string[],
): readonly (readonly [index: number, name: string])[] {
  const all = names.map((name, i) => [i, name] as const);
  if (wanted.length === 0) return all;
  const kept = all.filter(([, name]) => wanted.includes(name));
  if (kept.length === 0) throw new UnknownColumns(wanted);
  return kept;
}

/** Prints one object. @throws UnknownColumns */
export function formatOne(names: readonly string[], values: Row, parsed: Parsed): string {
  const columns = chosen(names, parsed.list('columns'));
  const pairs = columns.map(([i, name]) => [name, values[i] ?? null] as const);
  switch (parsed.text('formatter')) {
    case 'json':
      return json(Object.fromEntries(pairs), parsed);
    case 'value':
      return pairs.map(([, value]) => `${textOf(value)}\n`).join('');
    case 'shell':
      return shell(pairs, parsed);
    default: {
      const rows = pairs.map(([name, value]) => [name, textOf(value)]);
      return `${prettyTable([{ name: 'Field' }, { name: 'Value' }], rows, maxWidth(parsed))}\n`;
    }
  }
}

/**
 * Prints a list.
 *
 * @param wanted the columns to show; all if it is empty
 * @throws UnknownColumns
 */
export function formatList(
  names: readonly string[],
  rows: readonly Row[],
  parsed: Parsed,
  wanted: readonly string[] = parsed.list('columns'),
): string {
  const columns = chosen(names, wanted);
  const cells = rows.map((row) => columns.map(([i]) => row[i] ?? null));
  const titles = columns.map(([, name]) => name);
  switch (parsed.text('formatter')) {
    case 'json':
      return json(
        cells.map((row) => Object.fromEntries(titles.map((name, i) => [name, row[i] ?? null]))),
        parsed,
      );
    case 'value':
      return cells.map((row) => `${row.map(textOf).join(' ')}\n`).join('');
    case 'csv':
      return [titles, ...cells].map((row) => csvLine(row, parsed.text('quote_mode'))).join('');
    default: {
      const shown: Column[] = titles.map((name, i) => ({
        name,
        align: typeof cells[0]?.[i] === 'number' ? 'right' : 'left',
      }));
      const texts = cells.map((row) => row.map(textOf));
      return `${prettyTable(shown, texts, maxWidth(parsed))}\n`;
    }
  }
}

const maxWidth = (parsed: Parsed): number => Number(parsed.text('max_width') ?? 0);

/** Prints JSON, without a newline at the end. */
function json(value: Json, parsed: Parsed): string {
  return dumps(value, parsed.flag('noindent') === true ? undefined : 2);
}

function shell(pairs: readonly (readonly [string, Json])[], parsed: Parsed): string {
  const wanted = parsed.list('variables');
  const prefix = parsed.text('prefix') ?? '';
  return pairs
    .map(([name, value]) => [name.toLowerCase().replaceAll(' ', '_'), value] as const)
    .filter(([name]) => wanted.length === 0 || wanted.includes(name))
    .map(([name, value]) => {
      const text = typeof value === 'string' ? value.replaceAll('"', '\\"') : textOf(value);
      return `${prefix}${name}="${text}"\n`;
    })
    .join('');
}

function csvLine(row: Row, mode = 'nonnumeric'): string {
  const cells = row.map((value) => {
    const text = textOf(value);
    const isNumber = typeof value === 'number' || typeof value === 'boolean';
    const special = /[",\r\n]/.test(text);
    const quotes =
      mode === 'all' || (mode === 'nonnumeric' && !isNumber) || (mode === 'minimal' && special);
    return quotes ? `"${text.replaceAll('"', '""')}"` : text;
  });
  return `${cells.join(',')}\n`;
}

/** Returns `unicode()` of a value. */
export function textOf(value: Json): string {
  if (typeof value === 'string') return value;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  return reprOf(value);
}

/** Returns `repr()` of a value with strings of characters. */
function reprOf(value: Json): string {
  if (typeof value === 'string') return `u'${value.replaceAll("'", "\\'")}'`;
  if (Array.isArray(value)) return `[${value.map(reprOf).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return textOf(value);
  const names = pythonOrder(Object.keys(value));
  const object = value as Readonly<Record<string, Json>>;
  return `{${names.map((name) => `u'${name}': ${reprOf(object[name] ?? null)}`).join(', ')}}`;
}
