/** `man` and `help TOPIC`: show the help of programs, their commands, and the subcommands of `sandbox`. */
import { reflowed } from '../lib/wrap.js';
import type { Sandbox } from '../sandbox/sandbox.js';
import { commandEntry } from '../tools/program/help-text.js';
import type { Invocation } from './program.js';
import { runSandboxCommand } from './sandbox-commands/dispatch.js';
import { SUBCOMMANDS } from './sandbox-commands/table.js';

const NOT_FOUND = 16;

/** Runs `man PAGE` or `help TOPIC`. A topic may have a program in front: `ovn-nbctl acl-add`. */
export async function runManual(
  sandbox: Sandbox,
  name: string,
  invocation: Invocation,
): Promise<number> {
  // A number is the section of the manual.
  const words = invocation.args.filter((word) => !/^(\d|-.*)$/.test(word));
  const topic = words.at(-1);
  if (topic === undefined) {
    invocation.stderr(`${name}: name a program or a command, as in: ${name} ovn-nbctl\n`);
    return 1;
  }
  const program = words.length > 1 ? words[0] : undefined;
  const isSubcommand = SUBCOMMANDS.some((subcommand) => subcommand.name === topic);
  if (topic === 'sandbox' || (isSubcommand && (program ?? 'sandbox') === 'sandbox')) {
    const args = topic === 'sandbox' ? ['help'] : [topic, '--help'];
    return runSandboxCommand(sandbox, { ...invocation, args });
  }
  const text = pageOn(sandbox, topic, program);
  if (text !== undefined) {
    invocation.stdout(invocation.columns === undefined ? text : reflowed(text, invocation.columns));
    return 0;
  }
  invocation.stderr(`${name}: there is no help on '${topic}'; help lists the programs\n`);
  return NOT_FOUND;
}

/** Returns the help of a program, or what the programs say about a command. */
function pageOn(sandbox: Sandbox, topic: string, program: string | undefined): string | undefined {
  const tool = sandbox.tools.find((candidate) => candidate.name === topic);
  if (tool) {
    const { stdout } = sandbox.run(tool, ['--help'], {
      files: { read: () => undefined },
      stdin: '',
    });
    return stdout;
  }
  const pages = sandbox.tools
    .filter((candidate) => program === undefined || candidate.name === program)
    .flatMap(({ commandLists = [] }) => commandLists)
    .flatMap(({ prefix, groups }) =>
      groups
        .flatMap(({ commands }) => commands)
        .filter((row) => row.name === topic)
        .map((row) => `${prefix}:\n${commandEntry(row)}`),
    );
  return pages.length === 0 ? undefined : pages.join('\n');
}
