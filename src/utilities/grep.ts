/** `grep`: prints lines that match patterns. */
import { type Input, Inputs, Output } from './input.js';
import { type Options, parseOptions } from './options.js';
import { type Expression, RegexCompiler } from './regex/expression.js';
import { RegexError } from './regex/posix.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';
import { walk } from './walk.js';

const OPTIONS =
  'E|extended-regexp F|fixed-strings G|basic-regexp P|perl-regexp e|regexp: f|file: i|ignore-case ' +
  'y| no-ignore-case w|word-regexp x|line-regexp z|null-data s|no-messages v|invert-match ' +
  'V|version help m|max-count: b|byte-offset n|line-number line-buffered H|with-filename ' +
  'h|no-filename label: o|only-matching q|quiet silent binary-files: a|text I| ' +
  'd|directories: D|devices: r|recursive R|dereference-recursive include: exclude: exclude-dir: ' +
  'L|files-without-match l|files-with-matches c|count T|initial-tab Z|null B|before-context: ' +
  'A|after-context: C|context: U|binary color? colour? 0| 1| 2| 3| 4| 5| 6| 7| 8| 9|';

/** The digits of `-1` to `-9` form the number of context lines. */
const contextOf = (options: Options): string =>
  options.given.map(([key]) => (/^\d$/.test(key) ? key : '')).join('');

interface Settings {
  readonly expression: Expression;
  readonly invert: boolean;
  readonly wholeLine: boolean;
  readonly wholeWord: boolean;
  readonly only: boolean;
  readonly mode: 'lines' | 'count' | 'matching-files' | 'other-files' | 'quiet';
  readonly most: number;
  readonly before: number;
  readonly after: number;
  readonly numbers: boolean;
  readonly offsets: boolean;
  readonly names: boolean;
  readonly tab: boolean;
  readonly separator: string;
  readonly nameEnd: string;
  readonly text: boolean;
  readonly colors: boolean;
}

const NO_LIMIT = Number.POSITIVE_INFINITY;

export async function grep(call: UtilityCall): Promise<number> {
  const options = parseOptions(call, OPTIONS, { status: 2 });
  if (options.has('V') || options.has('help')) {
    await call.stdout(
      options.has('V') ? 'grep (GNU grep) 3.8\n' : 'Usage: grep [OPTION]... PATTERNS [FILE]...\n',
    );
    return 0;
  }
  const inputs = new Inputs(call);
  const operands = [...options.operands];
  const patterns = options.values('e').flatMap((value) => value.split('\n'));
  for (const path of options.values('f')) patterns.push(...(await patternFile(inputs, path)));
  if (!options.has('e') && !options.has('f')) {
    const first = operands.shift();
    if (first === undefined) {
      throw new UtilityError(
        `Usage: ${call.name} [OPTION]... PATTERNS [FILE]...\nTry '${call.name} --help' for more information.`,
        2,
      );
    }
    patterns.push(...first.split('\n'));
  }
  const recursive = options.has('r') || options.has('R') || options.value('d') === 'recurse';
  if (operands.length === 0) operands.push(recursive ? '.' : '-');
  const names =
    options.last(['H', 'h']) === 'H' ||
    (options.last(['H', 'h']) === undefined && (operands.length > 1 || recursive));
  const settings = await readSettings(call, options, patterns, names);
  return new Search(call, options, settings, inputs).run(operands, recursive);
}

async function patternFile(inputs: Inputs, path: string): Promise<string[]> {
  const text = await (await inputs.open(path)).rest();
  return text === '' ? [] : text.replace(/\n$/, '').split('\n');
}

