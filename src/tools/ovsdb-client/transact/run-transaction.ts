/** The method `transact` of a database server (RFC 7047, section 4.1.3). */

import type { RandomSource } from '../../../lib/random.js';
import type { Database } from '../../../ovsdb/database.js';
import { OvsdbError } from '../../../ovsdb/error.js';
import { SymbolTable } from '../../../ovsdb/symbol-table.js';
import type { Json } from '../../program/json-text.js';
import { type Execution, runOperation } from './database-operations.js';

const errorJson = ({ error, details, syntax }: OvsdbError): Json => ({
  error,
  details,
  ...(syntax === undefined ? {} : { syntax }),
});

/**
 * Runs operations as one transaction and returns their results. The first error undoes them all;
 * the operations after it have the result `null`. An error at the end is an extra result.
 */
export function transact(
  database: Database,
  operations: readonly Json[],
  random: RandomSource,
): readonly Json[] {
  const transaction = database.begin();
  const symbols = new SymbolTable(random);
  const execution: Execution = { schema: database.schema, transaction, symbols };
  const results: Json[] = [];
  try {
    for (const [i, operation] of operations.entries()) {
      results.push(runOperation(operation, execution, [i + 1, operations.length]));
    }
    transaction.commit();
    return results;
  } catch (error) {
    transaction.abort();
    if (!(error instanceof OvsdbError)) throw error;
    const skipped = operations.slice(results.length + 1).map(() => null);
    return [...results, errorJson(error), ...skipped];
  }
}
