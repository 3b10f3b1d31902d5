/** Repairs of matches that cannot be parsed, one rule for each common mistake. */
import type { ExprSymbol } from '../../expr/symbol.js';
import type { SymbolTable } from '../../expr/symbol-table.js';
import { lookUp } from '../../lib/dictionary.js';
import { addressProblem, withoutHostBits } from './addresses.js';
import { parenthesized, rangeAround } from './grouping.js';
import { fieldMeant, valueMeant } from './names.js';
import type { Edit, Piece } from './pieces.js';

/** A place where the parser gave up. */
export interface Failure {
  readonly match: string;
  /** The parser's message. */
  readonly message: string;
  readonly pieces: readonly Piece[];
  /** The index of the token at which the parser gave up; the number of tokens at the end. */
  readonly at: number;
  readonly symbols: SymbolTable;
}

/** A change that may make a match usable, or only the reason why it is not. */
export interface Repair {
  readonly why: string;
  readonly edit?: Edit;
}

type Rule = (failure: Failure) => Repair | undefined;

const JOINERS = ['&&', '||'];
const COMPARE = 'Comparisons are written ==, !=, <, <=, > and >=.';
const JOIN = 'Conditions are joined with && and ||, and negated with !.';
const QUOTE = 'The name of a port goes in double quotes.';

/** Operators of other languages, as words or as signs. */
const OPERATORS: Readonly<Record<string, readonly [operator: string, why: string]>> = {
  '&': ['&&', JOIN],
  '|': ['||', JOIN],
  ',': ['&&', JOIN],
  and: ['&&', JOIN],
  or: ['||', JOIN],
  not: ['!', JOIN],
  '=': ['==', COMPARE],
  eq: ['==', COMPARE],
  equals: ['==', COMPARE],
  is: ['==', COMPARE],
  ne: ['!=', COMPARE],
};

const replace = ({ start, end }: Piece, text: string): Edit => ({ start, end, text });
const insert = (start: number, text: string): Edit => ({ start, end: start, text });

/** Returns the token at which the parser gave up, the one before it, and so on. */
function around({ pieces, at }: Failure): readonly (Piece | undefined)[] {
  return [pieces[at], pieces[at - 1], pieces[at - 2], pieces[at - 3]];
}

/** Returns the field that the token before the last comparison names. */
const symbolOf = (piece: Piece | undefined, symbols: SymbolTable): ExprSymbol | undefined =>
  piece && symbols.find(piece.text);

const touching = (a: Piece | undefined, b: Piece | undefined): boolean => a?.end === b?.start;

/** `===`, `!==`, `=>`, `=<`, `<>`. */
const doubledOperator: Rule = (failure) => {
  const [wrong, before] = around(failure);
  const after = failure.pieces[failure.at + 1];
  if (wrong === undefined) return undefined;
  if (wrong.text === '=' && touching(before, wrong) && /^[=!]=$/.test(before?.text ?? '')) {
    return { why: COMPARE, edit: replace(wrong, '') };
  }
  if (wrong.text === '=' && touching(wrong, after) && /^[<>]$/.test(after?.text ?? '')) {
    return {
      why: COMPARE,
      edit: { start: wrong.start, end: wrong.end + 1, text: `${after?.text}=` },
    };
  }
  if (wrong.text === '>' && before?.text === '<' && touching(before, wrong)) {
    return { why: COMPARE, edit: { start: before.start, end: wrong.end, text: '!=' } };
  }
  return undefined;
};

const foreignOperator: Rule = (failure) => {
  const [wrong] = around(failure);
  const found = wrong && lookUp(OPERATORS, wrong.text.toLowerCase());
  if (!found) return undefined;
  const [operator, why] = found;
  const { match } = failure;
  if (wrong.text === ',') {
    const space = /\s/.test(match.charAt(wrong.end)) ? '' : ' ';
    return { why, edit: replace(wrong, ` ${operator}${space}`) };
  }
  // `not ip` becomes `!ip`.
  const spaces = operator === '!' ? (/^\s*/.exec(match.slice(wrong.end))?.[0].length ?? 0) : 0;
  return { why, edit: { start: wrong.start, end: wrong.end + spaces, text: operator } };
};

const QUOTES =
  /^['`\u2018\u2019\u201c\u201d]([^'`"\u2018\u2019\u201c\u201d]*)['`\u2018\u2019\u201c\u201d]/;

