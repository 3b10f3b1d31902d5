/** The state of a running awk program: variables, the record and the input. */

import { formatText } from '../format.js';
import { type Input, textInput } from '../input.js';
import { type Expression, RegexCompiler } from '../regex/expression.js';
import { RegexError } from '../regex/posix.js';
import { type UtilityCall, UtilityError } from '../utility.js';
import { AwkArray } from './array.js';
import { unescapeString } from './lexer.js';
import { Record, type Separator } from './record.js';
import { Streams } from './streams.js';
import { InputText, numberText, toNumber, type Value } from './values.js';

/** The special variables. */
export interface Specials {
  CONVFMT: Value;
  FILENAME: Value;
  FNR: Value;
  FS: Value;
  NR: Value;
  OFMT: Value;
  OFS: Value;
  ORS: Value;
  RLENGTH: Value;
  RS: Value;
  RSTART: Value;
  SUBSEP: Value;
}

/** Milliseconds after which the event loop gets its turn. */
const TURN = 20;
const MOST_COMPILED = 500;
/** The maximum length of a string, in characters. */
const LONGEST_TEXT = 64 * 2 ** 20;

/** An assignment on the command line: `name=value`. */
const ASSIGNMENT = /^([A-Za-z_]\w*)=([\s\S]*)$/;

export class Runtime {
  readonly specials: Specials = {
    CONVFMT: '%.6g',
    FILENAME: '',
    FNR: 0,
    FS: ' ',
    NR: 0,
    OFMT: '%.6g',
    OFS: ' ',
    ORS: '\n',
    RLENGTH: -1,
    RS: '\n',
    RSTART: 0,
    SUBSEP: '\x1c',
  };
  readonly globals = new Map<string, Value>();
  readonly arrays = new Map<string, AwkArray>();
  readonly record: Record;
  readonly streams: Streams;
  #input: Input | undefined;
  #nextArgument = 1;
  #usedFile = false;
  #seed: number;
  #random: number;
  exitStatus = 0;
  #turn = performance.now();
  readonly #compiled = new Map<string, Expression>();
  readonly #separators = new Map<string, Separator>();

  private constructor(
    readonly call: UtilityCall,
    private readonly compiler: RegexCompiler,
  ) {
    this.streams = new Streams(call);
    this.#seed = Math.floor(call.now() / 1000);
    this.#random = this.#seed >>> 0;
    this.record = new Record(
      () => this.separator(this.toText(this.specials.FS)),
      () => this.toText(this.specials.OFS),
      (value) => this.toText(value),
    );
  }

  static async create(call: UtilityCall): Promise<Runtime> {
    return new Runtime(call, await RegexCompiler.load());
  }

  array(name: string): AwkArray {
    let array = this.arrays.get(name);
    if (!array) {
      array = new AwkArray();
      this.arrays.set(name, array);
    }
    return array;
  }

  getGlobal(name: string): Value {
    if (name === 'NF') return this.record.count;
    return isSpecial(name) ? this.specials[name] : this.globals.get(name);
  }

  setGlobal(name: string, value: Value): void {
    if (name === 'NF') this.record.setCount(toNumber(value));
    else if (isSpecial(name)) this.specials[name] = value;
    else this.globals.set(name, value);
  }

  /** Assigns a value from the command line. */
  assign(name: string, text: string): void {
    this.setGlobal(name, new InputText(unescapeString(text)));
  }

  toText(value: Value, format = this.specials.CONVFMT): string {
    if (typeof value === 'string') return value;
    if (value === undefined) return '';
    if (value instanceof InputText) return value.text;
    return numberText(value, typeof format === 'string' ? format : this.toText(format));
  }

  /** Compiles a regular expression, or returns it if it is known already. */
  regex(source: string): Expression {
    const known = this.#compiled.get(source);
    if (known) return known;
    if (this.#compiled.size >= MOST_COMPILED) this.#compiled.clear();
    let expression: Expression;
    try {
      expression = this.compiler.posix(source, { extended: true, escapes: true, gnu: false });
    } catch (error) {
      if (!(error instanceof RegexError)) throw error;
      throw new UtilityError(
        `regular expression compile failed (${error.message.toLowerCase()})\n${source}`,
        2,
      );
    }
    this.#compiled.set(source, expression);
    return expression;
  }

  /** Returns the rule for a value of `FS`; in paragraph mode, line ends separate fields as well. */
  separator(fs: string): Separator {
    const paragraphs = this.specials.RS === '' || this.toText(this.specials.RS) === '';
    const key = paragraphs ? `\n${fs}` : fs;
    let separator = this.#separators.get(key);
    if (!separator) {
      separator = this.#makeSeparator(fs, paragraphs);
      this.#separators.set(key, separator);
    }
    return separator;
  }

  #makeSeparator(fs: string, paragraphs: boolean): Separator {
    if (fs === ' ') return { kind: 'blanks' };
    if (fs === '') return { kind: 'characters' };
    const isText = [...fs].length === 1;
    if (paragraphs) {
      return {
        kind: 'regex',
        expression: this.regex(`(${isText ? `[${fs === '^' ? '\\^' : fs}]` : fs})|\n`),
      };
    }
    return isText ? { kind: 'text', text: fs } : { kind: 'regex', expression: this.regex(fs) };
  }

