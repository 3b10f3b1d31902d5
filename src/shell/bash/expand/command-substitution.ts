/** Expands `$(...)` to the output of its commands. */
import type { Statements, Word } from '../language/ast.js';
import { runInSubshell } from '../process/subshell.js';
import { Capture } from '../state/io.js';
import { openForReading } from '../state/open.js';
import type { Shell } from '../state/shell.js';
import { expandText } from './text.js';

/** Returns the output of commands without the line ends at its end. */
export async function substituteCommand(shell: Shell, statements: Statements): Promise<string> {
  const file = fileToRead(statements);
  if (file) {
    const input = await openForReading(shell, await expandText(shell, file));
    await input.all();
    return trimEnd(input.take());
  }
  const capture = new Capture();
  shell.substituted = await runInSubshell(shell, statements, (child) => {
    child.io = child.io.with(1, { kind: 'output', output: capture });
    child.traceDepth += 1;
    if (!shell.options.has('inherit_errexit')) child.options.delete('errexit');
  });
  shell.status = shell.substituted;
  const { text } = capture;
  if (text.includes('\0')) {
    shell.complain('warning: command substitution: ignored null byte in input');
  }
  return trimEnd(text);
}

function trimEnd(output: string): string {
  const text = output.replaceAll('\0', '');
  let end = text.length;
  while (text.charAt(end - 1) === '\n') end -= 1;
  return text.slice(0, end);
}

/** Returns the file of `$(<file)`. */
function fileToRead([statement, ...others]: Statements): Word | undefined {
  const [pipeline, ...more] = statement?.pipelines ?? [];
  const [command, ...piped] = pipeline?.commands ?? [];
  if (others.length > 0 || more.length > 0 || piped.length > 0) return undefined;
  if (command?.type !== 'simple' || command.words.length > 0 || command.assignments.length > 0) {
    return undefined;
  }
  const [redirection, ...rest] = command.redirections;
  return redirection?.operator === '<' && rest.length === 0 ? redirection.target : undefined;
}
