/** Handles the names of new rows: `--id=@name`. */
import type { RowSymbol, SymbolTable } from '../../../ovsdb/symbol-table.js';
import { fatal } from '../../program/exit.js';

/** Creates the symbol of an `--id=@name`. @throws ToolExit if the name is taken */
export function newSymbol(symbols: SymbolTable, id: string): RowSymbol {
  if (!id.startsWith('@')) fatal(`row id "${id}" does not begin with "@"`);
  const symbol = symbols.insert(id);
  if (symbol.created) fatal(`row id "${id}" may only be specified on one --id option`);
  symbol.created = true;
  return symbol;
}

/**
 * Checks the names of rows after all commands have run. A row without references causes a warning.
 *
 * @throws ToolExit if a name was used that no row has.
 */
export function checkSymbols(symbols: SymbolTable, warn: (message: string) => void): void {
  for (const { name, created, strongRef, weakRef } of symbols) {
    if (!created) {
      fatal(
        `row id "${name}" is referenced but never created (e.g. with "-- --id=${name} create ...")`,
      );
    }
    if (strongRef) continue;
    const lack = weakRef ? 'only a weak reference to it was' : 'no reference to it was';
    warn(
      `row id "${name}" was created but ${lack} inserted, ` +
        'so it will not actually appear in the database',
    );
  }
}
