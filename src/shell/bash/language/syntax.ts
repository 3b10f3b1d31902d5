/** Parses whole scripts, and texts that are parsed when they are expanded. */
import type { Statements, Word } from './ast.js';
import { Parser } from './parser.js';
import { SyntaxFault } from './source.js';

/** Parses a whole script. @throws SyntaxFault */
export function parseScript(text: string, line = 1): Statements {
  const parser = Parser.ofScript(text, line);
  const statements: Statements[number][] = [];
  for (let next = parser.next(); next; next = parser.next()) statements.push(...next.statements);
  return statements;
}

/** Loops use few expressions; if there are more than this, they are generated. */
const MAX_CACHED = 1000;

/** Caches the results of `parse`. */
function cached<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const parsed = parse(text);
    if (known.size >= MAX_CACHED) known.clear();
    known.set(text, parsed);
    return parsed;
  };
}

/**
 * Parses text in which only `$`, backticks and backslashes are special, as in a here-document:
 * arithmetic and prompts are such texts. @throws SyntaxFault
 */
export const parseText = cached(
  (text): Word => ({
    parts: new Parser(text).wholeText(),
    source: text,
  }),
);

/** Parses a subscript: one word, blanks and all. @throws SyntaxFault */
export const parseSubscript = cached((text): Word => new Parser(text).wholeWord());

/** Parses the commands in backticks. @throws SyntaxFault */
export const parseBackticks = cached((text): Statements => parseScript(text));

/** The last input, and the parser that has read it. */
let last: { readonly text: string; readonly parser: Parser } | undefined;

/**
 * Returns true if `source` can run, false while a quote, a compound command or a
 * here-document in it is open. If the input starts with that of
 * the last call, parsing continues there: typing a long command takes linear time.
 */
export function isComplete(source: string): boolean {
  const text = `${source}\n`;
  const known = last && text.startsWith(last.text) ? last : undefined;
  const parser = known?.parser ?? new Parser('', { complete: false });
  parser.feed(text.slice(known?.text.length ?? 0));
  try {
    let line = parser.next();
    while (line) line = parser.next();
    last = { text, parser };
    return !parser.isOpen;
  } catch (error) {
    if (!(error instanceof SyntaxFault)) throw error;
    last = undefined;
    return true;
  }
}
