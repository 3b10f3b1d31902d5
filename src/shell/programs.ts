/** The programs of a sandbox as commands of its shell. */
import { reflowed } from '../lib/wrap.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import type { Tool, ToolFiles } from '../tools/tool.js';
import { deafMatch } from './coach/acl-match.js';
import type { Coach } from './coach/coach.js';
import type { ShellFiles } from './files.js';
import { runManual } from './manual.js';
import type { Invocation, Program } from './program.js';
import { runSandboxCommand } from './sandbox-commands/dispatch.js';
import type { Workshop } from './sandbox-commands/subcommand.js';

/**
 * Returns the programs of a sandbox.
 *
 * @param filesFrom returns the files as seen from a folder
 * @param coach observes every run
 * @param workshop runs commands for lessons
 */
export function shellPrograms(
  sandbox: Sandbox,
  filesFrom: (cwd: string) => ShellFiles,
  coach?: Coach,
  workshop?: Workshop,
): readonly Program[] {
  return [
    ...sandbox.tools.map((tool) => toolProgram(sandbox, tool, filesFrom, coach)),
    {
      name: 'sandbox',
      run: (invocation) => runObserved(sandbox, invocation, coach, workshop),
    },
    {
      name: 'help',
      run: (invocation) =>
        invocation.args.length === 0
          ? runSandboxCommand(sandbox, { ...invocation, args: ['help'] })
          : runManual(sandbox, 'help', invocation),
    },
    { name: 'man', run: (invocation) => runManual(sandbox, 'man', invocation) },
  ];
}

/** Runs a subcommand of `sandbox` and shows its errors to the coach. */
async function runObserved(
  sandbox: Sandbox,
  invocation: Invocation,
  coach: Coach | undefined,
  workshop: Workshop | undefined,
): Promise<number> {
  const { args, stderr } = invocation;
  let said = '';
  const observed: Invocation = {
    ...invocation,
    stderr(text) {
      said += text;
      stderr(text);
    },
  };
  const exitCode = await runSandboxCommand(sandbox, observed, workshop);
  coach?.saw({ program: 'sandbox', args, known: true, stderr: said, exitCode });
  return exitCode;
}

function readsInput({ readsInput: reads }: Tool, args: readonly string[]): boolean {
  return (typeof reads === 'function' ? reads(args) : reads === true) || args.includes('-');
}

function toolProgram(
  sandbox: Sandbox,
  tool: Tool,
  filesFrom: (cwd: string) => ShellFiles,
  coach: Coach | undefined,
): Program {
  return {
    name: tool.name,
    readsInput: (args) => readsInput(tool, args),
    run(invocation) {
      const { args, cwd, columns, stdout, stderr } = invocation;
      const runWith = (files: ToolFiles): number => {
        const logged = sandbox.log.length;
        const result = sandbox.run(tool, args, {
          files,
          get stdin() {
            return invocation.stdin();
          },
        });
        const { stderr: said, exitCode } = result;
        coach?.saw({ program: tool.name, args, known: true, stderr: said, exitCode });
        if (result.stderr !== '') stderr(result.stderr);
        const isHelp = columns !== undefined && (args.includes('--help') || args[0] === '-h');
        if (result.stdout !== '') stdout(isHelp ? reflowed(result.stdout, columns) : result.stdout);
        const findings = invocation.strict ? findingsOf(sandbox, tool.name, args, logged) : [];
        for (const finding of findings) stderr(`${tool.name}: ${finding}\n`);
        return findings.length > 0 ? exitCode || 1 : exitCode;
      };
      return tool.readsFiles
        ? namedFiles(args, filesFrom(cwd)).then(runWith)
        : runWith({ read: () => undefined });
    },
  };
}

/**
 * Returns what makes a call an error under `set -o strict`: matches that are stored without effect,
 * and warnings of the programs in the background.
 */
function findingsOf(
  sandbox: Sandbox,
  program: string,
  args: readonly string[],
  logged: number,
): readonly string[] {
  const call = { program, args, known: true, stderr: '', exitCode: 0 };
  const matches = [...deafMatch(call, sandbox.context())].map((hint) =>
    typeof hint === 'string' ? hint : hint.text,
  );
  if (matches.length > 0) return matches;
  return sandbox.log
    .since(logged)
    .filter(({ level }) => level === 'WARN')
    .map((record) => `${record.program}: ${record.message}`);
}

/** Reads the files that arguments name: a tool cannot wait for them. */
async function namedFiles(args: readonly string[], files: ShellFiles): Promise<ToolFiles> {
  const found = new Map<string, Uint8Array>();
  for (const arg of args) {
    const bytes = await files.read(arg);
    if (bytes) found.set(arg, bytes);
  }
  return { read: (path) => found.get(path) };
}
