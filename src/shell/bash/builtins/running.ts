/** Builtins that run other commands. */
import { findProgram } from '../run/find-command.js';
import { invoke, invokeFound } from '../run/invoke.js';
import { evaluateScript, runChild, sourceScript } from '../run/scripts.js';
import { readFile } from '../state/open.js';
import { SET_OPTIONS } from '../state/options.js';
import type { Builtin, Shell } from '../state/shell.js';
import { CommandError, Exit } from '../state/unwind.js';
import { parseOptions } from './builtin.js';
import { describe } from './names.js';

const MISUSE = 2;

const EVAL: Builtin = {
  name: 'eval',
  run(shell, args) {
    const text = args.join(' ');
    return text.trim() === '' ? 0 : evaluateScript(shell, text);
  },
};

/** `source` and `.`. */
const sourcing = (name: string): Builtin => ({
  name,
  async run(shell, args) {
    const [file, ...others] = args[0] === '--' ? args.slice(1) : args;
    if (file === undefined) {
      throw new CommandError(
        `${name}: filename argument required\n${name}: usage: ${name} filename [arguments]`,
        MISUSE,
      );
    }
    const { fs } = shell.host;
    const path = shell.path(file);
    const stat = await fs.stat(path).catch(() => undefined);
    if (!stat) throw new CommandError(`${file}: No such file or directory`);
    if (stat.isDirectory) throw new CommandError(`${name}: ${file}: is a directory`);
    return sourceScript(shell, file, others.length > 0 ? others : undefined);
  },
});

/** `exec` as the result of an expansion; written literally, it may redirect the whole shell. */
const EXEC: Builtin = {
  name: 'exec',
  async run(shell, args) {
    if (args.length === 0) return 0;
    throw new Exit(await invoke(shell, args, { functions: false }));
  },
};

const COMMAND: Builtin = {
  name: 'command',
  async run(shell, args) {
    const { given, rest } = parseOptions('command', args, 'pvV');
    if (given.has('v') || given.has('V'))
      return describe(shell, 'command', rest, given.has('V') ? 'long' : 'short');
    return rest.length === 0 ? 0 : invoke(shell, rest, { functions: false });
  },
};

const BUILTIN: Builtin = {
  name: 'builtin',
  run(shell, [name, ...args]) {
    if (name === undefined) return 0;
    return invoke(shell, [name, ...args], { functions: false });
  },
};

/** `sudo` simply runs the command, since nothing here requires privileges. */
const SUDO: Builtin = {
  name: 'sudo',
  async run(shell, args) {
    const withValue = /^(-[ugphCrt]|--(user|group))$/;
    let at = 0;
    while (args[at]?.startsWith('-')) {
      const option = args[at++] ?? '';
      if (option === '--') break;
      if (withValue.test(option)) at += 1;
    }
    while (/^[A-Za-z_]\w*=/.test(args[at] ?? '')) at += 1;
    const [name, ...rest] = args.slice(at);
    if (name === undefined) {
      shell.write(2, 'sudo: a command is missing\n');
      return 1;
    }
    const found = await findProgram(shell, name);
    const own = SHELLS.find((builtin) => builtin.name === name);
    if (own) return own.run(shell, rest);
    if (found.kind !== 'unusable') return invokeFound(shell, found, rest);
    shell.write(2, `sudo: ${name}: command not found\n`);
    return 1;
  },
};

/** `bash` and `sh` run a script or commands in a separate process. */
const shell = (name: string): Builtin => ({
  name,
  async run(parent, args) {
    const options = new Set<string>();
    let at = 0;
    let commands = false;
    for (; /^[-+]./.test(args[at] ?? ''); at++) {
      const word = args[at] ?? '';
      if (word === '--') {
        at += 1;
        break;
      }
      if (word.startsWith('--')) continue;
      for (const letter of word.slice(1)) {
        const option = SET_OPTIONS.find((candidate) => candidate.letter === letter);
        if (letter === 'c') commands = true;
        else if (letter === 'o') options.add(args[++at] ?? '');
        else if (option) options.add(option.name);
        else if (!'ils'.includes(letter)) {
          parent.write(2, `${name}: -${letter}: invalid option\n`);
          return MISUSE;
        }
      }
    }
    const [first, ...others] = args.slice(at);
    if (commands) {
      if (first === undefined) {
        parent.write(2, `${name}: -c: option requires an argument\n`);
        return MISUSE;
      }
      return start(parent, others[0] ?? name, others.slice(1), options, first);
    }
    if (first === undefined) {
      const input = parent.io.input();
      await input?.all();
      return start(parent, name, [], options, input?.take() ?? '');
    }
    const { fs } = parent.host;
    const path = parent.path(first);
    const stat = await fs.stat(path).catch(() => undefined);
    if (!stat || stat.isDirectory) {
      const why = stat ? 'Is a directory' : 'No such file or directory';
      parent.write(2, `${name}: ${first}: ${why}\n`);
      return stat ? 126 : 127;
    }
    return start(parent, first, others, options, await readFile(parent, first), first);
  },
});

function start(
  parent: Shell,
  name: string,
  args: readonly string[],
  options: ReadonlySet<string>,
  text: string,
  script?: string,
): Promise<number> {
  const child = parent.spawn(name, args);
  child.script = script;
  for (const option of options) child.options.add(option);
  return runChild(parent, child, text);
}

const SHELLS: readonly Builtin[] = [shell('bash'), shell('sh')];

export const RUNNING: readonly Builtin[] = [
  EVAL,
  sourcing('source'),
  sourcing('.'),
  EXEC,
  COMMAND,
  BUILTIN,
  SUDO,
  ...SHELLS,
];
