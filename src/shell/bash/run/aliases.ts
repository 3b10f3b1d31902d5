/** Replaces the first word of a command with the text of an alias. */
import type { SimpleCommand, Statements } from '../language/ast.js';
import { parseScript } from '../language/syntax.js';
import type { Shell } from '../state/shell.js';

/** The aliases that are being replaced: each is replaced once. */
const busy = new WeakMap<Shell, Set<string>>();

/** Runs the text of an alias; undefined if the command does not start with one. */
export function runAlias(shell: Shell, command: SimpleCommand): Promise<number> | undefined {
  if (shell.aliases.size === 0 || !shell.options.has('expand_aliases')) return undefined;
  const [part, ...others] = command.words[0]?.parts ?? [];
  if (part?.type !== 'literal' || others.length > 0 || command.assignments.length > 0) {
    return undefined;
  }
  const name = part.text;
  const text = shell.aliases.get(name);
  const names = busy.get(shell) ?? new Set();
  if (text === undefined || names.has(name)) return undefined;
  busy.set(shell, names.add(name));
  return shell.host.runner
    .statements(shell, replaced(text, command))
    .finally(() => names.delete(name));
}

/** Parses an alias; its last command gets the arguments and redirections of `command`. */
function replaced(text: string, command: SimpleCommand): Statements {
  const statements = parseScript(text);
  const last = statements.at(-1);
  const pipeline = last?.pipelines.at(-1);
  const simple = pipeline?.commands.at(-1);
  if (!last || !pipeline || simple?.type !== 'simple' || last.background) {
    const [name] = command.words;
    return parseScript(text + command.source.slice(name?.source.length));
  }
  const joined: SimpleCommand = {
    ...simple,
    words: [...simple.words, ...command.words.slice(1)],
    redirections: [...simple.redirections, ...command.redirections],
  };
  const commands = [...pipeline.commands.slice(0, -1), joined];
  const pipelines = [...last.pipelines.slice(0, -1), { ...pipeline, commands }];
  return [...statements.slice(0, -1), { ...last, pipelines }];
}
