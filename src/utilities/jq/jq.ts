/** `jq`: runs programs on JSON. */
import { type Input, Inputs, Output } from '../input.js';
import { RegexCompiler } from '../regex/expression.js';
import { type UtilityCall, UtilityError } from '../utility.js';
import type { Node } from './ast.js';
import { Halt, type Host } from './builtins.js';
import { Evaluator } from './evaluate.js';
import { JsonFault, JsonReader } from './json.js';
import { findUnknown } from './names.js';
import { parseProgram, SyntaxFault } from './parser.js';
import type { Scope } from './scope.js';
import { isTrue, JqError, type Json, type Layout, stringify } from './value.js';

const FLAGS: Readonly<Record<string, string>> = {
  'ascii-output': 'a',
  'compact-output': 'c',
  'exit-status': 'e',
  'from-file': 'f',
  help: 'h',
  'join-output': 'j',
  'monochrome-output': 'M',
  'null-input': 'n',
  'raw-input': 'R',
  'raw-output': 'r',
  slurp: 's',
  'sort-keys': 'S',
  tab: 'tab',
  unbuffered: 'unbuffered',
  version: 'V',
  'color-output': 'C',
  seq: 'seq',
  stream: 'stream',
  args: 'args',
  jsonargs: 'jsonargs',
};

interface Arguments {
  readonly flags: ReadonlySet<string>;
  readonly indent: number;
  readonly program: string;
  readonly paths: readonly string[];
  readonly named: ReadonlyMap<string, Json>;
  readonly positional: readonly Json[];
}

export async function jq(call: UtilityCall): Promise<number> {
  const inputs = new Inputs(call);
  const options = await readArguments(call, inputs);
  const { flags } = options;
  if (flags.has('V')) {
    await call.stdout('jq-1.6\n');
    return 0;
  }
  for (const flag of ['C', 'seq', 'stream']) {
    if (flags.has(flag))
      throw new UtilityError(`${flag === 'C' ? '-C' : `--${flag}`} is not supported`, 2);
  }
  const compiler = await RegexCompiler.load();
  const output = new Output(call.stdout);
  const warnings: string[] = [];
  const source = await Source.open(call, inputs, options);
  if (source === undefined) return 4;
  const host: Host = {
    environment: new Map(Object.entries(call.environment)),
    compiler,
    now: call.now,
    nextInput: () => source.next(),
    get filename() {
      return source.name;
    },
    get line() {
      return source.line;
    },
    warn: (text) => void warnings.push(text),
  };
  const warn = async (): Promise<void> => {
    const text = warnings.splice(0).join('');
    if (text !== '') await call.stderr(text);
  };
  try {
    return await new Runner(options, new Evaluator(host), source, output, warnings, warn).run();
  } catch (error) {
    if (error instanceof SyntaxFault) {
      warnings.push(`jq: error: ${error.message}\n${options.program}\njq: 1 compile error\n`);
      return 3;
    }
    if (!(error instanceof Halt)) throw error;
    warnings.push(error.message);
    return error.status;
  } finally {
    await output.flush();
    await warn();
  }
}

class Runner {
  #status = 0;
  /** The last value that was printed. */
  #last: Json | undefined;

  constructor(
    private readonly options: Arguments,
    private readonly evaluator: Evaluator,
    private readonly source: Source,
    private readonly output: Output,
    private readonly warnings: string[],
    private readonly warn: () => Promise<void>,
  ) {}

