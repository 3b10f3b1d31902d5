/** Runs sed scripts on lines. */
import { encodeLatin1 } from '../../lib/raw-text.js';
import { type Input, type Output, textInput } from '../input.js';
import type { Expression } from '../regex/expression.js';
import { type UtilityCall, UtilityError } from '../utility.js';
import type { Action, Address, Command, Pattern, Selection, Substitution } from './commands.js';
import { LONGEST_LINE, substitute } from './substitute.js';

/** The lines that a script reads, from one file after another. */
export interface Lines {
  /** Reads the next line; `terminated` is false if it has no end. */
  next(): Promise<{ readonly text: string; readonly terminated: boolean } | undefined>;
  isLast(): Promise<boolean>;
  /** The file that the current line is from; `-` for standard input. */
  readonly name: string;
}

export interface Settings {
  readonly quiet: boolean;
  readonly end: string;
  /** The length of the lines of `l`. */
  readonly width: number;
}

/** The outcome of running the commands on one line. */
type Outcome =
  | { readonly kind: 'end' | 'restart' | 'delete' }
  | { readonly kind: 'quit'; readonly status: number; readonly print: boolean };

/** Text to output at the end of the cycle. */
type Appended =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'file' | 'line'; readonly file: string };

/** A destination of lines. Adds the newline that the previous line lacks. */
class Sink {
  #lacksEnd = false;

  constructor(private readonly add: (text: string) => void) {}

  line(text: string, terminated: boolean, end: string): void {
    this.raw(text + (terminated ? end : ''), end);
    this.#lacksEnd = !terminated;
  }

  /** Adds a text; even an empty one ends the line before it. */
  raw(text: string, end = '\n'): void {
    this.add(this.#lacksEnd ? end + text : text);
    this.#lacksEnd = false;
  }
}

/** The files that `w` and similar commands write to, for all input files of one call. */
export class WriteFiles {
  readonly #texts = new Map<string, string[]>();
  readonly #sinks = new Map<string, Sink>();

  /** Truncates the files that a script names, as the original does before it reads a line. */
  constructor(commands: readonly Command[]) {
    for (const { action } of commands) {
      const file =
        action.kind === 'w' || action.kind === 'W' || action.kind === 's' ? action.file : undefined;
      if (file !== undefined && !/^\/dev\/std(out|err)$/.test(file)) this.#texts.set(file, []);
    }
  }

  sink(file: string): Sink | undefined {
    const pieces = this.#texts.get(file);
    const known = this.#sinks.get(file);
    if (known || !pieces) return known;
    const sink = new Sink((text) => void pieces.push(text));
    this.#sinks.set(file, sink);
    return sink;
  }

  async save(call: UtilityCall): Promise<void> {
    for (const [file, pieces] of this.#texts) {
      if (file !== '/dev/null') await call.files.write(file, pieces.join(''));
    }
  }
}

/** Milliseconds after which others get to run. */
const TURN = 20;
const INTERRUPTED = 130;

export class Runner {
  #pattern = '';
  #terminated = true;
  #hold = '';
  #lineNumber = 0;
  #substituted = false;
  #last: Expression | undefined;
  readonly #ranges = new Map<Selection, { readonly end: number | undefined }>();
  #appended: Appended[] = [];
  readonly #readers = new Map<string, Input>();
  readonly #stderr: Sink;
  #turn = performance.now();

  constructor(
    private readonly call: UtilityCall,
    private readonly commands: readonly Command[],
    private readonly settings: Settings,
    private readonly files: WriteFiles,
  ) {
    this.#stderr = new Sink((text) => void call.stderr(text));
  }

