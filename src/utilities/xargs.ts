/** `xargs`: runs commands with arguments from standard input. */
import { Input, Inputs } from './input.js';
import { parseOptions } from './options.js';
import { complain, type UtilityCall, UtilityError } from './utility.js';

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
/** The status of a command whose pipe was closed. */
const BROKEN_PIPE = 141;
const STOP = 255;
/** The maximum length of a command line, in characters. */
const LONGEST_COMMAND = 131072;

export async function xargs(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    '0|null a|arg-file: d|delimiter: E: e|eof? I: i|replace? L: l|max-lines? n|max-args: ' +
      'P|max-procs: process-slot-var: p|interactive r|no-run-if-empty s|max-chars: show-limits t|verbose x|exit o|open-tty',
    { permute: false },
  );
  if (options.has('p')) throw new UtilityError('cannot ask here: -p is not supported', 2);
  const command = options.operands.length > 0 ? options.operands : ['echo'];
  const mode = options.last(['I', 'i', 'L', 'l', 'n']);
  const replace =
    mode === 'I' ? options.value('I') : mode === 'i' ? options.value('i') || '{}' : undefined;
  const positive = (key: string, value: string | undefined): number | undefined => {
    if (value === undefined) return undefined;
    if (!/^\d+$/.test(value))
      throw new UtilityError(`invalid number "${value}" for -${key} option`);
    if (Number(value) < 1)
      throw new UtilityError(`value ${value} for -${key} option should be >= 1`);
    return Number(value);
  };
  const most = mode === 'n' ? positive('n', options.value('n')) : undefined;
  const mostLines =
    mode === 'L'
      ? positive('L', options.value('L'))
      : mode === 'l'
        ? positive('l', options.value('l') || '1')
        : undefined;
  const longest = positive('s', options.value('s')) ?? LONGEST_COMMAND;

  const path = options.value('a');
  const input = path === undefined ? new Input(call.stdin) : await new Inputs(call).open(path);
  const delimiter = options.has('0')
    ? '\0'
    : options.value('d') === undefined
      ? undefined
      : parseDelimiter(options.value('d') ?? '');
  const end = options.value('E') ?? options.value('e');
  const words =
    delimiter !== undefined
      ? delimited(input, delimiter)
      : replace !== undefined
        ? lines(input)
        : quoted(input);
  const nothing = { read: async () => undefined };
  let status = 0;
  const run = async (args: readonly string[]): Promise<boolean> => {
    if (options.has('t')) await call.stderr(`${args.map(shown).join(' ')}\n`);
    const result = await call.start(args, path === undefined ? { stdin: nothing } : {});
    if (result === STOP) {
      await complain(call, `${args[0]}: exited with status 255; aborting`);
      status = 124;
      return false;
    }
    if (result === BROKEN_PIPE) {
      await complain(call, `${args[0]}: terminated by signal 13`);
      status = 125;
      return false;
    }
    if (result === NOT_FOUND || result === NOT_EXECUTABLE) {
      status = result;
      return false;
    }
    if (result !== 0) status = 123;
    return true;
  };

  let batch: string[] = [];
  let batchLines = 0;
  let ran = false;
  let fault: UtilityError | undefined;
  const base = command.reduce((sum, word) => sum + word.length + 1, 0);
  let size = base;
  for await (const { text, endsLine } of untilFault(words, (error) => {
    fault = error;
  })) {
    if (end !== undefined && end !== '' && text === end && delimiter === undefined) break;
    if (call.signal.aborted) return status;
    if (replace !== undefined) {
      ran = true;
      if (!(await run(command.map((word) => word.replaceAll(replace, () => text))))) return status;
      continue;
    }
    const full = size + text.length + 1 > longest;
    if (full && batch.length > 0) {
      ran = true;
      if (!(await run([...command, ...batch]))) return status;
      batch = [];
      batchLines = 0;
      size = base;
    }
    if (base + text.length + 1 > longest) throw new UtilityError('argument line too long');
    batch.push(text);
    size += text.length + 1;
    if (endsLine) batchLines += 1;
    if (batch.length === most || (mostLines !== undefined && batchLines >= mostLines)) {
      ran = true;
      if (!(await run([...command, ...batch]))) return status;
      batch = [];
      batchLines = 0;
      size = base;
    }
  }
  if (batch.length > 0 || (!ran && replace === undefined && !options.has('r'))) {
    await run([...command, ...batch]);
  }
  if (fault) await complain(call, fault.message);
  return fault ? 1 : status;
}

interface Word {
  readonly text: string;
  readonly endsLine: boolean;
}

/** Yields words up to one that is not valid: those before it are still used. */
async function* untilFault(
  words: AsyncGenerator<Word>,
  onFault: (error: UtilityError) => void,
): AsyncGenerator<Word> {
  try {
    yield* words;
  } catch (error) {
    if (!(error instanceof UtilityError)) throw error;
    onFault(error);
  }
}

async function* delimited(input: Input, delimiter: string): AsyncGenerator<Word> {
  for (
    let text = await input.line(delimiter);
    text !== undefined;
    text = await input.line(delimiter)
  ) {
    yield { text, endsLine: true };
  }
}

/** Yields whole lines for `-I`, without blanks in front; quotes are removed. */
async function* lines(input: Input): AsyncGenerator<Word> {
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    const words = splitWords(line.replace(/^[ \t]+/, ''), false);
    for (const text of words) yield { text, endsLine: true };
  }
}

async function* quoted(input: Input): AsyncGenerator<Word> {
  for (let line = await input.line(); line !== undefined; line = await input.line()) {
    let last: string | undefined;
    try {
      for (const text of splitWords(line, true)) {
        if (last !== undefined) yield { text: last, endsLine: false };
        last = text;
      }
    } finally {
      // A line that ends in a blank is continued by the next one.
      if (last !== undefined) yield { text: last, endsLine: !/[ \t]$/.test(line) };
    }
  }
}

function* splitWords(line: string, splits: boolean): Generator<string> {
  let word: string | undefined;
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (splits && (character === ' ' || character === '\t')) {
      if (word !== undefined) yield word;
      word = undefined;
    } else if (character === '\\') {
      i += 1;
      word = (word ?? '') + line.charAt(i);
    } else if (character === '"' || character === "'") {
      const close = line.indexOf(character, i + 1);
      if (close < 0) {
        const kind = character === '"' ? 'double' : 'single';
        throw new UtilityError(
          `unmatched ${kind} quote; by default quotes are special to xargs unless you use the -0 option`,
        );
      }
      word = (word ?? '') + line.slice(i + 1, close);
      i = close;
    } else word = (word ?? '') + character;
  }
  if (word !== undefined) yield word;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

function parseDelimiter(text: string): string {
  const [, letter, octal] = /^\\(?:([abfnrtv\\])|([0-7]{1,3}))$/.exec(text) ?? [];
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8));
  if (letter !== undefined) return ESCAPES[letter] ?? letter;
  if ([...text].length === 1) return text;
  throw new UtilityError(
    `Invalid input delimiter specification ${text}: the delimiter must be either a single character or an escape sequence starting with \\.`,
  );
}

const shown = (word: string): string =>
  /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
