/**
 * Compiles and matches regular expressions in bounded time: RE2 does the work, except where an
 * expression needs backtracking, which then runs under a time limit.
 */
import { createContext, Script } from 'node:vm';
import type { RE2JS } from 're2js';
import { UtilityError } from '../utility.js';
import { quote, RegexError, type Syntax, translatePosix } from './posix.js';

export interface Match {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** The text of each group; `undefined` for one that did not participate. */
  readonly groups: readonly (string | undefined)[];
  /** Where each group starts, for Perl-compatible expressions. */
  readonly starts?: readonly (number | undefined)[];
}

/** A compiled regular expression. */
export interface Expression {
  readonly groupCount: number;
  test(text: string): boolean;
  /** Finds the first match that starts at `from` or later. */
  match(text: string, from?: number): Match | undefined;
}

export interface CompileOptions extends Syntax {
  readonly ignoreCase?: boolean;
  readonly multiline?: boolean;
}

/** The maximum number of steps for which JavaScript's own matcher is used. */
const MOST_STEPS = 1e8;

/** The time limit for one match of an expression with back-references, in milliseconds. */
const TIME_LIMIT = 2000;

export class RegexCompiler {
  private constructor(private readonly engine: typeof RE2JS) {}

  /** Loads the engine, which is large. */
  static async load(): Promise<RegexCompiler> {
    return new RegexCompiler((await import('re2js')).RE2JS);
  }

  /** Compiles a POSIX expression. @throws RegexError */
  posix(pattern: string, options: CompileOptions): Expression {
    const { source, needsBacktracking, repetitions, groups } = translatePosix(pattern, options);
    const native = (): RegExp => toNative(source, `gsu${flagsOf(options)}`);
    if (needsBacktracking) return new Backtracking(native(), groups);
    return this.#compile(
      source,
      options,
      repetitions === undefined ? undefined : { native: native(), repetitions },
    );
  }

  /** Compiles an expression that matches any of the texts. */
  fixed(texts: readonly string[], options: Omit<CompileOptions, 'extended'>): Expression {
    const [only, ...others] = texts;
    const source = texts.map(quote).join('|');
    const native = others.length === 0 ? toNative(source, `gsu${flagsOf(options)}`) : undefined;
    if (only === '') return this.#compile('', { ...options, extended: true }, undefined);
    return this.#compile(
      source,
      { ...options, extended: true },
      native && { native, repetitions: 0 },
    );
  }

  /** Compiles a Perl-compatible expression. @throws RegexError */
  perl(pattern: string, options: Omit<CompileOptions, 'extended'>): Expression {
    let keep = '';
    let source = pattern.replace(/^\(\?([im]+)\)/, (_, flags: string) => {
      if (flags.includes('i')) keep = 'i';
      return '';
    });
    source = source
      .replace(/\\\\|\\h|\\A|\\[zZ]|\[:(\w+):\]|\\Q(.*?)(?:\\E|$)|([*+?}])\+/gs, perlPiece)
      .replaceAll('(?<!\\\\)\\e', '\\x1b');
    const [before, after] = source.split('\\K');
    if (after !== undefined) source = `(?<=${before})${after}`;
    const flags = `gds${flagsOf(options)}${keep}`;
    return new Backtracking(toNative(source, flags.replace(/i+/, 'i')), 0);
  }

  #compile(
    source: string,
    options: CompileOptions,
    fast: { readonly native: RegExp; readonly repetitions: number } | undefined,
  ): Expression {
    const { LONGEST_MATCH, DOTALL, CASE_INSENSITIVE, MULTILINE } = this.engine;
    const flags =
      LONGEST_MATCH |
      DOTALL |
      (options.ignoreCase ? CASE_INSENSITIVE : 0) |
      (options.multiline ? MULTILINE : 0);
    try {
      return new Linear(this.engine.compile(source, flags), fast);
    } catch {
      throw new RegexError('Regular expression too big');
    }
  }
}

const flagsOf = ({ ignoreCase, multiline }: Omit<CompileOptions, 'extended'>): string =>
  `${ignoreCase ? 'i' : ''}${multiline ? 'm' : ''}`;

function toNative(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, flags);
  } catch (error) {
    throw new RegexError(error instanceof Error ? error.message : 'Invalid regular expression');
  }
}

/** Translates a piece of Perl's syntax that JavaScript lacks. */
function perlPiece(
  piece: string,
  className: string | undefined,
  literal: string | undefined,
  possessive: string | undefined,
): string {
  if (literal !== undefined) return quote(literal);
  if (possessive !== undefined) return possessive;
  if (className !== undefined)
    return translatePosix(`[[:${className}:]]`, { extended: true }).source.slice(1, -1);
  switch (piece) {
    case '\\h':
      return '[ \\t]';
    case '\\A':
      return '^';
    case '\\z':
    case '\\Z':
      return '$';
    default:
      return piece;
  }
}

/** Matches in a time that is linear in the length of the text. */
class Linear implements Expression {
  readonly groupCount: number;

  constructor(
    private readonly compiled: RE2JS,
    private readonly fast: { readonly native: RegExp; readonly repetitions: number } | undefined,
  ) {
    this.groupCount = compiled.groupCount();
  }

  /** Returns JavaScript's own expression, which is faster, if it cannot take long for a text. */
  #native(text: string): RegExp | undefined {
    const { fast } = this;
    if (!fast) return undefined;
    let steps = 1;
    for (let i = 0; i <= fast.repetitions && fast.repetitions > 0; i++)
      steps *= text.length / (i + 1);
    return steps <= MOST_STEPS ? fast.native : undefined;
  }

  test(text: string): boolean {
    const native = this.#native(text);
    if (!native) return this.compiled.test(text);
    native.lastIndex = 0;
    return native.test(text);
  }

  match(text: string, from = 0): Match | undefined {
    const native = this.#native(text);
    if (native) {
      native.lastIndex = from;
      return matchOf(native.exec(text));
    }
    if (from === 0 && !this.compiled.test(text)) return undefined;
    const matcher = this.compiled.matcher(text);
    if (!matcher.find(from)) return undefined;
    return {
      start: matcher.start(),
      end: matcher.end(),
      text: matcher.group() ?? '',
      groups: Array.from({ length: this.groupCount }, (_, i) => matcher.group(i + 1) ?? undefined),
    };
  }
}

function matchOf(found: RegExpExecArray | null): Match | undefined {
  if (!found) return undefined;
  const [text, ...groups] = found;
  const match = { start: found.index, end: found.index + text.length, text, groups };
  const starts = found.indices?.slice(1).map((span) => span?.[0]);
  return starts ? { ...match, starts } : match;
}

/** Matches by trying all possibilities, and gives up after a while. */
class Backtracking implements Expression {
  static readonly #context = createContext({ found: null, native: null, text: '' });
  static readonly #script = new Script('found = native.exec(text)');

  constructor(
    private readonly native: RegExp,
    readonly groupCount: number,
  ) {}

  test(text: string): boolean {
    return this.match(text) !== undefined;
  }

  match(text: string, from = 0): Match | undefined {
    this.native.lastIndex = from;
    const context = Backtracking.#context;
    context['native'] = this.native;
    context['text'] = text;
    try {
      const found: unknown = Backtracking.#script.runInContext(context, { timeout: TIME_LIMIT });
      return matchOf(found as RegExpExecArray | null);
    } catch {
      throw new UtilityError('exceeded the backtracking limit', 2);
    }
  }
}
