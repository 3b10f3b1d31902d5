/** The programs of a sandbox as commands of its shell. */
import type { Sandbox } from '../sandbox/sandbox.js';
import type { Tool } from '../tools/tool.js';
import type { Outcome, Program } from './bash/interpreter.js';
import { runSandboxCommand } from './sandbox-command.js';

/** Reads the files that are named in a program's arguments, before it runs. */
export type FileReader = (
  args: readonly string[],
  cwd: string,
) => Promise<ReadonlyMap<string, string>>;

/** The programs that read files. */
const FILE_READERS: readonly string[] = ['ovs-ofctl'];

export function shellPrograms(sandbox: Sandbox, readFiles: FileReader): readonly Program[] {
  const tools = sandbox.tools.map((tool) => toolProgram(sandbox, tool, readFiles));
  const own: readonly Program[] = [
    {
      name: 'sandbox',
      run: ({ args }) => runSandboxCommand(sandbox, args),
    },
    {
      name: 'help',
      run: () => runSandboxCommand(sandbox, ['help']),
    },
  ];
  const all = [...tools, ...own];
  return [...all, sudo(all)];
}

function toolProgram(sandbox: Sandbox, tool: Tool, readFiles: FileReader): Program {
  const none: ReadonlyMap<string, string> = new Map();
  const runWith = (args: readonly string[], stdin: string, files: ReadonlyMap<string, string>) =>
    sandbox.run(tool, args, { stdin, files: { read: (path) => files.get(path) } });
  return {
    name: tool.name,
    run: ({ args, stdin, cwd }) =>
      FILE_READERS.includes(tool.name)
        ? readFiles(args, cwd).then((files) => runWith(args, stdin, files))
        : runWith(args, stdin, none),
  };
}

/** `sudo` options that take a value of their own. */
const SUDO_VALUES = new Set(['-u', '-g', '-p', '-h', '-C', '-r', '-t', '--user', '--group']);

/** There is nothing here that one would need to be root for: `sudo` runs the command. */
function sudo(programs: readonly Program[]): Program {
  return {
    name: 'sudo',
    run(invocation): Outcome | Promise<Outcome> {
      const args = [...invocation.args];
      while (args[0]?.startsWith('-')) {
        const option = args.shift();
        if (option === '--') break;
        if (option !== undefined && SUDO_VALUES.has(option)) args.shift();
      }
      const [name, ...rest] = args;
      if (name === undefined) {
        return { stdout: '', stderr: 'sudo: a command is missing\n', exitCode: 1 };
      }
      const program = programs.find((candidate) => candidate.name === name);
      return program
        ? program.run({ ...invocation, args: rest })
        : { stdout: '', stderr: `sudo: ${name}: command not found\n`, exitCode: 1 };
    },
  };
}