async function readSettings(
  call: UtilityCall,
  options: Options,
  patterns: readonly string[],
  names: boolean,
): Promise<Settings> {
  const kind = options.last(['E', 'F', 'G', 'P']) ?? { egrep: 'E', fgrep: 'F' }[call.name] ?? 'G';
  const invert = options.has('v');
  const most = lineCount(options.value('m'), 'invalid max count') ?? NO_LIMIT;
  const around = contextOf(options);
  const context = lineCount(options.value('C') ?? (around || undefined)) ?? 0;
  const color = options.value('color') ?? options.value('colour');
  return {
    expression: await compile(kind, patterns, options),
    invert,
    wholeLine: options.has('x'),
    wholeWord: options.has('w'),
    only: options.has('o'),
    mode:
      options.has('q') || options.has('silent') || options.has('quiet')
        ? 'quiet'
        : options.has('l')
          ? 'matching-files'
          : options.has('L')
            ? 'other-files'
            : options.has('c')
              ? 'count'
              : 'lines',
    most,
    before: options.has('o') ? 0 : (lineCount(options.value('B')) ?? context),
    after: options.has('o') ? 0 : (lineCount(options.value('A')) ?? context),
    numbers: options.has('n'),
    offsets: options.has('b'),
    names,
    tab: options.has('T'),
    separator: options.has('z') ? '\0' : '\n',
    nameEnd: options.has('Z') ? '\0' : ':',
    text: options.has('a') || options.value('binary-files') === 'text',
    colors: color === 'always',
  };
}

function lineCount(value: string | undefined, what?: string): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  throw new UtilityError(
    what === undefined ? `${value}: invalid context length argument` : what,
    2,
  );
}

async function compile(
  kind: string,
  patterns: readonly string[],
  options: Options,
): Promise<Expression> {
  const compiler = await RegexCompiler.load();
  const ignoreCase =
    options.last(['i', 'y', 'no-ignore-case']) !== undefined &&
    options.last(['i', 'y', 'no-ignore-case']) !== 'no-ignore-case';
  try {
    if (patterns.length === 0) return NEVER;
    if (kind === 'F') return compiler.fixed(patterns, { ignoreCase });
    if (kind === 'P') return compiler.perl(patterns.join('|'), { ignoreCase });
    const extended = kind === 'E';
    if (patterns.length === 1) return compiler.posix(patterns[0] ?? '', { extended, ignoreCase });
    return anyOf(patterns.map((pattern) => compiler.posix(pattern, { extended, ignoreCase })));
  } catch (error) {
    if (!(error instanceof RegexError)) throw error;
    throw new UtilityError(error.message, 2);
  }
}

const NEVER: Expression = { groupCount: 0, test: () => false, match: () => undefined };

/**
 * Returns an expression that finds the first match of any pattern, the longest if there are
 * several.
 */
const anyOf = (expressions: readonly Expression[]): Expression => ({
  groupCount: 0,
  test: (text) => expressions.some((expression) => expression.test(text)),
  match: (text, from) =>
    expressions
      .map((expression) => expression.match(text, from))
      .reduce((best, found) =>
        !best ||
        (found &&
          (found.start < best.start || (found.start === best.start && found.end > best.end)))
          ? found
          : best,
      ),
});

/** A line, with its number from 1 on and the offset of its first byte. */
interface Line {
  readonly text: string;
  readonly number: number;
  readonly offset: number;
}

class Search {
  readonly #output: Output;
  #matched = false;
  #failed = false;
  /** True once a group of lines was printed, which `--` separates from the next. */
  #groupPrinted = false;

  constructor(
    private readonly call: UtilityCall,
    private readonly options: Options,
    private readonly settings: Settings,
    private readonly inputs: Inputs,
  ) {
    this.#output = new Output(call.stdout);
  }

