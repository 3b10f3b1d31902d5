/** `awk`: runs programs on the fields of lines, like mawk. */
import { type UtilityCall, UtilityError } from '../utility.js';
import { type CompiledRule, compileProgram, Jump } from './compile.js';
import { unescapeString } from './lexer.js';
import { parseProgram } from './parser.js';
import { Runtime } from './runtime.js';
import { InputText } from './values.js';

interface Arguments {
  readonly sources: readonly string[];
  readonly assignments: readonly (readonly [name: string, value: string])[];
  readonly separator: string | undefined;
  readonly operands: readonly string[];
}

export async function awk(call: UtilityCall): Promise<number> {
  if (call.args.length === 0) {
    await call.stderr('Usage: mawk [Options] [Program] [file ...]\n');
    return 0;
  }
  if (call.args[0]?.startsWith('-W') && /^-W\s*v/.test(call.args.join(' '))) {
    await call.stdout('mawk 1.3.4 20200120\n');
    return 0;
  }
  const { sources, assignments, separator, operands } = parseArguments(call.args);
  const runtime = await Runtime.create(call);
  const texts: string[] = [];
  for (const path of sources) texts.push(await (await openSource(runtime, path)).rest());
  const [inline, ...others] = operands;
  if (sources.length === 0 && inline === undefined) throw new UtilityError('usage error', 2);
  const program = parseProgram(sources.length > 0 ? texts.join('\n') : (inline ?? ''));
  setArguments(runtime, ['awk', ...(sources.length > 0 ? operands : others)]);
  for (const [name, value] of Object.entries(call.environment)) {
    runtime.array('ENVIRON').set(name, new InputText(value));
  }
  if (separator !== undefined) runtime.specials.FS = unescapeString(separator);
  for (const [name, value] of assignments) runtime.assign(name, value);
  const rules = compileProgram(program, runtime);
  try {
    return await run(runtime, rules);
  } catch (error) {
    if (error instanceof UtilityError && error.message.startsWith('run time error')) {
      const { FILENAME, FNR, NR } = runtime.specials;
      const [file, fnr, nr] = [FILENAME, FNR, NR].map((value) => runtime.toText(value));
      throw new UtilityError(
        `${error.message}\n\tFILENAME="${file}" FNR=${fnr} NR=${nr}`,
        error.status,
      );
    }
    throw error;
  } finally {
    await runtime.streams.end();
  }
}

async function openSource(runtime: Runtime, path: string) {
  try {
    return await runtime.streams.open(path);
  } catch (error) {
    if (!(error instanceof UtilityError)) throw error;
    throw new UtilityError(`cannot open ${path} (${error.message.replace(/^.*: /s, '')})`, 2);
  }
}

/** Reads the options, which end at the program. @throws UtilityError */
function parseArguments(args: readonly string[]): Arguments {
  const sources: string[] = [];
  const assignments: (readonly [string, string])[] = [];
  let separator: string | undefined;
  let at = 0;
  for (; at < args.length; at++) {
    const word = args[at] ?? '';
    if (word === '--') {
      at += 1;
      break;
    }
    if (!/^-./.test(word)) break;
    const letter = word.charAt(1);
    if (!'fvFW'.includes(letter)) throw new UtilityError(`not an option: ${word}`, 2);
    const value = word.length > 2 ? word.slice(2) : args[at + 1];
    if (word.length === 2) at += 1;
    if (value === undefined) throw new UtilityError(`option ${word} lacks argument`, 2);
    if (letter === 'f') sources.push(value);
    else if (letter === 'F') separator = value;
    else if (letter === 'v') {
      const [, name, text = ''] = /^([A-Za-z_]\w*)=([\s\S]*)$/.exec(value) ?? [];
      if (name === undefined) throw new UtilityError(`improper assignment: -v ${value}`, 2);
      assignments.push([name, text]);
    }
  }
  return { sources, assignments, separator, operands: args.slice(at) };
}

function setArguments(runtime: Runtime, words: readonly string[]): void {
  runtime.globals.set('ARGC', words.length);
  for (const [i, word] of words.entries())
    runtime.array('ARGV').set(String(i), new InputText(word), true);
}

async function run(runtime: Runtime, rules: readonly CompiledRule[]): Promise<number> {
  const of = (kind: CompiledRule['kind']) => rules.filter((rule) => rule.kind === kind);
  const [begin, main, end] = [of('begin'), of('main'), of('end')];
  try {
    for (const rule of begin) await rule.run();
    if (main.length > 0 || end.length > 0) await runRecords(runtime, main);
  } catch (error) {
    if (!(error instanceof Jump)) throw error;
  }
  try {
    for (const rule of end) await rule.run();
  } catch (error) {
    if (!(error instanceof Jump)) throw error;
  }
  return runtime.exitStatus;
}

async function runRecords(runtime: Runtime, rules: readonly CompiledRule[]): Promise<void> {
  for (
    let text = await runtime.readRecord();
    text !== undefined;
    text = await runtime.readRecord()
  ) {
    runtime.record.setText(text);
    try {
      for (const { selects, run } of rules) {
        const selected = selects();
        if (!(selected instanceof Promise ? await selected : selected)) continue;
        const running = run();
        if (running instanceof Promise) await running;
      }
    } catch (error) {
      if (!(error instanceof Jump) || error.kind === 'exit') throw error;
      if (error.kind === 'nextfile') runtime.skipFile();
    }
    await runtime.streams.stdout.drain();
    const pause = runtime.pause();
    if (pause) await pause;
  }
}
