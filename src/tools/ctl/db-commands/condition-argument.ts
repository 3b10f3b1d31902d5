/** Parses conditions such as `options:key!=value`, the arguments of `find` and `wait-until`. */

import { evaluate, isSetOperator, RELATIONAL_OPERATORS } from '../../../ovsdb/condition.js';
import { parseDatum } from '../../../ovsdb/datum.js';
import { parseAtom } from '../../../ovsdb/parse-atom.js';
import type { SymbolTable } from '../../../ovsdb/symbol-table.js';
import type { AnyRow, ColumnType } from '../../../ovsdb/types.js';
import { fatal } from '../../program/exit.js';
import type { CtlTable } from '../ctl-table.js';
import { parseColumnKeyValue } from './column-argument.js';

export type Condition = (row: AnyRow) => boolean;

/**
 * Returns a condition on the rows of a table. As in the reference, it is parsed when the first row
 * is checked, so an invalid one is not reported for an empty table.
 */
export function condition(table: CtlTable, arg: string, symbols: SymbolTable): Condition {
  let parsed: Condition | undefined;
  return (row) => {
    parsed ??= parseCondition(table, arg, symbols);
    return parsed(row);
  };
}

function parseCondition(table: CtlTable, arg: string, symbols: SymbolTable): Condition {
  const argument = parseColumnKeyValue(table, arg, RELATIONAL_OPERATORS);
  const { column, key: keyText, operator, value: text } = argument;
  const { name, schema } = column;
  if (keyText === undefined) {
    const wanted = parseDatum(schema, text, symbols);
    return (row) => evaluate(schema, row[name], operator, wanted);
  }
  if (!schema.value) fatal(`cannot specify key to check for non-map column ${name}`);
  const key = parseAtom(schema.key, keyText, symbols);
  const type: ColumnType = { key: schema.value, min: schema.min, max: Number.POSITIVE_INFINITY };
  const wanted = parseDatum(type, text, symbols);
  return (row) => {
    const map = row[name];
    const value = map instanceof Map ? map.get(key) : undefined;
    if (value === undefined && !isSetOperator(operator)) return false;
    return evaluate(type, value, operator, wanted);
  };
}
