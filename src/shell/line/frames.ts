/** Holds the state of a scan: keywords, levels of nesting, and words that are not finished. */
import type { Command, Quote, Word } from './scanned.js';

/** Keywords that a command follows. */
export const BEFORE_COMMAND = new Set([
  'if',
  'then',
  'elif',
  'else',
  'while',
  'until',
  'do',
  '!',
  '{',
  'time',
]);
/** Keywords that end a compound command. */
export const CLOSING = new Set(['fi', 'done', 'esac', '}', ']]']);
/** Keywords by the state that follows them. */
export const OPENING: ReadonlyMap<string, State> = new Map([
  ['for', 'loop-name'],
  ['select', 'loop-name'],
  ['case', 'case-word'],
  ['function', 'function-name'],
]);

export const KEYWORDS: readonly string[] = [...BEFORE_COMMAND, ...CLOSING, ...OPENING.keys(), 'in'];

/** What comes next at a level of nesting. */
export type State =
  | 'command'
  | 'arguments'
  /** After a compound command, where only operators and redirections belong. */
  | 'closed'
  | 'loop-name'
  | 'loop-in'
  | 'loop-words'
  | 'case-word'
  | 'case-in'
  | 'pattern'
  | 'function-name'
  | 'nothing';

/** A word that is not finished. */
export interface Builder {
  start: number;
  text: string;
  offsets: number[];
  quote: Quote;
  quoted: boolean;
  dynamic: boolean;
}

export interface OpenCommand {
  words: Word[];
  source: Command | undefined;
}

/** A level of nesting: the input itself, or what is inside `(`, `$(` or backquotes. */
export interface Frame {
  readonly closer: ')' | '`' | '';
  state: State;
  command: OpenCommand;
  /** The role of the next word, after a redirection. */
  redirected: 'file' | 'text' | undefined;
  /** The unfinished word outside. */
  readonly outer: Builder | undefined;
}

export const newBuilder = (start: number): Builder => ({
  start,
  text: '',
  offsets: [],
  quote: '',
  quoted: false,
  dynamic: false,
});

export const newFrame = (closer: Frame['closer'], outer: Builder | undefined): Frame => ({
  closer,
  state: 'command',
  command: { words: [], source: undefined },
  redirected: undefined,
  outer,
});
