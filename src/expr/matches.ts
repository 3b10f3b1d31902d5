/** Converts normalized expressions to OpenFlow matches. Mirrors `expr_to_matches()`. */
import { FIELDS } from '../openflow/model/fields.js';
import { Match } from '../openflow/model/match.js';
import { ones } from './bits.js';
import { MAX_MATCHES, tooComplex } from './budget.js';
import { type Comparison, type Expr, operandsOf } from './expr.js';

/** The role of a flow in a conjunctive match: clause `clause`, counted from 0, of `nClauses`. */
export interface Conjunction {
  readonly id: number;
  readonly clause: number;
  readonly nClauses: number;
}

/**
 * One of the OpenFlow matches of an expression. A flow with conjunctions has these as its actions;
 * any other flow has the actions that belong to the expression.
 */
export interface ExprMatch {
  readonly match: Match;
  readonly conjunctions: readonly Conjunction[];
}

export interface ExprMatches {
  /** In order of first appearance in the expression, without duplicates. */
  readonly matches: readonly ExprMatch[];
  /**
   * The number of conjunction ids in use, counted from 1. Matches without conjunctions may refer to
   * them in `conj_id`.
   */
  readonly nConjunctions: number;
}

/** Returns the number of a port by its name, or `undefined` if the port is unknown. */
export type PortLookup = (name: string) => number | undefined;

/**
 * Returns the OpenFlow matches that are together equivalent to `expr`, which must be normalized.
 * Every match is narrowed to `base`. A comparison with a port that `lookupPort` does not know never
 * holds.
 *
 * @throws ExprError if there are too many matches.
 */
export function toMatches(expr: Expr, lookupPort: PortLookup, base = Match.ANY): ExprMatches {
  const builder = new MatchBuilder(lookupPort, base);
  if (expr.type === 'boolean') {
    if (expr.value) builder.add(base);
  } else {
    for (const conjunction of operandsOf('or', expr)) {
      builder.addConjunction(operandsOf('and', conjunction));
    }
  }
  return builder.finish();
}

/** Nearly all matches share this list. */
const NO_CONJUNCTIONS: readonly Conjunction[] = [];

class MatchBuilder {
  readonly #lookupPort: PortLookup;
  readonly #base: Match;
  readonly #matches = new Map<
    string,
    { readonly match: Match; conjunctions: readonly Conjunction[] }
  >();
  #nConjunctions = 0;

  constructor(lookupPort: PortLookup, base: Match) {
    this.#lookupPort = lookupPort;
    this.#base = base;
  }

  finish(): ExprMatches {
    return { matches: [...this.#matches.values()], nConjunctions: this.#nConjunctions };
  }

  /**
   * Adds `match`. One that is added both with and without a conjunction is kept without any, since
   * its flow then has the actions of the expression.
   */
  add(match: Match, conjunction?: Conjunction): void {
    const known = this.#matches.get(match.key);
    const added = conjunction === undefined ? NO_CONJUNCTIONS : [conjunction];
    if (known === undefined) {
      if (this.#matches.size === MAX_MATCHES) throw tooComplex();
      this.#matches.set(match.key, { match, conjunctions: added });
    } else if (conjunction === undefined || known.conjunctions.length === 0) {
      known.conjunctions = NO_CONJUNCTIONS;
    } else {
      known.conjunctions = known.conjunctions.concat(conjunction);
    }
  }

  /**
   * Adds clauses that all have to hold: those with one constant narrow the match,
   * one choice among constants makes a match for each, and several choices make
   * a conjunctive match.
   */
  addConjunction(clauses: readonly Expr[]): void {
    let base = this.#base;
    const choices: (readonly Expr[])[] = [];
    for (const clause of clauses) {
      if (clause.type === 'or') {
        choices.push(clause.operands);
        continue;
      }
      const narrowed = constrain(base, clause, this.#lookupPort);
      if (narrowed === undefined) return;
      base = narrowed;
    }

    const [only] = choices;
    if (only === undefined) {
      this.add(base);
    } else if (choices.length === 1) {
      this.#addChoice(base, only);
    } else {
      const id = ++this.#nConjunctions;
      for (const [clause, choice] of choices.entries()) {
        const possible = this.#addChoice(base, choice, { id, clause, nClauses: choices.length });
        // Nothing can satisfy the conjunction. The clauses added so far are harmless.
        if (!possible) return;
      }
      this.add(base.with('conj_id', BigInt(id)));
    }
  }

  /** Adds a match for each alternative of `choice`. Returns false if none of them can hold. */
  #addChoice(base: Match, choice: readonly Expr[], conjunction?: Conjunction): boolean {
    let added = false;
    for (const alternative of choice) {
      const match = constrain(base, alternative, this.#lookupPort);
      if (match === undefined) continue;
      this.add(match, conjunction);
      added = true;
    }
    return added;
  }
}

/** Returns `match` narrowed by a comparison for equality, or `undefined` if that can never hold. */
export function constrain(
  match: Match,
  comparison: Expr,
  lookupPort: PortLookup,
): Match | undefined {
  if (comparison.type === 'integer') {
    return match.with(fieldOf(comparison), comparison.value, comparison.mask);
  }
  if (comparison.type !== 'string') throw new TypeError('the expression is not normalized');
  const port = lookupPort(comparison.text);
  if (port === undefined) return undefined;
  const field = fieldOf(comparison);
  return match.with(field, BigInt(port), ones(FIELDS[field].bits));
}

function fieldOf({ symbol }: Comparison) {
  if (symbol.kind !== 'field') throw new TypeError(`symbol ${symbol.name} was not expanded`);
  return symbol.field;
}