  async run(operands: readonly string[], recursive: boolean): Promise<number> {
    const quiet = this.settings.mode === 'quiet';
    try {
      for (const operand of operands) {
        const paths = recursive && operand !== '-' ? await this.#filesBelow(operand) : [operand];
        for (const path of paths) {
          await this.#file(path);
          if (quiet && this.#matched) return 0;
        }
      }
    } finally {
      await this.#output.flush();
    }
    if (this.#failed) return 2;
    return this.#matched ? 0 : 1;
  }

  async #filesBelow(path: string): Promise<readonly string[]> {
    const { call, options } = this;
    const globs = (key: string) => options.values(key).map(globExpression);
    const [include, exclude, excludeDir] = [
      globs('include'),
      globs('exclude'),
      globs('exclude-dir'),
    ];
    const base = (file: string) => file.slice(file.lastIndexOf('/') + 1);
    const found: string[] = [];
    for await (const entry of walk(
      call.files,
      path,
      (folder) => !excludeDir.some((glob) => glob.test(base(folder))),
    )) {
      if (entry.stat.isDirectory || (entry.stat.isSymbolicLink && !options.has('R'))) continue;
      const name = base(entry.path);
      if (include.length > 0 && !include.some((glob) => glob.test(name))) continue;
      if (!exclude.some((glob) => glob.test(name))) found.push(entry.path);
    }
    const stat = await call.files.stat(path);
    if (!stat) await this.#trouble(`${path}: No such file or directory`);
    return options.operands.length <= 1 && path === '.'
      ? found.map((file) => file.replace(/^\.\//, ''))
      : found;
  }

  async #trouble(message: string): Promise<void> {
    this.#failed = true;
    if (!this.options.has('s')) await complain(this.call, message);
  }

  async #file(path: string): Promise<void> {
    const stat = path === '-' ? undefined : await this.call.files.stat(path);
    if (stat?.isDirectory) {
      if (this.options.value('d') === 'skip') return;
      await this.#trouble(`${path}: Is a directory`);
      return;
    }
    let input: Input;
    try {
      input = await this.inputs.open(path);
    } catch (error) {
      if (!(error instanceof UtilityError)) throw error;
      return this.#trouble(error.message);
    }
    const name = path === '-' ? (this.options.value('label') ?? '(standard input)') : path;
    await this.#input(input, name);
  }

  async #input(input: Input, name: string): Promise<void> {
    const { settings } = this;
    const { mode, separator } = settings;
    let count = 0;
    let number = 0;
    let offset = 0;
    let isBinary = false;
    const earlier: Line[] = [];
    let left = 0;
    let lastPrinted = 0;
    for (;;) {
      if (count >= settings.most && left === 0) break;
      const text = await input.line(separator);
      if (text === undefined) break;
      number += 1;
      const line = { text, number, offset };
      offset += settings.offsets ? Buffer.byteLength(text) + 1 : 0;
      if (separator === '\n' && !settings.text) isBinary ||= /[\0\udc80-\udcff]/u.test(text);
      const selected = count < settings.most && this.#selects(text) !== settings.invert;
      if (selected) {
        count += 1;
        this.#matched = true;
        if (mode === 'quiet' || mode === 'matching-files' || mode === 'other-files') break;
        if (mode === 'count') continue;
        if (isBinary) {
          this.#output.add(
            `${this.call.name}: ${name}: binary file matches\n`.replace(/^\w+/, 'grep'),
          );
          return;
        }
        const first = Math.max(lastPrinted + 1, number - settings.before);
        if (settings.before + settings.after > 0 && this.#groupPrinted && first > lastPrinted + 1) {
          this.#output.add('--\n');
        }
        if (settings.before + settings.after > 0 && !this.#groupPrinted) this.#groupPrinted = true;
        for (const before of earlier.filter((other) => other.number >= first)) {
          this.#print(before, name, '-');
        }
        this.#print(line, name, ':');
        lastPrinted = number;
        left = settings.after;
      } else if (left > 0) {
        left -= 1;
        if (mode === 'lines') this.#print(line, name, '-');
        lastPrinted = number;
      }
      if (settings.before > 0) {
        earlier.push(line);
        if (earlier.length > settings.before) earlier.shift();
      }
      await this.#output.drain();
    }
    if (lastPrinted > 0 && settings.before + settings.after > 0) this.#groupPrinted = true;
    const nameEnd = this.settings.nameEnd === '\0' ? '\0' : '\n';
    if (mode === 'count')
      this.#output.add(`${settings.names ? `${name}${settings.nameEnd}` : ''}${count}\n`);
    if (mode === 'matching-files' && count > 0) this.#output.add(`${name}${nameEnd}`);
    if (mode === 'other-files' && count === 0) this.#output.add(`${name}${nameEnd}`);
  }

