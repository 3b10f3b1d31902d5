/** Reads and assigns the parameters that the shell itself keeps: `$?`, `RANDOM`, `PIPESTATUS`. */
import { optionLetters, SET_OPTIONS, SHOPT_OPTIONS } from '../state/options.js';
import type { Shell } from '../state/shell.js';

const on = (shell: Shell, options: readonly { readonly name: string }[]): string =>
  options
    .map(({ name }) => name)
    .filter((name) => shell.options.has(name))
    .join(':');

/** Parameters with one value. */
const SCALARS: Readonly<Record<string, (shell: Shell) => string | undefined>> = {
  '?': (shell) => String(shell.status),
  '#': (shell) => String(shell.args.length),
  '-': (shell) => optionLetters(shell.options) + (shell.interactive ? 'i' : ''),
  $: () => '1',
  '!': (shell) => shell.background && String(shell.background.id),
  '0': (shell) => shell.name,
  _: (shell) => shell.lastWord,
  BASHOPTS: (shell) => on(shell, SHOPT_OPTIONS),
  BASHPID: (shell) => String(1 + shell.subshells),
  BASH_SUBSHELL: (shell) => String(shell.subshells),
  EPOCHSECONDS: () => String(Math.floor(Date.now() / 1000)),
  LINENO: (shell) => String(shell.line),
  RANDOM: (shell) => {
    // The example generator in the C standard.
    shell.random = (Math.imul(shell.random, 1103515245) + 12345) & 0x7fffffff;
    return String((shell.random >> 16) & 0x7fff);
  },
  SECONDS: (shell) => String(Math.floor((Date.now() - shell.started) / 1000)),
  SHELLOPTS: (shell) => on(shell, SET_OPTIONS),
};

/** Parameters that are arrays. */
const ARRAYS: Readonly<Record<string, (shell: Shell) => readonly string[]>> = {
  BASH_LINENO: (shell) => shell.frames.map(({ calledFrom }) => String(calledFrom)),
  BASH_SOURCE: (shell) => shell.frames.map(({ source }) => source),
  DIRSTACK: (shell) => [shell.cwd, ...shell.folders],
  FUNCNAME: (shell) =>
    shell.frames.some(({ name }) => name !== 'main') ? shell.frames.map(({ name }) => name) : [],
  PIPESTATUS: (shell) => shell.pipeStatus.map(String),
};

/** Returns the value of a parameter that the shell keeps; undefined for other names. */
export function specialScalar(
  shell: Shell,
  name: string,
): { value: string | undefined } | undefined {
  if (/^[1-9]\d*$/.test(name)) return { value: shell.args[Number(name) - 1] };
  const read = Object.hasOwn(SCALARS, name) ? SCALARS[name] : undefined;
  return read && { value: read(shell) };
}

export function specialArray(shell: Shell, name: string): readonly string[] | undefined {
  return Object.hasOwn(ARRAYS, name) ? ARRAYS[name]?.(shell) : undefined;
}

/** Assigns to a parameter that the shell keeps. Returns false for other names. */
export function assignSpecial(shell: Shell, name: string, text: string): boolean {
  switch (name) {
    case 'RANDOM':
      shell.random = Number.parseInt(text, 10) || 0;
      return true;
    case 'SECONDS':
      shell.started = Date.now() - 1000 * (Number.parseInt(text, 10) || 0);
      return true;
    default:
      return false;
  }
}
