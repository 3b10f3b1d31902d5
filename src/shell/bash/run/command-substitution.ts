/** `$(...)`: what commands print, as text. */
import { expandText } from '../expand/words.js';
import type { Script } from '../language/ast.js';
import { Capture } from '../state/io.js';
import type { Shell } from '../state/shell.js';
import { openForReading } from './open.js';
import { runInSubshell } from './subshell.js';

/** The output of a script without the line ends at its end. */
export async function substituteCommand(shell: Shell, script: Script): Promise<string> {
  const file = fileToRead(script);
  if (file) {
    const input = await openForReading(shell, await expandText(shell, file));
    return trimEnd(input.take());
  }
  const capture = new Capture();
  shell.substituted = await runInSubshell(shell, script.statements, (child) => {
    child.io = child.io.with(1, { kind: 'output', output: capture });
    child.traceDepth += 1;
    if (!shell.options.has('inherit_errexit')) child.options.delete('errexit');
  });
  shell.status = shell.substituted;
  return trimEnd(capture.text);
}

const trimEnd = (text: string): string => text.replace(/\n+$/, '').replaceAll('\0', '');

/** The file of `$(<file)`. */
function fileToRead({ statements }: Script) {
  const [statement, ...others] = statements;
  const [pipeline, ...more] = statement?.pipelines ?? [];
  const [command, ...piped] = pipeline?.commands ?? [];
  if (others.length > 0 || more.length > 0 || piped.length > 0) return undefined;
  if (command?.type !== 'SimpleCommand' || command.name || command.assignments.length > 0) {
    return undefined;
  }
  const [redirection, ...rest] = command.redirections;
  if (redirection?.operator !== '<' || rest.length > 0) return undefined;
  return redirection.target.type === 'Word' ? redirection.target : undefined;
}
