/** Says why a match of a logical flow cannot work, where, and what was probably meant. */
import { annotate } from '../../expr/annotate.js';
import { ExprError } from '../../expr/error.js';
import { parseExpr } from '../../expr/parse.js';
import type { SymbolTable } from '../../expr/symbol-table.js';
import { closest } from '../../lib/closest.js';
import { contradictionIn } from './contradiction.js';
import { type Edit, edited, piecesOf, type Span } from './pieces.js';
import { type Failure, repair } from './repairs.js';

/** A reason why a match has no effect. */
export interface MatchFault {
  /** `malformed`: it cannot be parsed; `impossible`: no packet matches; `unknown-port`: not yet. */
  readonly kind: 'malformed' | 'impossible' | 'unknown-port';
  /** One or two sentences. */
  readonly why: string;
  /** The characters of the match that are wrong; the end if something is missing there. */
  readonly at: Span;
  /** A match that works and that was probably meant. */
  readonly instead?: string;
}

export interface MatchVocabulary {
  readonly symbols: SymbolTable;
  /** The names that `inport` and `outport` can be compared with. */
  readonly ports: readonly string[];
}

/** The number of mistakes in one match that are corrected. */
const MAX_REPAIRS = 12;

/** Returns the first reason why a match cannot work as intended, or undefined if it can. */
export function matchFault(match: string, vocabulary: MatchVocabulary): MatchFault | undefined {
  const { symbols } = vocabulary;
  const failure = failureOf(match, symbols);
  if (failure) return malformed(failure);
  const contradiction = contradictionIn(match, symbols);
  if (contradiction) {
    const { why, at, edit } = contradiction;
    return { kind: 'impossible', why, at, ...mended(match, edit, symbols) };
  }
  return unknownPort(match, vocabulary);
}

/** Returns the place where the parser gives up, if it does. */
function failureOf(match: string, symbols: SymbolTable): Failure | undefined {
  try {
    annotate(parseExpr(match, symbols), symbols);
    return undefined;
  } catch (error) {
    if (!(error instanceof ExprError)) throw error;
    const pieces = piecesOf(match);
    const place = error.place?.start ?? match.length;
    const found = pieces.findIndex(({ end }) => end > place);
    const at = found < 0 ? pieces.length : found;
    return { match, message: error.message, pieces, at, symbols };
  }
}

function malformed(failure: Failure): MatchFault {
  const { match, pieces, at, symbols } = failure;
  const first = repair(failure);
  const wrong = first?.edit ?? pieces[at] ?? { start: match.length, end: match.length };
  return {
    kind: 'malformed',
    why: first?.why ?? failure.message,
    at: { start: wrong.start, end: wrong.end },
    ...mended(match, first?.edit, symbols),
  };
}

/** Returns the match with an edit and all others that it needs, if it works then. */
function mended(
  match: string,
  first: Edit | undefined,
  symbols: SymbolTable,
): { instead?: string } {
  let edit = first;
  let instead = match;
  for (let i = 0; i < MAX_REPAIRS && edit; i++) {
    instead = edited(instead, edit);
    const failure = failureOf(instead, symbols);
    if (!failure) return contradictionIn(instead, symbols) ? {} : { instead };
    edit = repair(failure)?.edit;
  }
  return {};
}

function unknownPort(match: string, { ports }: MatchVocabulary): MatchFault | undefined {
  const pieces = piecesOf(match);
  for (const { token, start, end } of pieces) {
    if (token.type !== 'string' || token.text === '' || ports.includes(token.text)) continue;
    const near = closest(token.text, ports);
    return {
      kind: 'unknown-port',
      why: `There is no port '${token.text}'.`,
      at: { start, end },
      ...(near && { instead: edited(match, { start, end, text: JSON.stringify(near) }) }),
    };
  }
  return undefined;
}
