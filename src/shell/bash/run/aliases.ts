/** Aliases: text in place of the first word of a command. */
import type { SimpleCommand } from '../language/ast.js';
import { parseScript, sourceOfCommand } from '../language/syntax.js';
import type { Shell } from '../state/shell.js';
import { runStatements } from './statements.js';

/** Aliases that are being replaced: each is, once. */
const busy = new WeakMap<Shell, Set<string>>();

/** Runs what an alias stands for; nothing where the command begins with none. */
export function runAlias(shell: Shell, command: SimpleCommand): Promise<number> | undefined {
  if (shell.aliases.size === 0 || !shell.options.has('expand_aliases')) return undefined;
  const [part, ...others] = command.name?.parts ?? [];
  if (part?.type !== 'Literal' || others.length > 0 || command.assignments.length > 0) {
    return undefined;
  }
  const text = shell.aliases.get(part.value);
  const names = busy.get(shell) ?? new Set();
  if (text === undefined || names.has(part.value)) return undefined;
  busy.set(shell, names.add(part.value));
  const rest = sourceOfCommand(command).slice(part.value.length);
  return runStatements(shell, parseScript(text + rest).statements).finally(() =>
    names.delete(part.value),
  );
}