  #selects(text: string): boolean {
    const { wholeLine, wholeWord, expression } = this.settings;
    if (!wholeLine && !wholeWord) return expression.test(text);
    return this.#find(text, 0) !== undefined;
  }

  /** Finds the next match that is a whole word or line where that is required. */
  #find(text: string, from: number): { start: number; end: number } | undefined {
    const { wholeLine, wholeWord, expression } = this.settings;
    for (let at = from; at <= text.length; ) {
      const found = expression.match(text, at);
      if (!found) return undefined;
      if (wholeLine) {
        if (found.start === 0 && found.end === text.length) return found;
        at = found.start + 1;
        continue;
      }
      if (!wholeWord || isWord(text, found.start, found.end)) return found;
      // A shorter match at the same place may be a word.
      for (let end = found.end - 1; end > found.start; end--) {
        const shorter = expression.match(text.slice(0, end), found.start);
        if (shorter?.start === found.start && isWord(text, found.start, shorter.end))
          return shorter;
      }
      at = found.start + 1;
    }
    return undefined;
  }

  #print(line: Line, name: string, mark: string): void {
    const { only, invert, separator, colors } = this.settings;
    if (only && mark === ':' && !invert) {
      this.#printMatches(line, name);
      return;
    }
    if (only) return;
    const text = colors && mark === ':' && !invert ? this.#colored(line.text) : line.text;
    this.#output.add(`${this.#prefix(line, name, mark)}${text}${separator}`);
  }

  #printMatches(line: Line, name: string): void {
    const { separator, offsets, colors } = this.settings;
    for (let at = 0; at <= line.text.length; ) {
      const found = this.#find(line.text, at);
      if (!found) return;
      if (found.end > found.start) {
        const text = line.text.slice(found.start, found.end);
        const offset = offsets
          ? line.offset + Buffer.byteLength(line.text.slice(0, found.start))
          : 0;
        const shown = colors ? `\x1b[01;31m\x1b[K${text}\x1b[m\x1b[K` : text;
        this.#output.add(`${this.#prefix({ ...line, offset }, name, ':')}${shown}${separator}`);
      }
      at = Math.max(found.end, found.start + 1);
    }
  }

  #colored(text: string): string {
    let out = '';
    let at = 0;
    for (let from = 0; from <= text.length; ) {
      const found = this.#find(text, from);
      if (!found) break;
      if (found.end > found.start) {
        out += `${text.slice(at, found.start)}\x1b[01;31m\x1b[K${text.slice(found.start, found.end)}\x1b[m\x1b[K`;
        at = found.end;
      }
      from = Math.max(found.end, found.start + 1);
    }
    return out + text.slice(at);
  }

  #prefix({ number, offset }: Line, name: string, mark: string): string {
    const { names, numbers, offsets, nameEnd, tab, colors } = this.settings;
    const paint = (code: string, text: string | number) =>
      colors ? `\x1b[${code}m\x1b[K${text}\x1b[m\x1b[K` : `${text}`;
    const end = paint('36', mark);
    const prefix = [
      names ? `${paint('35', name)}${nameEnd === '\0' ? '\0' : end}` : '',
      numbers ? `${paint('32', number)}${end}` : '',
      offsets ? `${paint('32', offset)}${end}` : '',
    ].join('');
    return tab && prefix !== '' ? `${prefix}\t` : prefix;
  }
}

const isWordCharacter = (character: string): boolean => /^\w$/.test(character);

const isWord = (text: string, start: number, end: number): boolean =>
  !isWordCharacter(text.charAt(start - 1)) && !isWordCharacter(text.charAt(end));

/** Returns an expression for a shell pattern such as `*.txt`. */
function globExpression(glob: string): RegExp {
  const source = glob
    .replace(/[\\^$.+()|{}]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
    .replace(/\[!/g, '[^');
  return new RegExp(`^${source}$`, 's');
}
