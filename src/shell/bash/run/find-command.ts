/** Finds what the name of a command runs. */
import type { Program } from '../../program.js';
import type { FunctionDefinition } from '../language/ast.js';
import type { Builtin, Shell } from '../state/shell.js';

export type Found =
  | { readonly kind: 'function'; readonly definition: FunctionDefinition }
  | { readonly kind: 'builtin'; readonly builtin: Builtin }
  | { readonly kind: 'program'; readonly program: Program }
  | { readonly kind: 'utility'; readonly name: string }
  | { readonly kind: 'script'; readonly path: string }
  /** A file that cannot be run, and the status of the attempt. */
  | { readonly kind: 'unusable'; readonly why: string; readonly status: number };

const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/** Folders of programs. Programs that are not files there are found by their names. */
const PROGRAM_FOLDERS = /^\/(usr\/)?(local\/)?s?bin\//;

/** Returns what `name` runs. */
export async function findCommand(
  shell: Shell,
  name: string,
  { functions = true } = {},
): Promise<Found> {
  const definition = functions ? shell.functions.get(name) : undefined;
  if (definition) return { kind: 'function', definition };
  const builtin = shell.host.runner.builtins.get(name);
  if (builtin && (shell.interactive || !builtin.atPrompt)) return { kind: 'builtin', builtin };
  return findProgram(shell, name);
}

/** Returns the program that `name` runs, whatever functions and builtins there are. */
export async function findProgram(shell: Shell, name: string): Promise<Found> {
  const { programs, utilities, fs } = shell.host;
  const bare = name.replace(PROGRAM_FOLDERS, '');
  const program = programs.get(bare);
  if (program) return { kind: 'program', program };
  if (utilities.has(bare)) return { kind: 'utility', name: bare };
  if (name.includes('/')) return findScript(shell, name);
  for (const folder of (shell.vars.find('PATH')?.value ?? '').split(':')) {
    const path = fs.resolvePath(shell.path(folder === '' ? '.' : folder), name);
    if (name !== '' && !PROGRAM_FOLDERS.test(path) && (await isExecutable(shell, path))) {
      return { kind: 'script', path };
    }
  }
  return { kind: 'unusable', why: `${name}: command not found`, status: NOT_FOUND };
}

async function findScript(shell: Shell, name: string): Promise<Found> {
  const path = shell.path(name);
  const stat = await shell.host.fs.stat(path).catch(() => undefined);
  const unusable = (why: string, status: number): Found => ({
    kind: 'unusable',
    why: `${name}: ${why}`,
    status,
  });
  if (!stat) return unusable('No such file or directory', NOT_FOUND);
  if (stat.isDirectory) return unusable('Is a directory', NOT_EXECUTABLE);
  if ((stat.mode & 0o111) === 0) return unusable('Permission denied', NOT_EXECUTABLE);
  return { kind: 'script', path: name };
}

const isExecutable = (shell: Shell, path: string): Promise<boolean> =>
  shell.host.fs.stat(path).then(
    ({ isFile, mode }) => isFile && (mode & 0o111) !== 0,
    () => false,
  );
