/** Builtins about the current folder: `cd`, `pwd`, `pushd`, `popd`, `dirs`. */
import type { Builtin, Shell } from '../state/shell.js';
import { CommandError } from '../state/unwind.js';
import { parseOptions } from './builtin.js';

/** Changes to a folder. @throws CommandError */
async function enter(shell: Shell, name: string, folder: string): Promise<void> {
  const { fs } = shell.host;
  const path = shell.path(folder);
  const stat = await fs.stat(path).catch(() => undefined);
  if (!stat) throw new CommandError(`${name}: ${folder}: No such file or directory`);
  if (!stat.isDirectory) throw new CommandError(`${name}: ${folder}: Not a directory`);
  const old = shell.vars.reach('OLDPWD');
  old.text = shell.cwd;
  old.attributes.exported = true;
  shell.cwd = path;
  shell.vars.reach('PWD').assign(path);
}

const CD: Builtin = {
  name: 'cd',
  async run(shell, args) {
    const { rest } = parseOptions('cd', args, 'LPe@');
    if (rest.length > 1) throw new CommandError('cd: too many arguments');
    const [folder] = rest;
    const named = folder === undefined ? 'HOME' : folder === '-' ? 'OLDPWD' : undefined;
    if (named === undefined) {
      await enter(shell, 'cd', folder ?? '');
      return 0;
    }
    const value = shell.vars.find(named)?.value;
    if (value === undefined) throw new CommandError(`cd: ${named} not set`);
    await enter(shell, 'cd', value);
    if (folder === '-') shell.write(1, `${shell.cwd}\n`);
    return 0;
  },
};

const PWD: Builtin = {
  name: 'pwd',
  run(shell) {
    shell.write(1, `${shell.cwd}\n`);
    return 0;
  },
};

function showFolders(shell: Shell): number {
  const home = shell.vars.find('HOME')?.value;
  const short = (path: string) =>
    home && (path === home || path.startsWith(`${home}/`)) ? `~${path.slice(home.length)}` : path;
  shell.write(1, `${[shell.cwd, ...shell.folders].map(short).join(' ')}\n`);
  return 0;
}

const PUSHD: Builtin = {
  name: 'pushd',
  async run(shell, [folder]) {
    const target = folder ?? shell.folders[0];
    if (target === undefined) throw new CommandError('pushd: no other directory');
    const { cwd } = shell;
    await enter(shell, 'pushd', target);
    shell.folders = [cwd, ...(folder === undefined ? shell.folders.slice(1) : shell.folders)];
    return showFolders(shell);
  },
};

const POPD: Builtin = {
  name: 'popd',
  async run(shell) {
    const [top, ...others] = shell.folders;
    if (top === undefined) throw new CommandError('popd: directory stack empty');
    await enter(shell, 'popd', top);
    shell.folders = others;
    return showFolders(shell);
  },
};

export const FOLDERS: readonly Builtin[] = [
  CD,
  PWD,
  PUSHD,
  POPD,
  { name: 'dirs', run: showFolders },
];