  /** Formats like `printf`. @throws UtilityError if a value is missing */
  format(name: string, [format, ...values]: readonly Value[]): string {
    const pattern = this.toText(format);
    const items = values.map((value) => (value instanceof InputText ? value.text : (value ?? '')));
    const { text, problem } = formatText(pattern, items, {
      toNumber,
      toText: (value) => this.toText(value),
    });
    if (problem === undefined) return this.checked(text);
    if (name === 'printf') this.streams.stdout.add(text);
    const message =
      problem === 'missing'
        ? 'not enough arguments passed to'
        : `improper conversion(number ${problem.conversion}) in`;
    throw new UtilityError(`run time error: ${message} ${name}("${pattern}")`, 2);
  }

  /** Returns `text` unchanged. @throws UtilityError if it is too long */
  checked(text: string): string {
    this.checkLength(text.length);
    return text;
  }

  /** @throws UtilityError if a text would be too long */
  checkLength(length: number): void {
    if (length > LONGEST_TEXT) throw new UtilityError('a text is too long', 2);
  }

  /** Returns a random number from 0 (inclusive) to 1 (exclusive). */
  random(): number {
    this.#random = (Math.imul(this.#random, 1664525) + 1013904223) >>> 0;
    return this.#random / 2 ** 32;
  }

  /** Sets the random seed, by default to the time; returns the previous seed. */
  seed(seed: number | undefined): Value {
    const before = this.#seed;
    this.#seed = seed ?? Math.floor(this.call.now() / 1000);
    this.#random = Math.imul(Math.trunc(this.#seed) ^ 0x5bd1e995, 0x9e3779b1) >>> 0;
    return before;
  }

  /** Returns a promise if it is time to let other commands run. */
  pause(): Promise<void> | undefined {
    return performance.now() - this.#turn < TURN ? undefined : this.#rest();
  }

  async #rest(): Promise<void> {
    await this.streams.stdout.drain();
    await new Promise((resolve) => setImmediate(resolve));
    this.#turn = performance.now();
    if (this.call.signal.aborted) throw new UtilityError('', 130);
  }

  /** Reads the next record of the input files; false at their end. */
  async readRecord(): Promise<string | undefined> {
    for (;;) {
      this.#input ??= await this.#openNext();
      if (!this.#input) return undefined;
      const text = await this.readFrom(this.#input, (rest) => {
        this.#input = rest;
      });
      if (text !== undefined) {
        this.specials.NR = toNumber(this.specials.NR) + 1;
        this.specials.FNR = toNumber(this.specials.FNR) + 1;
        return text;
      }
      this.#input = undefined;
    }
  }

  /** Skips the rest of the current input file. */
  skipFile(): void {
    this.#input = undefined;
  }

  /** Performs the assignments among the remaining arguments, as awk does before `END`. */
  async finishArguments(): Promise<void> {
    while (await this.#openNext(true));
  }

  async #openNext(assignOnly = false): Promise<Input | undefined> {
    const argv = this.array('ARGV');
    while (this.#nextArgument < toNumber(this.globals.get('ARGC'))) {
      const key = String(this.#nextArgument);
      this.#nextArgument += 1;
      const argument = argv.has(key) ? this.toText(argv.get(key)) : '';
      const [, name, value] = ASSIGNMENT.exec(argument) ?? [];
      if (name !== undefined) this.assign(name, value ?? '');
      else if (argument !== '' && !assignOnly) return this.#open(argument);
    }
    if (this.#usedFile || assignOnly) return undefined;
    return this.#open('-', '');
  }

  async #open(path: string, name = path): Promise<Input> {
    this.#usedFile = true;
    try {
      const input = await this.streams.open(path);
      this.specials.FILENAME = name;
      this.specials.FNR = 0;
      return input;
    } catch (error) {
      if (!(error instanceof UtilityError)) throw error;
      throw new UtilityError(`cannot open ${path} (${error.message.replace(/^.*: /s, '')})`, 2);
    }
  }

  /**
   * Reads a record.
   *
   * @param replace called with the rest of the input if it had to be read as a whole
   */
  async readFrom(input: Input, replace: (rest: Input) => void): Promise<string | undefined> {
    const separator = this.toText(this.specials.RS);
    if ([...separator].length === 1) return input.line(separator);
    const text = await input.rest();
    if (separator === '') {
      const body = text.replace(/^\n+/, '');
      if (body === '') return undefined;
      const [end] = /\n\n+/.exec(body) ?? [];
      const at = end === undefined ? body.length : body.indexOf(end);
      replace(textInput(body.slice(at + (end?.length ?? 0))));
      return body.slice(0, at).replace(/\n$/, '');
    }
    if (text === '') return undefined;
    const found = this.regex(separator).match(text);
    const isEmpty = !found || found.end === found.start;
    replace(textInput(isEmpty ? '' : text.slice(found.end)));
    return isEmpty ? text : text.slice(0, found.start);
  }
}

const isSpecial = (name: string): name is keyof Specials =>
  name === 'FS' || SPECIAL_NAMES.has(name);

const SPECIAL_NAMES: ReadonlySet<string> = new Set([
  ...[
    'CONVFMT',
    'FILENAME',
    'FNR',
    'FS',
    'NR',
    'OFMT',
    'OFS',
    'ORS',
    'RLENGTH',
    'RS',
    'RSTART',
    'SUBSEP',
  ],
]);
