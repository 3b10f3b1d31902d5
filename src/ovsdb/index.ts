/**
 * OVSDB in memory: schemas, rows, transactions, and values as text. Import from
 * the files themselves; this one only says what is where.
 *
 * - `database.ts`, `transaction.ts`: {@link Database}, {@link Transaction}.
 * - `error.ts`: {@link OvsdbError}, what a commit is refused with.
 * - `types.ts`, `define.ts`, `schemas/`: schemas, and the types of rows that follow from them.
 * - `shape.ts`: `kindOf(type)`, `keysOf(value)`, `valuesOf(value)`, `sizeOf(value)`, `isMap(value)`.
 * - `compare.ts`: `compareStrings(a, b)`, `compareAtoms(type, a, b)`, `compareValues(type, a, b)`,
 *   `equalValues(a, b)`.
 * - `canonical.ts`: `defaultValue(type)`, `canonical(type, value, previous)`,
 *   `fromElements(type, keys, values)`.
 * - `atom.ts`: `formatAtom(type, atom)`, `formatAtomBare(type, atom)`,
 *   `parseAtom(base, text, symbols?)`.
 * - `datum.ts`: `formatDatum(type, value)`, `formatDatumBare(type, value)`,
 *   `parseDatum(type, text, symbols?)`, `describeType(type)`.
 * - `datum-json.ts`: `atomToJson(type, atom)`, `datumToJson(type, value)`.
 * - `token.ts`: `parseToken(text, start)`, `isDelimiter(char)`, `skipSpaces(text, start)`.
 * - `text-error.ts`: {@link TextError}, which all parsing throws; its message is what to print.
 * - `symbol-table.ts`: `SymbolTable`, `RowSymbol`: names of rows, `@name`.
 * - `sets.ts`: `widen(type)`, `narrow(type, value)`, `union(type, a, b)`, `subtract(type, a, b)`,
 *   `includesAll(a, b)`.
 * - `condition.ts`: `RELATIONAL_OPERATORS`, `isSetOperator(operator)`,
 *   `evaluate(type, a, operator, b)`.
 */
export { Database } from './database.js';
export { OvsdbError } from './error.js';
export { TextError } from './text-error.js';
export { Transaction } from './transaction.js';