  async run(): Promise<number> {
    const { flags, program, named, positional } = this.options;
    let scope: Scope | undefined;
    const variables = new Map<string, Json>(named);
    if (!variables.has('__prog_args'))
      variables.set(
        'ARGS',
        new Map<string, Json>([
          ['positional', positional],
          ['named', new Map(named)],
        ]),
      );
    for (const [name, value] of variables) scope = { kind: 'variable', name, value, outer: scope };
    const node = parseProgram(program);
    const unknown = findUnknown(node, scope);
    if (unknown !== undefined)
      throw new SyntaxFault(`${unknown} is not defined at <top-level>, line 1:`);
    try {
      if (flags.has('n')) await this.#one(node, null, scope);
      else
        for (let value = this.source.next(); value !== undefined; value = this.source.next())
          await this.#one(node, value, scope);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      this.warnings.push(`parse error: ${error.message}\n`);
      return 4;
    }
    if (this.source.failed) this.#status = 2;
    if (this.#status !== 0 || !flags.has('e')) return this.#status;
    return this.#last === undefined ? 4 : isTrue(this.#last) ? 0 : 1;
  }

  async #one(node: Node, value: Json, scope: Scope | undefined): Promise<void> {
    const { flags, indent } = this.options;
    const layout: Layout = {
      indent:
        flags.has('c') || indent === 0 ? undefined : flags.has('tab') ? '\t' : ' '.repeat(indent),
      sortKeys: flags.has('S'),
      ascii: flags.has('a'),
    };
    const raw = flags.has('r') || flags.has('j');
    try {
      for (const { value: result } of this.evaluator.run(node, { value, path: undefined }, scope)) {
        this.#last = result;
        this.output.add(
          raw && typeof result === 'string' && !flags.has('a') ? result : stringify(result, layout),
        );
        if (!flags.has('j')) this.output.add('\n');
        await this.output.drain();
      }
    } catch (error) {
      if (error instanceof RangeError) this.#fail('the program calls itself too often');
      else if (error instanceof JqError) this.#failWith(error.value);
      else throw error;
    }
    await this.warn();
  }

  #failWith(value: Json): void {
    if (value === null) this.#fail('null (null) not a string', '');
    else
      this.#fail(
        typeof value === 'string' ? value : stringify(value),
        typeof value === 'string' ? '' : ' (not a string)',
      );
  }

  #fail(message: string, note = ''): void {
    this.#status = 5;
    this.warnings.push(`jq: error (at ${this.source.place})${note}: ${message}\n`);
  }
}

/** The values of the input files, one after another. */
class Source {
  #reader: JsonReader | undefined;
  #at = 0;
  #slurped: Json | undefined;
  #lines: string[] = [];
  name: string | null = null;

