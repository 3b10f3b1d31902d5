/** Completes a match of logical flows: fields and predicates, operators, and the values of fields. */
import { Lexer } from '../../expr/lexer.js';
import type { ExprSymbol } from '../../expr/symbol.js';
import type { SymbolTable } from '../../expr/symbol-table.js';
import type { Token, TokenType } from '../../expr/token.js';
import { endingAt, type Suggestion } from '../program/suggestion.js';

/** The words that depend on the network. */
export interface MatchVocabulary {
  readonly symbols: SymbolTable;
  /** Returns the values that a field can be compared with, as the language writes them. */
  values(symbol: ExprSymbol): Iterable<Suggestion>;
}

/** What can come next in a match. */
type Place =
  | { readonly expects: 'operand' }
  /** After a field: an operator, or a joiner if the field is a truth value. */
  | { readonly expects: 'operator'; readonly symbol: ExprSymbol; readonly width: number }
  | { readonly expects: 'value'; readonly symbol: ExprSymbol; readonly inSet: boolean }
  /** Between the values of a set. */
  | { readonly expects: 'separator'; readonly symbol: ExprSymbol }
  /** After a constant, which has to be compared with a field. */
  | { readonly expects: 'comparison' }
  | { readonly expects: 'joiner' }
  | { readonly expects: 'nothing' };

const NOTHING: Place = { expects: 'nothing' };
const OPERAND: Place = { expects: 'operand' };

const RELATIONS = [
  ['==', 'is equal to'],
  ['!=', 'differs from'],
  ['<', 'is less than'],
  ['<=', 'is at most'],
  ['>', 'is greater than'],
  ['>=', 'is at least'],
] as const;

const JOINERS = [
  ['&&', 'and'],
  ['||', 'or'],
] as const;

const isRelation = (type: string): boolean => RELATIONS.some(([text]) => text === type);

/** Follows the grammar up to the cursor. */
class Walk {
  place: Place = OPERAND;
  /** The joiner in use in each open parenthesis, outermost first. */
  readonly #joiners: (string | undefined)[] = [undefined];
  readonly #symbols: SymbolTable;

  constructor(symbols: SymbolTable) {
    this.#symbols = symbols;
  }

  get depth(): number {
    return this.#joiners.length - 1;
  }

  /** Returns the joiners that may follow; a mix of both needs parentheses. */
  joiners(): Suggestion[] {
    const used = this.#joiners.at(-1);
    const allowed = JOINERS.filter(([text]) => used === undefined || text === used);
    const close = { text: ')', help: 'end of the group' };
    return [...allowed.map(([text, help]) => ({ text, help })), ...(this.depth > 0 ? [close] : [])];
  }

  take(token: Token): void {
    this.place = this.#after(token);
  }

  #after(token: Token): Place {
    const { place } = this;
    switch (place.expects) {
      case 'operand':
        return this.#afterOperand(token);
      case 'operator':
        // A range of bits: one, unless two dots make it more.
        if (token.type === '[') return { ...place, width: 1 };
        if (token.type === '..') return { ...place, width: place.symbol.width };
        if (token.type === ']' || token.type === 'integer') return place;
        if (isRelation(token.type)) return { expects: 'value', symbol: place.symbol, inSet: false };
        return this.#afterJoiner(token);
      case 'value':
        if (token.type === '{') return { ...place, inSet: true };
        if (!isConstant(token)) return NOTHING;
        return place.inSet ? { expects: 'separator', symbol: place.symbol } : { expects: 'joiner' };
      case 'separator':
        if (token.type === ',') return { expects: 'value', symbol: place.symbol, inSet: true };
        if (token.type === '}') return { expects: 'joiner' };
        return isConstant(token) ? place : NOTHING;
      case 'comparison':
        return isRelation(token.type) ? OPERAND : NOTHING;
      case 'joiner':
        return this.#afterJoiner(token);
      case 'nothing':
        return NOTHING;
    }
  }

  #afterOperand(token: Token): Place {
    if (token.type === '!') return OPERAND;
    if (token.type === '(') {
      this.#joiners.push(undefined);
      return OPERAND;
    }
    if (isConstant(token)) return { expects: 'comparison' };
    const symbol = token.type === 'identifier' ? this.#symbols.find(token.name) : undefined;
    return symbol === undefined ? NOTHING : { expects: 'operator', symbol, width: symbol.width };
  }

  #afterJoiner({ type }: Token): Place {
    if (type === '&&' || type === '||') {
      this.#joiners[this.depth] = type;
      return OPERAND;
    }
    if (type !== ')' || this.depth === 0) return NOTHING;
    this.#joiners.pop();
    return { expects: 'joiner' };
  }
}

const isConstant = ({ type }: Token): boolean =>
  type === 'integer' || type === 'masked-integer' || type === 'string';

/** True if the token at the end of a text may be only the start of one. */
const mayGrow = ({ type }: Token, { expects }: Place): boolean =>
  !WHOLE.includes(type) && !(type === '!' && expects === 'operand');

const WHOLE: readonly TokenType[] = ['&&', '||', '==', '!=', '(', ')', '{', '}', ',', 'string'];

/** Returns what can replace the end of `text`, a match up to the cursor. */
export function completeMatch(text: string, { symbols, values }: MatchVocabulary): Suggestion[] {
  const lexer = new Lexer(text);
  const walk = new Walk(symbols);
  let start = text.length;
  for (; lexer.token.type !== 'end'; lexer.advance()) {
    const { span, token } = lexer;
    if (span.end === text.length && mayGrow(token, walk.place)) start = span.start;
    else walk.take(token);
  }
  return [...offers(walk, symbols, values)].map((offer) => ({
    ...endingAt(start)(offer),
    open: true,
    phrase: true,
  }));
}

function* offers(
  walk: Walk,
  symbols: SymbolTable,
  values: MatchVocabulary['values'],
): Iterable<Suggestion> {
  const { place } = walk;
  switch (place.expects) {
    case 'operand':
      for (const symbol of symbols.symbols()) yield { text: symbol.name, help: meaning(symbol) };
      break;
    case 'operator':
      yield* relations(place.symbol, place.width);
      if (place.width === 1 || place.symbol.kind === 'predicate') yield* walk.joiners();
      break;
    case 'value':
      yield* values(place.symbol);
      break;
    case 'separator':
      yield { text: ',', help: 'another value' };
      yield { text: '}', help: 'end of the values' };
      break;
    case 'comparison':
      for (const [text, help] of RELATIONS) yield { text, help };
      break;
    case 'joiner':
      yield* walk.joiners();
      break;
    case 'nothing':
      break;
  }
}

function* relations({ kind, level }: ExprSymbol, width: number): Iterable<Suggestion> {
  if (kind === 'predicate') return;
  const equality = RELATIONS.slice(0, level === 'nominal' ? 1 : 2);
  const allowed = level === 'ordinal' && width !== 1 ? RELATIONS : equality;
  for (const [text, help] of allowed) yield { text, help };
}

/** Returns a short description of a symbol. */
function meaning(symbol: ExprSymbol): string {
  const { width, prerequisites } = symbol;
  if (symbol.kind === 'predicate') return symbol.expansion;
  const size = width === 0 ? 'name of a logical port' : width === 1 ? '1 bit' : `${width} bits`;
  return prerequisites === undefined ? size : `${size}, implies ${prerequisites}`;
}
