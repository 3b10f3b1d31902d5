/** Splits a match into tokens with their places, and edits it. */
import { Lexer } from '../../expr/lexer.js';
import type { Token } from '../../expr/token.js';

/** A range of characters. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A token and its place in the match. */
export interface Piece extends Span {
  readonly token: Token;
  readonly text: string;
}

/** A text to put in place of a range of characters. */
export interface Edit extends Span {
  readonly text: string;
}

/** Returns the tokens of a match. Malformed ones are among them. */
export function piecesOf(match: string): readonly Piece[] {
  const lexer = new Lexer(match);
  const pieces: Piece[] = [];
  for (let { token } = lexer; token.type !== 'end'; token = lexer.advance()) {
    const { start, end } = lexer.span;
    pieces.push({ token, text: match.slice(start, end), start, end });
  }
  return pieces;
}

/** Returns the match with an edit applied. */
export const edited = (match: string, { start, end, text }: Edit): string =>
  match.slice(0, start) + text + match.slice(end);