  private constructor(
    private readonly texts: readonly { readonly name: string; readonly text: string }[],
    private readonly flags: ReadonlySet<string>,
    readonly failed: boolean,
  ) {
    if (flags.has('R') && flags.has('s')) this.#slurped = texts.map(({ text }) => text).join('');
    else if (flags.has('R')) {
      const all = texts.map(({ text }) => text).join('');
      this.#lines = all.split('\n');
      if (this.#lines.at(-1) === '') this.#lines.pop();
      this.#lines.reverse();
    } else if (flags.has('s')) {
      const values: Json[] = [];
      for (let value = this.#read(); value !== undefined; value = this.#read()) values.push(value);
      this.#slurped = values;
    }
  }

  /** Reads all files; prints a message and returns `undefined` if they cannot be slurped. */
  static async open(
    call: UtilityCall,
    inputs: Inputs,
    { paths, flags }: Arguments,
  ): Promise<Source | undefined> {
    const texts: { name: string; text: string }[] = [];
    let failed = false;
    for (const path of paths.length > 0 ? paths : ['-']) {
      try {
        const input: Input = await inputs.open(path);
        texts.push({ name: path === '-' ? '<stdin>' : path, text: await input.rest() });
      } catch (error) {
        if (!(error instanceof UtilityError)) throw error;
        failed = true;
        await call.stderr(`jq: error: Could not open file ${error.message}\n`);
      }
    }
    try {
      return new Source(texts, flags, failed);
    } catch (error) {
      if (!(error instanceof JsonFault)) throw error;
      await call.stderr(`parse error: ${error.message}\n`);
      return undefined;
    }
  }

  /** Returns the next input, or `undefined` at the end. @throws JsonFault */
  next(): Json | undefined {
    if (this.flags.has('s')) {
      const value = this.#slurped;
      this.#slurped = undefined;
      return value;
    }
    return this.flags.has('R') ? this.#lines.pop() : this.#read();
  }

  #read(): Json | undefined {
    for (;;) {
      const value = this.#reader?.next();
      if (value !== undefined) return value;
      const text = this.texts[this.#at];
      if (!text) return undefined;
      this.#at += 1;
      this.name = text.name;
      this.#reader = new JsonReader(text.text);
    }
  }

  get line(): number {
    return this.#reader?.line ?? 0;
  }

  /** The position of the current input, for messages. */
  get place(): string {
    if (!this.#reader) return '<unknown>';
    return `${this.name}:${this.line}`;
  }
}

/** Returns the value of `--slurpfile` or `--rawfile`. @throws UtilityError */
async function readNamedFile(
  inputs: Inputs,
  option: 'slurpfile' | 'rawfile',
  variable: string,
  path: string,
): Promise<Json> {
  const bad = (why: string) =>
    new UtilityError(`Bad JSON in --${option} ${variable} ${path}: ${why}`, 2);
  try {
    const text = await (await inputs.open(path)).rest();
    return option === 'rawfile' ? text : [...new JsonReader(text).all()];
  } catch (error) {
    if (error instanceof JsonFault) throw bad(error.message);
    if (error instanceof UtilityError) throw bad(`Could not open ${error.message}`);
    throw error;
  }
}

async function readArguments(call: UtilityCall, inputs: Inputs): Promise<Arguments> {
  const flags = new Set<string>();
  const named = new Map<string, Json>();
  const positional: Json[] = [];
  const words: string[] = [];
  let [indent, rest]: [number, 'files' | 'args' | 'jsonargs'] = [2, 'files'];
  let onlyWords = false;
  const { args } = call;
  const misuse = (message: string) =>
    new UtilityError(
      `error: ${message}\nUse jq --help for help with command-line options,\nor see the jq manpage, or online docs  at https://stedolan.github.io/jq`,
      2,
    );
  const json = (text: string, name: string): Json => {
    try {
      return new JsonReader(text).next() ?? null;
    } catch {
      throw misuse(`Invalid JSON text passed to --${name}`);
    }
  };
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? '';
    if (onlyWords || !word.startsWith('-') || word === '-') {
      if (words.length === 0 || rest === 'files') words.push(word);
      else positional.push(rest === 'args' ? word : json(word, 'jsonargs'));
      continue;
    }
    if (word === '--') {
      onlyWords = true;
      continue;
    }
    if (!word.startsWith('--')) {
      for (const letter of word.slice(1)) {
        if (letter === 'L') {
          at += 1;
        } else if ('acefhjMnRrsSCV'.includes(letter)) flags.add(letter);
        else throw misuse(`Unknown arguments`);
      }
      continue;
    }
    const name = word.slice(2);
    const [key, value] = [args[at + 1], args[at + 2]];
    switch (name) {
      case 'arg':
      case 'argjson':
      case 'slurpfile':
      case 'rawfile': {
        if (key === undefined || value === undefined)
          throw misuse(
            `--${name} takes two parameters (e.g. --${name} varname ${name.endsWith('file') ? 'filename' : 'value'})`,
          );
        at += 2;
        if (named.has(key)) break;
        if (name === 'arg') named.set(key, value);
        else if (name === 'argjson') named.set(key, json(value, 'argjson'));
        else named.set(key, await readNamedFile(inputs, name, key, value));
        break;
      }
      case 'indent': {
        const size = Number(key);
        if (key === undefined || !(size >= 0 && size <= 7))
          throw misuse('Cannot indent more than 7 characters');
        indent = size;
        at += 1;
        break;
      }
      case 'args':
      case 'jsonargs':
        rest = name;
        break;
      default: {
        const flag = FLAGS[name];
        if (flag === undefined) throw misuse('Unknown arguments');
        flags.add(flag);
      }
    }
  }
  const [first, ...others] = words;
  if (flags.has('V')) return { flags, indent, program: '.', paths: [], named, positional };
  if (first === undefined) throw misuse('Usage: jq [OPTIONS] FILTER [FILES...]');
  const program = flags.has('f')
    ? (await (await inputs.open(first)).rest()).replace(/\n$/, '')
    : first;
  return {
    flags,
    indent,
    program,
    paths: flags.has('n') && others.length === 0 ? ['-'] : others,
    named,
    positional,
  };
}
