/** Compiles a logical flow to OpenFlow flows. Mirrors the body of `lflow_run()`. */
import { encodeActions, parseActions } from '../../action/index.js';
import type { Dialect } from '../../action/layout.js';
import {
  annotate,
  combine,
  type Expr,
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
import { Match } from '../../openflow/model/match.js';
import type { Flow } from '../desired-flow.js';

/** A compiled logical flow. Its conjunction ids count from 1. */
export interface CompiledFlow {
  readonly table: number;
  readonly priority: number;
  readonly matches: ExprMatches['matches'];
  readonly actions: readonly OfAction[];
  /** The number of conjunction ids that it uses. */
  readonly conjunctions: number;
}

/** The reason why a logical flow cannot be used. */
export interface FlowError {
  readonly error: string;
}

/**
 * Compiles a logical flow.
 *
 * @param datapath the tunnel key of its datapath.
 * @param lookupPort returns the number of a port or multicast group of the datapath.
 */
export function compileFlow(
  row: SbRow<'Logical_Flow'>,
  datapath: number,
  lookupPort: PortLookup,
  dialect: Dialect,
): CompiledFlow | FlowError {
  const {
    symbols,
    layout: { tables, fields },
  } = dialect;
  const ingress = row.pipeline === 'ingress';
  const firstTable = ingress ? tables.ingress : tables.egress;
  const compiled = compileActions(row, lookupPort, dialect);
  if ('error' in compiled) return compiled;
  const { actions, prerequisites } = compiled;
  const found = attempt('match', row.match, () => {
    const match = parseExpr(row.match, symbols);
    const whole = annotate(prerequisites ? combine('and', match, prerequisites) : match, symbols);
    const base = Match.ANY.with(fields.datapath, BigInt(datapath));
    return toMatches(normalize(simplify(whole)), lookupPort, base);
  });
  if ('error' in found) return found;
  const { matches, nConjunctions } = found;
  return {
    table: firstTable + row.table_id,
    priority: row.priority,
    matches,
    actions,
    conjunctions: nConjunctions,
  };
}

interface CompiledActions {
  readonly actions: readonly OfAction[];
  readonly prerequisites: Expr | undefined;
}

/**
 * The compiled actions that refer to no port, by table and text. Most logical flows have one of a
 * few.
 */
const COMMON_ACTIONS = new WeakMap<Dialect, Map<string, CompiledActions>>();
const MAX_COMMON_ACTIONS = 1000;

function compileActions(
  { pipeline, table_id: table, actions: text }: SbRow<'Logical_Flow'>,
  lookupPort: PortLookup,
  dialect: Dialect,
): CompiledActions | FlowError {
  let common = COMMON_ACTIONS.get(dialect);
  if (!common || common.size > MAX_COMMON_ACTIONS) {
    common = new Map();
    COMMON_ACTIONS.set(dialect, common);
  }
  const key = `${pipeline} ${table} ${text}`;
  const known = common.get(key);
  if (known) return known;
  const { symbols, layout } = dialect;
  const { tables, fields, pipelineLength: tableCount } = layout;
  const parsed = attempt('actions', text, () =>
    parseActions(text, { symtab: symbols, tableCount, currentTable: table }),
  );
  if ('error' in parsed) return parsed;
  const ingress = pipeline === 'ingress';
  const place = {
    lookupPort,
    firstTable: ingress ? tables.ingress : tables.egress,
    outputTable: ingress ? tables.remoteOutput : tables.logicalToPhysical,
    fields,
  };
  const compiled = {
    actions: encodeActions(parsed.actions, place),
    prerequisites: parsed.prerequisites,
  };
  if (parsed.actions.every(({ type }) => type !== 'set_port')) common.set(key, compiled);
  return compiled;
}

/** Runs the parser of a column, and rewords its errors like ovn-controller. */
function attempt<T extends object>(column: string, text: string, parse: () => T): T | FlowError {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    return { error: `error parsing ${column} "${text}": ${error.message}` };
  }
}

/**
 * Returns the flows of a compiled logical flow.
 *
 * @param offset added to its conjunction ids.
 */
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
