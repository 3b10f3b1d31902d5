/** Prints commands before they run, for `set -x`. */
import { expandText } from '../expand/text.js';
import { parseText } from '../language/syntax.js';
import { traceQuoted } from '../quoting.js';
import type { Shell } from '../state/shell.js';

const DEFAULT_PREFIX = '+ ';

/** Prints `text()` on standard error if the shell traces. */
export async function trace(shell: Shell, text: () => string): Promise<void> {
  if (!shell.options.has('xtrace')) return;
  shell.write(2, `${await prefix(shell)}${text()}\n`);
}

export const tracedWords = (words: readonly string[]): string => words.map(traceQuoted).join(' ');

/** Returns `PS4`, whose first character is repeated for each substitution around the command. */
async function prefix(shell: Shell): Promise<string> {
  const text = shell.vars.find('PS4')?.value ?? DEFAULT_PREFIX;
  if (!/[$`\\]/.test(text)) return text.charAt(0).repeat(shell.traceDepth) + text.slice(1);
  shell.options.delete('xtrace');
  try {
    const expanded = await expandText(shell, parseText(text));
    return expanded.charAt(0).repeat(shell.traceDepth) + expanded.slice(1);
  } finally {
    shell.options.add('xtrace');
  }
}
