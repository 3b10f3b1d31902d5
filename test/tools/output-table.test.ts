/** Tests the formats in which programs print tables. */
import { describe, expect, it } from 'vitest';
import {
  type Cell,
  type CellFormat,
  formatTable,
  type Table,
  type TableFormat,
} from '../../src/tools/program/output-table.js';

const UUID = '0b081486-bf96-4991-bac5-d155990ff436';

const cell = (text: string): Cell => ({
  text: () => JSON.stringify(text),
  bare: () => text,
  json: () => ['string', text],
});

const TABLE: Table = {
  headings: ['_uuid', 'name'],
  rows: [
    [cell(UUID), cell('a<b>, "c"')],
    [cell('short'), cell(`see ${UUID}`)],
  ],
};

const NAMES: Table = { headings: ['name'], rows: [[cell('é')], [cell('abcdef')]] };

const format = (
  table: Table,
  style: TableFormat,
  cells: CellFormat,
  { headings = true, pretty = false, first = true } = {},
) => formatTable(table, { format: style, cells, headings, pretty }, first);

describe('a table', () => {
  it('pads columns to the bytes of their widest cell', () => {
    expect(format(NAMES, 'table', 'bare')).toBe('name  \n------\né    \nabcdef\n');
  });

  it('can omit headings', () => {
    expect(format(NAMES, 'table', 'bare', { headings: false })).toBe('é    \nabcdef\n');
    expect(format(NAMES, 'list', 'bare', { headings: false })).toBe('é\n\nabcdef\n');
    expect(format(NAMES, 'csv', 'bare', { headings: false })).toBe('é\nabcdef\n');
  });

  it('puts an empty line between records of a list', () => {
    expect(format(NAMES, 'list', 'string')).toBe(
      'name                : "é"\n\nname                : "abcdef"\n',
    );
  });

  it('quotes cells in CSV if necessary', () => {
    expect(format(TABLE, 'csv', 'bare')).toBe(
      `_uuid,name\n${UUID},"a<b>, ""c"""\nshort,see ${UUID}\n`,
    );
  });

  it('links UUIDs in HTML and escapes the rest', () => {
    expect(format(TABLE, 'html', 'bare')).toBe(
      [
        '<table border=1>',
        '  <tr>',
        '    <th>_uuid</th>',
        '    <th>name</th>',
        '  </tr>',
        '  <tr>',
        `    <td><a name="${UUID}">0b081486</a></td>`,
        '    <td>a&lt;b&gt;, &quot;c&quot;</td>',
        '  </tr>',
        '  <tr>',
        '    <td><a name="short">short</a></td>',
        `    <td>see <a href="#${UUID}">0b081486</a></td>`,
        '  </tr>',
        '</table>',
        '',
      ].join('\n'),
    );
  });

  it('is JSON whatever the cell format', () => {
    const json = '{"data":[[["string","é"]],[["string","abcdef"]]],"headings":["name"]}\n';
    expect(format(NAMES, 'json', 'bare')).toBe(json);
    expect(format(NAMES, 'json', 'string', { headings: false })).toBe(json);
    expect(format(NAMES, 'csv', 'json')).toBe(
      'name\n"[""string"",""é""]"\n"[""string"",""abcdef""]"\n',
    );
  });

  it('is separated from the one before it, except in HTML and JSON', () => {
    const later = (style: TableFormat) => format(NAMES, style, 'bare', { first: false }).charAt(0);
    expect(['table', 'list', 'csv'].map((style) => later(style as TableFormat))).toEqual([
      '\n',
      '\n',
      '\n',
    ]);
    expect([later('html'), later('json')]).toEqual(['<', '{']);
  });
});
