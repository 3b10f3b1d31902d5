/** What the shell has to know of a script before it runs: its statements, and what is missing. */
import { parse, serialize } from 'just-bash';

type Script = ReturnType<typeof parse>;
type StatementNode = Script['statements'][number];
type CommandNode = StatementNode['pipelines'][number]['commands'][number];
type SimpleCommand = Extract<CommandNode, { type: 'SimpleCommand' }>;
type Word = SimpleCommand['args'][number];
type FunctionDef = Extract<CommandNode, { type: 'FunctionDef' }>;

/** A statement at the top of a script. */
export interface Statement {
  readonly text: string;
  /** The words, where it is nothing but one command whose words stand as they are. */
  readonly words: readonly string[] | undefined;
  /** The functions that it defines, by name, as source. */
  readonly functions: ReadonlyMap<string, string>;
}

/** A script that cannot be parsed. The message is bash's. */
export class SyntaxFault extends Error {
  /** Whether more input could mend it. */
  readonly incomplete: boolean;

  constructor(message: string, incomplete: boolean) {
    super(message);
    this.incomplete = incomplete;
  }
}

/** The interpreter never comes to an end with these; `$((...))` does the same. */
const NESTED_LEGACY_ARITHMETIC = /\$\[[^\]]*\$\[/;

/** Splits a script into its statements. @throws SyntaxFault */
export function parseScript(source: string): Statement[] {
  if (NESTED_LEGACY_ARITHMETIC.test(source)) {
    throw new SyntaxFault('nested $[...] is not supported, use $((...))', false);
  }
  let script: Script;
  try {
    script = parse(source);
  } catch (error) {
    throw faultOf(error, source);
  }
  giveTurns(script);
  return script.statements.map((node) => ({
    text: serialize({ type: 'Script', statements: [node] }),
    words: literalWords(node),
    functions: functionsIn(node),
  }));
}

/** The command that lets everyone else have their turn. */
export const TURN_COMMAND = '__turn';

const LOOPS: readonly unknown[] = ['While', 'Until', 'CStyleFor'];

/**
 * Lets each turn of a loop that may have no end begin with a command of ours: the
 * interpreter itself never lets go of the event loop, and Control-C would not be heard.
 */
function giveTurns(value: unknown): void {
  if (Array.isArray(value)) value.forEach(giveTurns);
  else if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(giveTurns);
    if (
      'type' in value &&
      LOOPS.includes(value.type) &&
      'body' in value &&
      Array.isArray(value.body)
    ) {
      value.body.unshift(...parse(TURN_COMMAND).statements);
    }
  }
}

/** Whether `source` can run as it is, or is waiting for more lines. */
export function isComplete(source: string): boolean {
  if (/(^|[^\\])(\\\\)*\\$/.test(source) || /(\||&&)\s*$/.test(source)) return false;
  if (hasOpenHereDocument(source)) return false;
  try {
    const script = parse(source);
    return !script.statements.some(({ deferredError }) => /EOF/.test(deferredError?.message ?? ''));
  } catch (error) {
    return !faultOf(error, source).incomplete;
  }
}

function faultOf(error: unknown, source: string): SyntaxFault {
  const message = error instanceof Error ? error.message : String(error);
  const lines = source.split('\n');
  const [, line, column] = /at (\d+):(\d+)/.exec(message) ?? [];
  const atEnd =
    Number(line) >= lines.length && Number(column) > (lines.at(-1)?.trimEnd().length ?? 0);
  const text = message.replace(/^Parse error at (\d+):\d+: /, 'line $1: ');
  return new SyntaxFault(text, /EOF/.test(message) || atEnd);
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

function literalWords(node: StatementNode): readonly string[] | undefined {
  const [pipeline, ...others] = node.pipelines;
  if (!pipeline || others.length > 0 || node.background || node.deferredError) return undefined;
  const [command, ...piped] = pipeline.commands;
  if (pipeline.negated || pipeline.timed || piped.length > 0) return undefined;
  if (command?.type !== 'SimpleCommand' || !command.name) return undefined;
  if (command.assignments.length > 0 || command.redirections.length > 0) return undefined;
  const words = [command.name, ...command.args].map(literalWord);
  return words.every((word) => word !== undefined) ? words : undefined;
}

/** The text of a word in which nothing is expanded. */
function literalWord({ parts }: Word): string | undefined {
  let text = '';
  for (const part of parts) {
    switch (part.type) {
      case 'Literal':
        // The interpreter treats what is left in a literal itself: escapes and braces.
        if (/[\\{}]/.test(part.value)) return undefined;
        text += part.value;
        break;
      case 'SingleQuoted':
      case 'Escaped':
        text += part.value;
        break;
      case 'DoubleQuoted': {
        const inner = literalWord({ type: 'Word', parts: part.parts });
        if (inner === undefined) return undefined;
        text += inner;
        break;
      }
      default:
        return undefined;
    }
  }
  return text;
}

/** All functions that are defined somewhere in `node`. */
function functionsIn(node: StatementNode): Map<string, string> {
  const found = new Map<string, string>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (typeof value === 'object' && value !== null) {
      if (isFunctionDef(value)) found.set(value.name, functionSource(value));
      Object.values(value).forEach(visit);
    }
  };
  visit(node);
  return found;
}

const isFunctionDef = (node: object): node is FunctionDef =>
  'type' in node && node.type === 'FunctionDef';

const functionSource = (definition: FunctionDef): string =>
  serialize({
    type: 'Script',
    statements: [
      {
        type: 'Statement',
        background: false,
        operators: [],
        pipelines: [{ type: 'Pipeline', negated: false, commands: [definition] }],
      },
    ],
  });

/** A word as `set -o xtrace` shows it. */
export function quoteWord(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
