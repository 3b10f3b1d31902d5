/** Builtins about the meaning of names: `alias`, `type`, `which`. */
import { printFunction } from '../language/print.js';
import { alwaysQuoted } from '../quoting.js';
import { type Found, findCommand } from '../run/find-command.js';
import type { Builtin, Shell } from '../state/shell.js';
import { parseOptions } from './builtin.js';

const ALIAS: Builtin = {
  name: 'alias',
  run(shell, args) {
    const show = (name: string, text: string) =>
      shell.write(1, `alias ${name}=${alwaysQuoted(text)}\n`);
    const { rest } = parseOptions('alias', args, 'p');
    let status = 0;
    if (rest.length === 0) {
      for (const [name, text] of [...shell.aliases].sort()) show(name, text);
    }
    for (const word of rest) {
      const [, name, text] = /^([^=]+)=([\s\S]*)$/.exec(word) ?? [];
      const known = shell.aliases.get(word);
      if (name !== undefined && text !== undefined) shell.aliases.set(name, text);
      else if (known !== undefined) show(word, known);
      else {
        shell.complain(`alias: ${word}: not found`);
        status = 1;
      }
    }
    return status;
  },
};

const UNALIAS: Builtin = {
  name: 'unalias',
  run(shell, args) {
    const { given, rest } = parseOptions('unalias', args, 'a');
    if (given.has('a')) shell.aliases.clear();
    let status = 0;
    for (const name of rest) {
      if (shell.aliases.delete(name)) continue;
      shell.complain(`unalias: ${name}: not found`);
      status = 1;
    }
    return status;
  },
};

/** Reserved words of the language. */
const KEYWORDS = new Set([
  ...['!', '[[', ']]', 'case', 'do', 'done', 'elif', 'else', 'esac', 'fi', 'for', 'function'],
  ...['if', 'in', 'then', 'time', 'until', 'while', '{', '}'],
]);

type Meaning =
  | { readonly kind: 'alias'; readonly text: string }
  | { readonly kind: 'keyword' }
  | Exclude<Found, { kind: 'unusable' }>;

async function meaningOf(shell: Shell, name: string): Promise<Meaning | undefined> {
  const text = shell.aliases.get(name);
  if (text !== undefined && shell.options.has('expand_aliases')) return { kind: 'alias', text };
  if (KEYWORDS.has(name)) return { kind: 'keyword' };
  const found = await findCommand(shell, name);
  return found.kind === 'unusable' ? undefined : found;
}

/** Returns the path that a program is reported under. */
function pathOf(meaning: Meaning, name: string): string | undefined {
  switch (meaning.kind) {
    case 'program':
      return `/usr/bin/${meaning.program.name}`;
    case 'utility':
      return `/usr/bin/${meaning.name}`;
    case 'script':
      return meaning.path;
    case 'builtin':
      // On other systems these are programs.
      return ['bash', 'sh', 'sudo'].includes(name) ? `/usr/bin/${name}` : undefined;
    default:
      return undefined;
  }
}

function longText(meaning: Meaning, name: string): string {
  const path = pathOf(meaning, name);
  if (path !== undefined) return `${name} is ${path}\n`;
  switch (meaning.kind) {
    case 'alias':
      return `${name} is aliased to \`${meaning.text}'\n`;
    case 'keyword':
      return `${name} is a shell keyword\n`;
    case 'function':
      return `${name} is a function\n${printFunction(meaning.definition)}`;
    default:
      return `${name} is a shell builtin\n`;
  }
}

/** The forms in which `type` and `command -v` describe a name. */
export type Manner = 'long' | 'short' | 'kind' | 'path';

/** Prints what names mean and returns the status. */
export async function describe(
  shell: Shell,
  builtin: string,
  names: readonly string[],
  manner: Manner,
): Promise<number> {
  let status = 0;
  for (const name of names) {
    const meaning = await meaningOf(shell, name);
    if (!meaning) {
      if (manner === 'long') shell.complain(`${builtin}: ${name}: not found`);
      status = 1;
      continue;
    }
    const path = pathOf(meaning, name);
    switch (manner) {
      case 'long':
        shell.write(1, longText(meaning, name));
        break;
      case 'kind':
        shell.write(1, `${path === undefined ? meaning.kind : 'file'}\n`);
        break;
      case 'path':
        shell.write(1, path === undefined ? '' : `${path}\n`);
        break;
      case 'short':
        shell.write(
          1,
          meaning.kind === 'alias'
            ? `alias ${name}=${alwaysQuoted(meaning.text)}\n`
            : `${path ?? name}\n`,
        );
    }
  }
  return status;
}

const TYPE: Builtin = {
  name: 'type',
  run(shell, args) {
    const { given, rest } = parseOptions('type', args, 'afptP');
    const manner = given.has('t') ? 'kind' : given.has('p') || given.has('P') ? 'path' : 'long';
    return describe(shell, 'type', rest, manner);
  },
};

const WHICH: Builtin = {
  name: 'which',
  run: (shell, args) => describe(shell, 'which', parseOptions('which', args, 'a').rest, 'path'),
};

const HASH: Builtin = { name: 'hash', run: () => 0 };

export const NAMES: readonly Builtin[] = [ALIAS, UNALIAS, TYPE, WHICH, HASH];
