/** The commands of a sed script after parsing. */
import type { Expression } from '../regex/expression.js';

/** A regular expression; `undefined` is the one that was used last. */
export type Pattern = Expression | undefined;

export type Address =
  | { readonly kind: 'line'; readonly line: number }
  | { readonly kind: 'last' }
  | { readonly kind: 'step'; readonly first: number; readonly step: number }
  | { readonly kind: 'match'; readonly pattern: Pattern };

/** The end of a range. */
export type RangeEnd =
  | Address
  | { readonly kind: 'count'; readonly count: number }
  | { readonly kind: 'multiple'; readonly of: number };

export interface Selection {
  readonly from: Address;
  readonly to: RangeEnd | undefined;
  readonly negated: boolean;
}

/** A piece of a replacement: text, a group (0 is the whole match), or a change of case. */
export type ReplacementPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'group'; readonly group: number }
  | { readonly kind: 'case'; readonly change: 'U' | 'L' | 'u' | 'l' | 'E' };

export interface Substitution {
  readonly kind: 's';
  readonly pattern: Pattern;
  readonly replacement: readonly ReplacementPart[];
  readonly global: boolean;
  /** The first match to replace, from 1 on. */
  readonly number: number;
  readonly print: number;
  readonly evaluate: boolean;
  readonly file: string | undefined;
}

export type Action =
  | Substitution
  | { readonly kind: 'y'; readonly map: ReadonlyMap<string, string> }
  | { readonly kind: 'a' | 'i' | 'c'; readonly text: string }
  | { readonly kind: 'r' | 'R' | 'w' | 'W'; readonly file: string }
  | { readonly kind: 'q' | 'Q'; readonly status: number }
  | { readonly kind: 'l'; readonly width: number | undefined }
  | { readonly kind: 'e'; readonly command: string }
  /** Jumps to the command at `target`. */
  | { readonly kind: 'b' | 't' | 'T'; readonly target: number }
  /** Starts a block; jumps past its end if it is not selected. */
  | { readonly kind: '{'; readonly end: number }
  | {
      readonly kind:
        | '='
        | 'd'
        | 'D'
        | 'F'
        | 'g'
        | 'G'
        | 'h'
        | 'H'
        | 'n'
        | 'N'
        | 'p'
        | 'P'
        | 'x'
        | 'z'
        | '}';
    };

export interface Command {
  readonly selection: Selection | undefined;
  readonly action: Action;
}
