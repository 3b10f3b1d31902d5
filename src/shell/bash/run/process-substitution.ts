/** `<(...)` and `>(...)`: the output or input of commands under the name of a file. */
import type { ProcessSubstitution } from '../language/ast.js';
import { Capture, Input } from '../state/io.js';
import type { Shell } from '../state/shell.js';
import { runInSubshell } from './subshell.js';

const FOLDER = '/dev/fd';
const FIRST_DESCRIPTOR = 63;

/** What is still to do when the command that is being expanded has run. */
const afterwards = new WeakMap<Shell, (() => Promise<void>)[]>();

/**
 * Makes the file, and says its name. Commands that write into it run before it is read;
 * those that read from it run after the command that writes.
 */
export async function openProcessSubstitution(
  shell: Shell,
  { body, direction }: ProcessSubstitution,
): Promise<string> {
  const { fs } = shell.host;
  const open = afterwards.get(shell) ?? [];
  afterwards.set(shell, open);
  const path = `${FOLDER}/${FIRST_DESCRIPTOR - open.length}`;
  await fs.mkdir(FOLDER, { recursive: true });
  if (direction === 'input') {
    const capture = new Capture();
    await runInSubshell(shell, body.statements, (child) => {
      child.io = child.io.with(1, { kind: 'output', output: capture });
    });
    await fs.writeFile(path, capture.text);
    open.push(() => fs.rm(path, { force: true }));
    return path;
  }
  await fs.writeFile(path, '');
  open.push(async () => {
    const text = await fs.readFile(path);
    await fs.rm(path, { force: true });
    await runInSubshell(shell, body.statements, (child) => {
      child.io = child.io.with(0, { kind: 'input', input: new Input(text) });
    });
  });
  return path;
}

/** Runs a command, and afterwards what is left to do for the files in it. */
export async function withProcessSubstitutions(
  shell: Shell,
  run: () => Promise<number>,
): Promise<number> {
  const outer = afterwards.get(shell);
  afterwards.delete(shell);
  try {
    return await run();
  } finally {
    const open = afterwards.get(shell) ?? [];
    if (outer) afterwards.set(shell, outer);
    else afterwards.delete(shell);
    for (const close of open) await close();
  }
}
