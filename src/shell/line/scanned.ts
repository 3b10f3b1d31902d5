/** Declares what the scan of an unfinished input finds. */

/** The role of a piece of the input. */
export type Role =
  | 'name'
  | 'argument'
  | 'keyword'
  | 'assignment'
  /** The file of a redirection. */
  | 'file'
  /** The delimiter or the text of a here-document, and other words that no table describes. */
  | 'text'
  | 'operator'
  | 'comment';

export type Quote = '' | "'" | '"';

/** A word of the input. */
export interface Word {
  readonly role: Role;
  /** Its text without quotes. */
  readonly text: string;
  /** Its place in the input, with quotes. */
  readonly start: number;
  readonly end: number;
  /** The place in the input of each character of `text`. */
  readonly offsets: readonly number[];
  /** The quote that is still open at its end. */
  readonly quote: Quote;
  /** True if it has an expansion or a pattern, so that its value is not known. */
  readonly dynamic: boolean;
}

/** A simple command: its name and arguments. */
export interface Command {
  readonly words: readonly Word[];
  /** The command whose output it reads. */
  readonly source: Command | undefined;
}

/** What can be typed at the end of the input. */
export type Expected = 'command' | 'argument' | 'file' | 'variable' | 'nothing';

export interface Scan {
  /** All words, operators and comments, in order of their end. */
  readonly words: readonly Word[];
  readonly commands: readonly Command[];
  /** The unfinished command at the end: its finished words, and the one at the cursor. */
  readonly last: Command;
  readonly word: Word;
  readonly expected: Expected;
}
