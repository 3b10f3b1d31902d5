/** Expands `<(...)` and `>(...)` to the name of a file with the output or input of commands. */
import { decodeRaw, encodeRaw } from '../../../lib/raw-text.js';
import type { WordPart } from '../language/ast.js';
import { runInSubshell } from '../process/subshell.js';
import { Capture, Input } from '../state/io.js';
import type { Shell } from '../state/shell.js';

const FOLDER = '/dev/fd';
const FIRST_DESCRIPTOR = 63;

/** Actions to take after the command that is being expanded has run. */
const afterwards = new WeakMap<Shell, (() => Promise<void>)[]>();

/**
 * Creates the file and returns its name. For `<(...)`, the commands run immediately; for `>(...)`,
 * they run after the command that writes the file.
 */
export async function openProcessSubstitution(
  shell: Shell,
  { body, direction }: Extract<WordPart, { type: 'process' }>,
): Promise<string> {
  const { fs, substituted } = shell.host;
  const pending = afterwards.get(shell) ?? [];
  afterwards.set(shell, pending);
  let descriptor = FIRST_DESCRIPTOR;
  while (substituted.has(descriptor)) descriptor -= 1;
  substituted.add(descriptor);
  const path = `${FOLDER}/${descriptor}`;
  await fs.mkdir(FOLDER, { recursive: true });
  const remove = async () => {
    await fs.rm(path, { force: true });
    substituted.delete(descriptor);
  };
  if (direction === '<') {
    pending.push(remove);
    const capture = new Capture();
    await runInSubshell(shell, body, (child) => {
      child.io = child.io.with(1, { kind: 'output', output: capture });
    });
    await fs.writeFile(path, encodeRaw(capture.text));
    return path;
  }
  await fs.writeFile(path, '');
  pending.push(async () => {
    const text = decodeRaw(await fs.readFileBuffer(path));
    await remove();
    await runInSubshell(shell, body, (child) => {
      child.io = child.io.with(0, { kind: 'input', input: new Input(text) });
    });
  });
  return path;
}

/** Runs a command, and afterwards the pending actions of its process substitutions. */
export async function withProcessSubstitutions(
  shell: Shell,
  run: () => Promise<number>,
): Promise<number> {
  const outer = afterwards.get(shell);
  afterwards.delete(shell);
  try {
    return await run();
  } finally {
    const pending = afterwards.get(shell) ?? [];
    if (outer) afterwards.set(shell, outer);
    else afterwards.delete(shell);
    for (const close of pending) await close();
  }
}
