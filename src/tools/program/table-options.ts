/** The options that choose how tables are printed, like `TABLE_LONG_OPTIONS`. */
import { fatal } from './exit.js';
import type { Invocation, OptionRow } from './option-row.js';
import { CELL_FORMATS, TABLE_FORMATS, type TableStyle } from './output-table.js';

/** The part of a program's settings that the options change. */
export interface TableSettings {
  style: TableStyle;
}

const restyle = ({ settings }: Invocation<TableSettings>, change: Partial<TableStyle>) => {
  settings.style = { ...settings.style, ...change };
};

export const TABLE_OPTIONS: readonly OptionRow<Invocation<TableSettings>>[] = [
  {
    name: 'format',
    short: 'f',
    argument: 'required',
    argumentName: 'FORMAT',
    help: `print records as ${TABLE_FORMATS.join(', ')}`,
    values: TABLE_FORMATS,
    apply: (invocation, value) => {
      const format = TABLE_FORMATS.find((name) => name === value);
      restyle(invocation, { format: format ?? fatal(`unknown output format "${value}"`) });
    },
  },
  {
    name: 'data',
    short: 'd',
    argument: 'required',
    argumentName: 'FORMAT',
    help: `print their values as ${CELL_FORMATS.join(', ')}`,
    values: CELL_FORMATS,
    apply: (invocation, value) => {
      const cells = CELL_FORMATS.find((name) => name === value);
      restyle(invocation, { cells: cells ?? fatal(`unknown data format "${value}"`) });
    },
  },
  {
    name: 'no-headings',
    argument: 'none',
    help: 'leave out the names of the columns',
    apply: (invocation) => restyle(invocation, { headings: false }),
  },
  {
    name: 'pretty',
    argument: 'none',
    help: 'break the lines of JSON',
    apply: (invocation) => restyle(invocation, { pretty: true }),
  },
  {
    name: 'bare',
    argument: 'none',
    help: 'short for --format=list --data=bare --no-headings',
    apply: (invocation) => restyle(invocation, { format: 'list', cells: 'bare', headings: false }),
  },
];
