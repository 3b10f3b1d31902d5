/** From text to syntax tree: the parser of just-bash, and bash's words for what it refuses. */
import { parse, serialize } from 'just-bash';
import type { Command, Pipeline, Script, Statement, Word } from './ast.js';

/** A script that cannot be parsed. The message is bash's. */
export class SyntaxFault extends Error {
  constructor(
    message: string,
    readonly line: number,
    /** Whether more input could mend it. */
    readonly incomplete: boolean,
  ) {
    super(message);
  }

  /** The status of a shell that is given such a script. */
  get status(): number {
    return this.message.endsWith('bad substitution') ? 1 : 2;
  }
}

/** The parser never comes to an end with these; `$((...))` does the same. */
const NESTED_LEGACY_ARITHMETIC = /\$\[[^\]]*\$\[/;

/** Scripts that were written on Windows have these where others have nothing. */
const BYTE_ORDER_MARK = /^\uFEFF/;
const CARRIAGE_RETURNS = /\r(?=\n|$)/g;

/** Parses a script. @throws SyntaxFault */
export function parseScript(text: string): Script {
  const source = text.replace(BYTE_ORDER_MARK, '').replace(CARRIAGE_RETURNS, '');
  if (NESTED_LEGACY_ARITHMETIC.test(source)) {
    throw new SyntaxFault('nested $[...] is not supported, use $((...))', 1, false);
  }
  try {
    return parse(source);
  } catch (error) {
    throw faultOf(error, source);
  }
}

/** Whether `source` can run as it is, or is waiting for more lines. */
export function isComplete(source: string): boolean {
  if (/(^|[^\\])(\\\\)*\\$/.test(source) || /(\||&&)\s*$/.test(source)) return false;
  if (hasOpenHereDocument(source)) return false;
  try {
    const script = parseScript(source);
    return !script.statements.some(({ deferredError }) => /EOF/.test(deferredError?.message ?? ''));
  } catch (error) {
    return !(error instanceof SyntaxFault && error.incomplete);
  }
}

/** What the parser said, as bash says it. */
function faultOf(error: unknown, source: string): SyntaxFault {
  const message = error instanceof Error ? error.message : String(error);
  const [, line, column] = /at (\d+):(\d+)/.exec(message) ?? [];
  const lines = source.split('\n');
  const atEnd =
    Number(line) >= lines.length && Number(column) > (lines.at(-1)?.trimEnd().length ?? 0);
  const number = Number(line) || lines.length;
  const text = message.replace(/^Parse error at \d+:\d+: /, '');
  const incomplete = /EOF/.test(message) || atEnd;
  if (!/^Expected /.test(text)) return new SyntaxFault(text, number, incomplete);
  if (incomplete) return new SyntaxFault('syntax error: unexpected end of file', number, true);
  const rest = (lines[number - 1] ?? '').slice(Number(column) - 1);
  const token = /^(?:[;&|<>()]+|[^\s;&|<>()]+)/.exec(rest)?.[0] ?? 'newline';
  return new SyntaxFault(`syntax error near unexpected token \`${token}'`, number, false);
}

/** Whether a here-document has no closing line yet. */
function hasOpenHereDocument(source: string): boolean {
  const lines = source.split('\n');
  return lines.some((line, i) => {
    const [, dash, , word] = /(?<!<)<<(-?)\s*(['"]?)([A-Za-z_]\w*)\2(?!<)/.exec(line) ?? [];
    if (word === undefined) return false;
    const rest = lines.slice(i + 1).map((text) => (dash ? text.replace(/^\t+/, '') : text));
    return !rest.includes(word);
  });
}

const textWords = new Map<string, Word>();
/** Expressions in loops are few; what grows past this is made by a program. */
const KNOWN_TEXTS = 1000;

/**
 * Text in which `$` and backticks are expanded and nothing else is special, as in a
 * here-document: subscripts, arithmetic and prompts are such texts.
 */
export function parseText(text: string): Word {
  const known = textWords.get(text);
  if (known) return known;
  const end = 'end-of-the-text';
  const [statement] = parseScript(`: <<${end}\n${text}\n${end}\n`).statements;
  const command = statement?.pipelines[0]?.commands[0];
  const target = command?.type === 'SimpleCommand' ? command.redirections[0]?.target : undefined;
  const parts = target?.type === 'HereDoc' ? [...target.content.parts] : [];
  const last = parts.at(-1);
  if (last?.type === 'Literal') {
    parts[parts.length - 1] = { ...last, value: last.value.replace(/\n$/, '') };
  }
  const word: Word = { type: 'Word', parts };
  if (textWords.size >= KNOWN_TEXTS) textWords.clear();
  textWords.set(text, word);
  return word;
}

/** Parses words as they stand in a command line. @throws SyntaxFault */
export function parseWords(source: string): readonly Word[] {
  const command = parseScript(`: ${source}`).statements[0]?.pipelines[0]?.commands[0];
  return command?.type === 'SimpleCommand' ? command.args : [];
}

/** Words as source. */
export function sourceOf(words: readonly Word[]): string {
  const name: Word = { type: 'Word', parts: [{ type: 'Literal', value: ':' }] };
  return sourceOfCommand({
    type: 'SimpleCommand',
    assignments: [],
    name,
    args: [...words],
    redirections: [],
  }).slice(2);
}

/** A command as source. */
export function sourceOfCommand(command: Command): string {
  const pipeline: Pipeline = { type: 'Pipeline', negated: false, commands: [command] };
  const statement: Statement = {
    type: 'Statement',
    background: false,
    operators: [],
    pipelines: [pipeline],
  };
  return serialize({ type: 'Script', statements: [statement] }).trimEnd();
}