  /** Runs the script on all lines; returns the exit status if it quits. */
  async run(lines: Lines, output: Output): Promise<number | undefined> {
    const out = new Sink((text) => output.add(text));
    const { quiet, end } = this.settings;
    this.#lineNumber = 0;
    let restart = false;
    for (;;) {
      if (!restart && !(await this.#read(lines))) return undefined;
      const outcome = await this.#cycle(lines, out);
      restart = outcome.kind === 'restart';
      const prints = outcome.kind === 'end' || (outcome.kind === 'quit' && outcome.print);
      if (prints && !quiet) out.line(this.#pattern, this.#terminated, end);
      await this.#flushAppended(out);
      await output.drain();
      if (outcome.kind === 'quit') return outcome.status;
      if (this.call.signal.aborted) return undefined;
      if (restart) await this.#pause();
    }
  }

  /** Lets others run from time to time while the script loops. */
  async #pause(): Promise<void> {
    if (performance.now() - this.#turn < TURN) return;
    await new Promise((resolve) => setImmediate(resolve));
    this.#turn = performance.now();
    if (this.call.signal.aborted) throw new UtilityError('', INTERRUPTED);
  }

  /** True if the script ends before the last line. */
  async #read(lines: Lines): Promise<boolean> {
    const line = await lines.next();
    if (!line) return false;
    this.#pattern = line.text;
    this.#terminated = line.terminated;
    this.#lineNumber += 1;
    this.#substituted = false;
    return true;
  }

  async #cycle(lines: Lines, out: Sink): Promise<Outcome> {
    for (let at = 0; at < this.commands.length; at++) {
      const command = this.commands[at];
      if (!command) break;
      const { selection, action } = command;
      if (selection && !(await this.#selects(selection, lines))) {
        if (action.kind === '{') at = action.end - 1;
        continue;
      }
      const result = await this.#do(action, command, lines, out);
      if (typeof result === 'number') {
        if (result <= at) await this.#pause();
        at = result - 1;
      } else if (result) return result;
    }
    return { kind: 'end' };
  }

  async #selects(selection: Selection, lines: Lines): Promise<boolean> {
    return (await this.#isSelected(selection, lines)) !== selection.negated;
  }

  async #isSelected(selection: Selection, lines: Lines): Promise<boolean> {
    const { from, to } = selection;
    if (!to) return this.#at(from, lines);
    const number = this.#lineNumber;
    const range = this.#ranges.get(selection);
    const startsAtZero = from.kind === 'line' && from.line === 0;
    if (range || (startsAtZero && number === 1)) {
      if (to.kind === 'match' || to.kind === 'last' || to.kind === 'step') {
        if (await this.#at(to, lines)) this.#ranges.delete(selection);
        else this.#ranges.set(selection, { end: undefined });
        return true;
      }
      const end = range?.end ?? 0;
      if (number >= end) this.#ranges.delete(selection);
      // A line after the end of a range is selected only if it starts a new range.
      if (number <= end) return true;
      if (to.kind === 'line' && from.kind !== 'match') return false;
    }
    if (startsAtZero || !(await this.#at(from, lines))) return false;
    const end = this.#endOf(to, number);
    if (end === undefined || end > number) this.#ranges.set(selection, { end });
    return true;
  }

  /** Returns the line that a range ends at, if that is known where it starts. */
  #endOf(to: NonNullable<Selection['to']>, number: number): number | undefined {
    switch (to.kind) {
      case 'line':
        return to.line;
      case 'count':
        return number + to.count;
      case 'multiple':
        return to.of === 0 ? number : number - (number % to.of) + to.of;
      default:
        return undefined;
    }
  }

  async #at(address: Address, lines: Lines): Promise<boolean> {
    const number = this.#lineNumber;
    switch (address.kind) {
      case 'line':
        return number === address.line;
      case 'last':
        return lines.isLast();
      case 'step':
        if (address.step === 0) return number === address.first;
        return number >= address.first && (number - address.first) % address.step === 0;
      case 'match':
        return this.#expression(address.pattern).test(this.#pattern);
    }
  }

  #expression(pattern: Pattern): Expression {
    const expression = pattern ?? this.#last;
    if (!expression) throw new UtilityError('no previous regular expression');
    this.#last = expression;
    return expression;
  }

  /**
   * Runs one command; returns the index to continue at, the outcome that ends the cycle, or
   * nothing.
   */
  async #do(
    action: Action,
    { selection }: Command,
    lines: Lines,
    out: Sink,
  ): Promise<Outcome | number | undefined> {
    const { quiet, end, width } = this.settings;
    switch (action.kind) {
      case '{':
      case '}':
        return undefined;
      case 's':
        await this.#substitute(action, out);
        return undefined;
      case 'y':
        this.#pattern = [...this.#pattern]
          .map((character) => action.map.get(character) ?? character)
          .join('');
        return undefined;
      case '=':
        out.raw(`${this.#lineNumber}\n`);
        return undefined;
      case 'a':
        this.#appended.push({ kind: 'text', text: action.text });
        return undefined;
      case 'i':
        out.raw(action.text);
        return undefined;
      case 'c': {
        const inRange = selection?.to && !selection.negated && this.#ranges.has(selection);
        if (!inRange) out.raw(action.text);
        return { kind: 'delete' };
      }
      case 'd':
        return { kind: 'delete' };
      case 'D': {
        const newline = this.#pattern.indexOf('\n');
        if (newline < 0) return { kind: 'delete' };
        this.#pattern = this.#pattern.slice(newline + 1);
        return { kind: 'restart' };
      }
      case 'e': {
        if (action.command === '')
          this.#pattern = (await this.#shell(this.#pattern)).replace(/\n$/, '');
        else out.raw(await this.#shell(action.command));
        return undefined;
      }
      case 'F':
        out.raw(`${lines.name}\n`);
        return undefined;
      case 'g':
        this.#pattern = this.#hold;
        return undefined;
      case 'G':
        this.#pattern = joined(this.#pattern, this.#hold);
        return undefined;
      case 'h':
        this.#hold = this.#pattern;
        return undefined;
      case 'H':
        this.#hold = joined(this.#hold, this.#pattern);
        return undefined;
      case 'x':
        [this.#pattern, this.#hold] = [this.#hold, this.#pattern];
        return undefined;
      case 'l':
        out.raw(listed(this.#pattern, action.width ?? width));
        return undefined;
      case 'n': {
        if (await lines.isLast()) return { kind: 'quit', status: 0, print: true };
        if (!quiet) out.line(this.#pattern, this.#terminated, end);
        await this.#flushAppended(out);
        const substituted = this.#substituted;
        if (!(await this.#read(lines))) return { kind: 'quit', status: 0, print: false };
        this.#substituted = substituted;
        return undefined;
      }
      case 'N': {
        const before = this.#pattern;
        if (await lines.isLast()) return { kind: 'quit', status: 0, print: true };
        await this.#flushAppended(out);
        const substituted = this.#substituted;
        if (!(await this.#read(lines))) return { kind: 'quit', status: 0, print: true };
        this.#substituted = substituted;
        this.#pattern = joined(before, this.#pattern, end);
        return undefined;
      }
      case 'p':
        out.line(this.#pattern, this.#terminated, end);
        return undefined;
      case 'P':
        out.line(this.#pattern.split(end, 1)[0] ?? '', true, end);
        return undefined;
      case 'q':
      case 'Q':
        return { kind: 'quit', status: action.status, print: action.kind === 'q' };
      case 'r':
        this.#appended.push({ kind: 'file', file: action.file });
        return undefined;
      case 'R':
        this.#appended.push({ kind: 'line', file: action.file });
        return undefined;
      case 'w':
        this.#sink(action.file, out).line(this.#pattern, this.#terminated, end);
        return undefined;
      case 'W':
        this.#sink(action.file, out).line(this.#pattern.split('\n', 1)[0] ?? '', true, end);
        return undefined;
      case 'z':
        this.#pattern = '';
        return undefined;
      case 'b':
        return action.target;
      case 't':
      case 'T': {
        const jumps = this.#substituted === (action.kind === 't');
        this.#substituted = false;
        return jumps ? action.target : undefined;
      }
    }
  }

  #sink(file: string, out: Sink): Sink {
    if (file === '/dev/stdout') return out;
    if (file === '/dev/stderr') return this.#stderr;
    return this.files.sink(file) ?? out;
  }

  async #substitute(action: Substitution, out: Sink): Promise<void> {
    const changed = substitute(this.#pattern, this.#expression(action.pattern), action);
    if (changed === undefined) return;
    this.#pattern = changed;
    this.#substituted = true;
    if (action.evaluate) this.#pattern = (await this.#shell(this.#pattern)).replace(/\n$/, '');
    const { end } = this.settings;
    if (action.print > 0) out.line(this.#pattern, this.#terminated, end);
    if (action.file !== undefined)
      this.#sink(action.file, out).line(this.#pattern, this.#terminated, end);
  }

  /** Returns what a command prints. */
  async #shell(command: string): Promise<string> {
    const pieces: string[] = [];
    await this.call.start(['sh', '-c', command], { stdout: (text) => void pieces.push(text) });
    return pieces.join('');
  }

  async #flushAppended(out: Sink): Promise<void> {
    const appended = this.#appended;
    if (appended.length === 0) return;
    this.#appended = [];
    for (const item of appended) {
      if (item.kind === 'text') out.raw(item.text);
      else if (item.kind === 'file') {
        const contents = await this.#contents(item.file);
        if (contents !== '') out.raw(contents);
      } else {
        let reader = this.#readers.get(item.file);
        if (!reader) {
          reader = textInput(await this.#contents(item.file));
          this.#readers.set(item.file, reader);
        }
        const line = await reader.line();
        if (line !== undefined) out.line(line, reader.terminated, '\n');
      }
    }
  }

  /** Returns the contents of a file; one that cannot be read counts as empty. */
  async #contents(file: string): Promise<string> {
    const source = this.call.stdin;
    if (file === '/dev/stdin') return (await source.read()) ?? '';
    try {
      return await this.call.files.read(file);
    } catch {
      return '';
    }
  }
}

function joined(first: string, second: string, end = '\n'): string {
  if (first.length + second.length > LONGEST_LINE) throw new UtilityError('a line is too long', 4);
  return first + end + second;
}

const NAMED: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** Returns a text as `l` prints it: with escapes, folded at `width`. */
function listed(text: string, width: number): string {
  const most = width > 1 ? width - 1 : Number.POSITIVE_INFINITY;
  let out = '';
  let column = 0;
  for (const byte of encodeLatin1(text)) {
    const code = byte.charCodeAt(0);
    const shown =
      NAMED[byte] ?? (code < 0x20 || code > 0x7e ? `\\${code.toString(8).padStart(3, '0')}` : byte);
    if (column + shown.length > most) {
      out += '\\\n';
      column = 0;
    }
    out += shown;
    column += shown.length;
  }
  return `${out}$\n`;
}
