import { encodeActions, parseActions } from '../../action/index.js';
import type { Dialect } from '../../action/layout.js';
import {
  annotate,
  combine,
  ExprError,
  type ExprMatches,
  normalize,
  type PortLookup,
  parseExpr,
  simplify,
  toMatches,
} from '../../expr/index.js';
import type { SbRow } from '../../logical/databases.js';
import type { OfAction } from '../../openflow/model/actions.js';
import type { Match } from '../../openflow/model/match.js';
import type { Flow } from '../flow.js';

/** What a logical flow comes down to; its ids of conjunctions count from 1. */
export interface CompiledFlow {
  readonly table: number;
  readonly priority: number;
  readonly matches: ExprMatches['matches'];
  readonly actions: readonly OfAction[];
  /** How many ids of conjunctions it uses. */
  readonly conjunctions: number;
}

/** Why a logical flow cannot be used. */
export interface FlowError {
  readonly error: string;
}

/**
 * Compiles a logical flow.
 *
 * @param datapath the tunnel key of its datapath.
 * @param lookupPort the numbers of the ports and multicast groups of the datapath.
 */
export function compileFlow(
  row: SbRow<'Logical_Flow'>,
  datapath: number,
  lookupPort: PortLookup,
  { symbols, layout }: Dialect,
): CompiledFlow | FlowError {
  const { tables, fields } = layout;
  const ingress = row.pipeline === 'ingress';
  const firstTable = ingress ? tables.ingress : tables.egress;
  const parsed = attempt('actions', row.actions, () =>
    parseActions(row.actions, {
      symtab: symbols,
      tableCount: layout.pipelineLength,
      currentTable: row.table_id,
    }),
  );
  if ('error' in parsed) return parsed;
  const { actions, prerequisites } = parsed;
  const found = attempt('match', row.match, () => {
    const match = parseExpr(row.match, symbols);
    const whole = annotate(prerequisites ? combine('and', match, prerequisites) : match, symbols);
    return toMatches(normalize(simplify(whole)), lookupPort);
  });
  if ('error' in found) return found;
  const { matches, nConjunctions } = found;
  return {
    table: firstTable + row.table_id,
    priority: row.priority,
    matches: matches.map(({ match, conjunctions }) => ({
      match: match.with(fields.datapath, BigInt(datapath)),
      conjunctions,
    })),
    actions: encodeActions(actions, {
      lookupPort,
      firstTable,
      fields,
      outputTable: ingress ? tables.remoteOutput : tables.logicalToPhysical,
    }),
    conjunctions: nConjunctions,
  };
}

/** Runs a parser of a column, and words what it throws as ovn-controller does. */
function attempt<T extends object>(column: string, text: string, parse: () => T): T | FlowError {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return { error: `error parsing ${column} "${text}": ${error.message}` };
  }
}

/** The flows of a compiled logical flow, `offset` being added to its ids of conjunctions. */
export function flowsOf(compiled: CompiledFlow, offset: number): readonly Flow[] {
  const { table, priority, matches } = compiled;
  return matches.map(({ match, conjunctions }) => ({
    table,
    priority,
    match: compiled.conjunctions === 0 ? match : withOffset(match, offset),
    actions:
      conjunctions.length === 0
        ? compiled.actions
        : conjunctions.map(({ id, clause, nClauses }) => ({
            type: 'conjunction' as const,
            id: id + offset,
            clause,
            clauses: nClauses,
          })),
  }));
}

function withOffset(match: Match, offset: number): Match {
  const { value, mask } = match.get('conj_id');
  return mask === 0n ? match : match.with('conj_id', value + BigInt(offset));
}
