/** `sandbox`: what one can ask of the sandbox itself. */
import type { Sandbox } from '../sandbox/sandbox.js';
import type { Outcome } from './bash/interpreter.js';
import { helpText } from './help.js';

interface Subcommand {
  readonly name: string;
  readonly summary: string;
  run(sandbox: Sandbox): string;
}

const time = (milliseconds: number): string => new Date(milliseconds).toISOString();

const SUBCOMMANDS: readonly Subcommand[] = [
  {
    name: 'reset',
    summary: 'begin anew with a fresh sandbox',
    run(sandbox) {
      sandbox.reset();
      return 'The sandbox is fresh again.\n';
    },
  },
  {
    name: 'log',
    summary: 'what ovn-northd and ovn-controller have to say',
    run: (sandbox) =>
      sandbox.log
        .since(0)
        .map(({ time: at, program, module, level, message }) =>
          [time(at), program, module, level, message].join('|'),
        )
        .map((line) => `${line}\n`)
        .join(''),
  },
  {
    name: 'help',
    summary: 'what there is, and what to type first',
    run: (sandbox) => helpText(sandbox.tools, SUBCOMMANDS),
  },
];

/** The subcommands, for completion. */
export const SANDBOX_SUBCOMMANDS: readonly string[] = SUBCOMMANDS.map(({ name }) => name);

/** Runs `sandbox ARGS`. */
export function runSandboxCommand(sandbox: Sandbox, args: readonly string[]): Outcome {
  const [name = 'help', ...extra] = args;
  const wanted = name === '--help' || name === '-h' ? 'help' : name;
  const subcommand = SUBCOMMANDS.find((candidate) => candidate.name === wanted);
  if (!subcommand) {
    const known = SANDBOX_SUBCOMMANDS.join(', ');
    return failure(`sandbox: unknown subcommand '${name}'; there are ${known}\n`);
  }
  if (extra.length > 0) return failure(`sandbox: '${name}' takes no arguments\n`);
  try {
    return { stdout: subcommand.run(sandbox), stderr: '', exitCode: 0 };
  } catch (error) {
    return failure(`sandbox: ${error instanceof Error ? error.message : String(error)}\n`);
  }
}

const failure = (stderr: string): Outcome => ({ stdout: '', stderr, exitCode: 1 });
