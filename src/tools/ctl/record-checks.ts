/** Checks tables and columns in the arguments of the generic commands. */
import type { CheckLists, CompletionPlace, WordProblem } from '../program/command-row.js';
import { ToolExit } from '../program/exit.js';
import { columnsOf, findColumn, findTable } from './abbreviated-names.js';
import type { CtlTable } from './ctl-table.js';

/** Returns the checks of the parameters of the generic commands. */
export function databaseChecks(tables: readonly CtlTable[]): CheckLists {
  const table = ({ word }: CompletionPlace) =>
    problemOf(
      () => findTable(tables, word),
      tables.map(({ name }) => name),
    );
  const column = ({ args: [name = ''], word }: CompletionPlace): WordProblem | undefined => {
    const found = attempt(() => findTable(tables, name));
    const [typed = ''] = /^[\w-]*/.exec(word) ?? [];
    if (found === undefined || typed === '') return undefined;
    const problem = problemOf(
      () => findColumn(found, typed),
      ['_uuid', ...columnsOf(found).map(({ name: known }) => known)],
    );
    return typed === '_uuid' || !problem ? undefined : { ...problem, start: 0, end: typed.length };
  };
  return {
    TABLE: { check: table },
    COLUMN: { check: column },
    'COLUMN[:KEY]': { check: column },
    'COLUMN[:KEY]=VALUE': { check: column },
  };
}

function problemOf(find: () => unknown, expected: readonly string[]): WordProblem | undefined {
  try {
    find();
    return undefined;
  } catch (error) {
    if (!(error instanceof ToolExit)) throw error;
    return { message: error.message ?? '', expected };
  }
}

function attempt<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof ToolExit)) throw error;
    return undefined;
  }
}
