/** `sed`: edits lines by a script. */
import { type Input, Inputs, Output } from '../input.js';
import { type Options, parseOptions } from '../options.js';
import { RegexCompiler } from '../regex/expression.js';
import { complain, type UtilityCall, UtilityError } from '../utility.js';
import { parseScript, type ScriptPart } from './parse.js';
import { type Lines, Runner, type Settings, WriteFiles } from './run.js';

const USAGE = `Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...
`;

export async function sed(call: UtilityCall): Promise<number> {
  const options = parseOptions(
    call,
    'n|quiet silent debug e|expression: f|file: follow-symlinks i|in-place? l|line-length: posix ' +
      'b|binary E|regexp-extended r| s|separate sandbox u|unbuffered z|null-data help version',
  );
  if (options.has('help') || options.has('version')) {
    await call.stdout(options.has('help') ? USAGE : 'sed (GNU sed) 4.9\n');
    return 0;
  }
  if (options.has('debug')) throw new UtilityError('--debug is not supported', 2);
  const inputs = new Inputs(call);
  const operands = [...options.operands];
  const parts = await scriptParts(inputs, options, operands);
  if (parts.length === 0) {
    await call.stderr(USAGE);
    return 1;
  }
  const compiler = await RegexCompiler.load();
  const extended = options.has('E') || options.has('r');
  const commands = parseScript(parts, compiler, extended);
  const settings: Settings = {
    quiet: options.has('n') || options.has('silent') || (parts[0]?.text ?? '').startsWith('#n\n'),
    end: options.has('z') ? '\0' : '\n',
    width: Number(options.value('l') ?? 70),
  };
  const files = new WriteFiles(commands);
  const paths = operands.length > 0 ? operands : ['-'];
  const inPlace = options.value('i');
  const separate = options.has('s') || inPlace !== undefined;
  let failed = 0;
  const tryOpen = async (path: string): Promise<Input | undefined> => {
    const isFolder = path !== '-' && (await call.files.stat(path))?.isDirectory;
    const input = isFolder
      ? undefined
      : await inputs.tryOpen(path, (message) => `can't read ${message}`);
    if (isFolder)
      await complain(
        call,
        inPlace === undefined
          ? `couldn't edit ${path}: not a regular file`.replace(
              /^couldn't edit (.*): not.*$/,
              'read error on $1: Is a directory',
            )
          : `couldn't edit ${path}: not a regular file`,
      );
    if (!input) failed = inPlace !== undefined && isFolder ? 4 : 2;
    return input;
  };
  const runner = new Runner(call, commands, settings, files);
  const output = new Output(call.stdout);
  let status: number | undefined;
  try {
    for (const group of separate ? paths.map((path) => [path]) : [paths]) {
      const lines = new InputLines(group, tryOpen, settings.end);
      const [path = '-'] = group;
      if (inPlace === undefined || path === '-') status = await runner.run(lines, output);
      else if (await lines.isOpen()) {
        status = await editInPlace(call, runner, lines, path, inPlace, settings);
      }
      if (status !== undefined) break;
    }
  } finally {
    await output.flush();
    await files.save(call);
  }
  return status ?? failed;
}

async function scriptParts(
  inputs: Inputs,
  options: Options,
  operands: string[],
): Promise<ScriptPart[]> {
  const parts: ScriptPart[] = [];
  for (const [key, value] of options.given) {
    if (key === 'e') parts.push({ text: value });
    if (key === 'f') {
      const text = await (await openScript(inputs, value)).rest();
      parts.push({ text: text.replace(/\n$/, ''), file: value });
    }
  }
  if (parts.length > 0) return parts;
  const script = operands.shift();
  return script === undefined ? [] : [{ text: script }];
}

async function openScript(inputs: Inputs, path: string): Promise<Input> {
  try {
    return await inputs.open(path);
  } catch (error) {
    if (!(error instanceof UtilityError)) throw error;
    throw new UtilityError(`couldn't open file ${error.message}`);
  }
}

async function editInPlace(
  call: UtilityCall,
  runner: Runner,
  lines: InputLines,
  path: string,
  suffix: string,
  { end }: Settings,
): Promise<number | undefined> {
  const before = await call.files.read(path);
  const pieces: string[] = [];
  const output = new Output((text) => void pieces.push(text));
  const status = await runner.run(lines, output);
  await output.flush();
  // Input that a script has not read when it quits is copied unchanged.
  for (let line = await lines.next(); line !== undefined; line = await lines.next()) {
    pieces.push(line.text + (line.terminated ? end : ''));
  }
  if (suffix !== '') {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const backup = suffix.includes('*') ? suffix.replaceAll('*', name) : name + suffix;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    await call.files.write(backup.includes('/') ? backup : folder + backup, before);
  }
  await call.files.write(path, pieces.join(''));
  return status;
}

/** The lines of several files as one text. */
class InputLines implements Lines {
  name = '-';
  #current: Input | undefined;
  #ahead: { text: string; terminated: boolean; name: string } | undefined;
  readonly #paths: string[];

  constructor(
    paths: readonly string[],
    private readonly open: (path: string) => Promise<Input | undefined>,
    private readonly end: string,
  ) {
    this.#paths = [...paths];
  }

  async next() {
    const line = this.#ahead ?? (await this.#read());
    this.#ahead = undefined;
    if (line) this.name = line.name;
    return line;
  }

  async isLast(): Promise<boolean> {
    this.#ahead ??= await this.#read();
    return this.#ahead === undefined;
  }

  /** Opens the first file; false if that fails. */
  async isOpen(): Promise<boolean> {
    const path = this.#paths.shift();
    if (path === undefined) return false;
    this.#current = await this.open(path);
    this.#name = path;
    return this.#current !== undefined;
  }

  #name = '-';

  async #read(): Promise<{ text: string; terminated: boolean; name: string } | undefined> {
    for (;;) {
      const text = await this.#current?.line(this.end);
      if (text !== undefined)
        return { text, terminated: this.#current?.terminated ?? true, name: this.#name };
      if (this.#paths.length === 0) return undefined;
      await this.isOpen();
    }
  }
}