/** `'sw0-port1'`, and quotes that a word processor made. */
const foreignQuotes: Rule = ({ match, pieces, at }) => {
  const start = pieces[at]?.start ?? match.length;
  const [all, name] = QUOTES.exec(match.slice(start)) ?? [];
  return all === undefined
    ? undefined
    : { why: QUOTE, edit: { start, end: start + all.length, text: `"${name}"` } };
};

const openQuote: Rule = ({ match, pieces, at }) => {
  const wrong = pieces[at];
  if (wrong?.token.type !== 'error' || !wrong.text.startsWith('"')) return undefined;
  const name = /^"[\w.:-]*/.exec(match.slice(wrong.start))?.[0] ?? '"';
  return { why: 'A quote is not closed.', edit: insert(wrong.start + name.length, '"') };
};

const unknownField: Rule = ({ match, message, pieces, at, symbols }) => {
  const wrong = pieces[at];
  if (wrong?.token.type !== 'identifier' || symbols.find(wrong.text)) return undefined;
  if (!message.includes('expecting field name')) return undefined;
  const meant = fieldMeant(wrong.text, match, symbols);
  const why = `There is no field '${wrong.text}'.`;
  return meant === undefined ? { why } : { why, edit: replace(wrong, meant) };
};

/** A word where a number or a name in quotes belongs. */
const bareValue: Rule = (failure) => {
  const { match, pieces, at, message, symbols } = failure;
  const isString = /^String field \S+ is not compatible/.test(message);
  if (!isString && !message.includes('expecting constant')) return undefined;
  const index = isString ? at - 1 : at;
  const wrong = pieces[index];
  // In a set, the field is before the brace.
  let field = index - 1;
  while (field > 0 && !/^(==|!=|<=?|>=?)$/.test(pieces[field]?.text ?? '')) field -= 1;
  const symbol = symbolOf(pieces[field - 1], symbols);
  if (wrong === undefined || symbol === undefined) return undefined;
  if (symbol.width === 0) {
    const name = /^[^\s&|(){},"']+/.exec(match.slice(wrong.start))?.[0];
    if (name === undefined) return undefined;
    const { start } = wrong;
    return { why: QUOTE, edit: { start, end: start + name.length, text: `"${name}"` } };
  }
  if (wrong.token.type !== 'identifier') return undefined;
  const word = /^[\w.-]+/.exec(match.slice(wrong.start))?.[0] ?? wrong.text;
  const value = valueMeant(symbol, word);
  if (value === undefined) {
    return symbols.find(word)
      ? { why: 'A field can be compared with constants only, not with another field.' }
      : { why: `'${word}' is not a value of ${symbol.name}.` };
  }
  const { start } = wrong;
  const why = `Values of ${symbol.name} are numbers: ${word} is ${value}.`;
  return { why, edit: { start, end: start + word.length, text: value } };
};

const addressSet: Rule = ({ pieces, at }) =>
  /^[$@]/.test(pieces[at]?.text ?? '')
    ? { why: 'Sets of addresses belong to later releases; list the values in braces: {A, B}.' }
    : undefined;

const quotedNumber: Rule = (failure) => {
  if (!/^Integer field \S+ is not compatible/.test(failure.message)) return undefined;
  const [, constant] = around(failure);
  if (constant?.token.type !== 'string') return undefined;
  return { why: 'Only names of ports are quoted.', edit: replace(constant, constant.token.text) };
};

/** `tcp == 6` */
const comparedPredicate: Rule = (failure) => {
  if (!/-bit constant is not compatible with 1-bit field/.test(failure.message)) return undefined;
  const [, constant, operator, name] = around(failure);
  if (constant === undefined || operator?.text !== '==' || name === undefined) return undefined;
  return {
    why: `${name.text} is true or false, and needs no comparison.`,
    edit: { start: name.start, end: constant.end, text: name.text },
  };
};

const range: Rule = ({ match, pieces, at }) => {
  const edit = rangeAround(match, pieces, at);
  return edit && { why: 'A range is written as low <= field <= high.', edit };
};

const address: Rule = ({ pieces, at, message }) => {
  const piece = pieces[at];
  if (piece === undefined) return undefined;
  const text = /unmasked 1-bits/.test(message) ? withoutHostBits(piece.text) : undefined;
  if (text !== undefined) {
    return { why: 'The address has bits beyond its prefix.', edit: replace(piece, text) };
  }
  const problem = addressProblem(piece.text);
  return (
    problem && { why: problem.why, ...(problem.text && { edit: replace(piece, problem.text) }) }
  );
};

const tooLarge: Rule = (failure) => {
  const [, bits, size, name] =
    /^(\d+)-bit constant is not compatible with (\d+)-bit field (\S+)\.$/.exec(failure.message) ??
    [];
  if (bits === undefined || name === undefined) return undefined;
  const most = 2n ** BigInt(size ?? 0) - 1n;
  return {
    why:
      most > 0xffff_ffffn || Number(size) === 32
        ? `${name} has ${size} bits, but the value has ${bits}.`
        : `The largest value of ${name} is ${most}.`,
  };
};

const mixedOperators: Rule = ({ match, message, pieces, at }) => {
  if (!message.startsWith('&& and || must be')) return undefined;
  const why = '&& and || need parentheses where they are used together.';
  const edit = parenthesized(match, pieces, at);
  return edit ? { why, edit } : { why };
};

/** `!tcp.dst == 22` */
const negatedComparison: Rule = ({ message, pieces, at }) => {
  if (!message.startsWith('Missing parentheses around operand of !')) return undefined;
  const bang = pieces.slice(0, at).findLastIndex(({ text }) => text === '!');
  const [not, name, operator] = pieces.slice(bang, bang + 3);
  if (not === undefined || name === undefined || operator?.text !== '==') return undefined;
  return {
    why: 'A comparison after ! needs parentheses.',
    edit: { start: not.start, end: operator.end, text: `${name.text} !=` },
  };
};

const unbalanced: Rule = (failure) => {
  const [wrong] = around(failure);
  const why = 'The parentheses do not match.';
  if (failure.message.includes("expecting `)'") && wrong === undefined) {
    return { why, edit: insert(failure.match.trimEnd().length, ')') };
  }
  return wrong?.text === ')' && failure.message.startsWith('Extra')
    ? { why, edit: replace(wrong, '') }
    : undefined;
};

/** An operator without a condition on both sides. */
const danglingOperator: Rule = (failure) => {
  if (!/expecting (constant|field name)/.test(failure.message)) return undefined;
  const [wrong, before, more] = around(failure);
  const why = 'An operator has no condition on one side.';
  if (wrong === undefined && before && JOINERS.includes(before.text)) {
    return { why, edit: { start: more?.end ?? 0, end: before.end, text: '' } };
  }
  if (!wrong || !JOINERS.includes(wrong.text)) return undefined;
  const start = before === undefined ? wrong.start : before.end;
  return { why, edit: { start, end: wrong.end, text: '' } };
};

const missingOperator: Rule = (failure) => {
  const [wrong, before] = around(failure);
  if (wrong === undefined || before === undefined) return undefined;
  if (failure.message.startsWith('Explicit')) {
    const isValue = /^(integer|masked-integer|string)$/.test(wrong.token.type);
    return isValue ? { why: COMPARE, edit: insert(before.end, ' ==') } : undefined;
  }
  const starts = wrong.token.type === 'identifier' || /^[(!]$/.test(wrong.text);
  return failure.message.startsWith('Extra') && starts
    ? { why: JOIN, edit: insert(before.end, ' &&') }
    : undefined;
};

const loneField: Rule = (failure) => {
  if (!failure.message.startsWith('Explicit')) return undefined;
  const name = around(failure)[1]?.text;
  return { why: `${name} needs a value to be compared with, as in ${name} == VALUE.` };
};

const nominal: Rule = ({ message }) => {
  const [, kind, name] = /^Nominal (field|predicate) (\S+) may only/.exec(message) ?? [];
  if (name === undefined) return undefined;
  return {
    why:
      kind === 'field'
        ? `${name} can be compared with == only, and not negated.`
        : `${name} cannot be negated.`,
  };
};

const RULES: readonly Rule[] = [
  doubledOperator,
  range,
  foreignOperator,
  foreignQuotes,
  openQuote,
  unknownField,
  addressSet,
  bareValue,
  quotedNumber,
  comparedPredicate,
  address,
  tooLarge,
  mixedOperators,
  negatedComparison,
  unbalanced,
  danglingOperator,
  missingOperator,
  loneField,
  nominal,
];

/** Returns what is wrong at the place where the parser gave up, and the change that mends it. */
export function repair(failure: Failure): Repair | undefined {
  for (const rule of RULES) {
    const found = rule(failure);
    if (found) return found;
  }
  return undefined;
}
