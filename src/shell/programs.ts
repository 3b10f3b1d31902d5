/** The programs of a sandbox as commands of its shell. */
import type { IFileSystem } from 'just-bash';
import type { Sandbox } from '../sandbox/sandbox.js';
import type { Tool, ToolFiles } from '../tools/tool.js';
import type { Coach } from './coach/coach.js';
import { filesFrom, type ShellFiles } from './files.js';
import type { Program } from './program.js';
import { runSandboxCommand } from './sandbox-commands/dispatch.js';

/** The programs that read files. */
const FILE_READERS: readonly string[] = ['ovs-ofctl'];

/** @param coach is told of every run. */
export function shellPrograms(
  sandbox: Sandbox,
  fs: IFileSystem,
  coach?: Coach,
): readonly Program[] {
  return [
    ...sandbox.tools.map((tool) => toolProgram(sandbox, tool, fs, coach)),
    {
      name: 'sandbox',
      run: (invocation) => runSandboxCommand(sandbox, filesFrom(fs, invocation.cwd), invocation),
    },
    {
      name: 'help',
      run: (invocation) =>
        runSandboxCommand(sandbox, filesFrom(fs, invocation.cwd), {
          ...invocation,
          args: ['help'],
        }),
    },
  ];
}

function toolProgram(
  sandbox: Sandbox,
  tool: Tool,
  fs: IFileSystem,
  coach: Coach | undefined,
): Program {
  return {
    name: tool.name,
    run(invocation) {
      const { args, cwd, stdout, stderr } = invocation;
      const runWith = (files: ToolFiles): number => {
        const result = sandbox.run(tool, args, {
          files,
          get stdin() {
            return invocation.stdin();
          },
        });
        coach?.saw({ program: tool.name, args, known: true, stderr: result.stderr });
        if (result.stderr !== '') stderr(result.stderr);
        if (result.stdout !== '') stdout(result.stdout);
        return result.exitCode;
      };
      return FILE_READERS.includes(tool.name)
        ? namedFiles(args, filesFrom(fs, cwd)).then(runWith)
        : runWith({ read: () => undefined });
    },
  };
}

/** The files that arguments name, read beforehand: a tool cannot wait. */
async function namedFiles(args: readonly string[], files: ShellFiles): Promise<ToolFiles> {
  const found = new Map<string, string>();
  for (const arg of args) {
    const bytes = await files.read(arg);
    if (bytes) found.set(arg, new TextDecoder().decode(bytes));
  }
  return { read: (path) => found.get(path) };
}
