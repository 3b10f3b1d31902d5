/** `ovstest`, test programs for parts of the sandbox (`tests/ovstest.c`). */
import type { CommandList } from '../program/command-row.js';
import { ToolExit } from '../program/exit.js';
import { continuing, type Suggestion, suggestion } from '../program/suggestion.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import type { VerbOutput } from './verb.js';

/** A test program: `ovstest NAME ARG...`. */
export interface TestProgram {
  readonly name: string;
  /** Its line in the help of ovstest. */
  readonly summary: string;
  readonly commandList?: CommandList;
  /** Runs it. @throws ToolExit */
  run(args: readonly string[], stdin: string): VerbOutput;
  /** Completes the last of the words that follow its name. */
  complete(words: readonly string[], context: ToolContext): readonly Suggestion[];
}

/** The column at which help describes programs. */
const COLUMN = 14;

/** Returns the tool that runs these test programs. */
export function ovstest(programs: readonly TestProgram[]) {
  return {
    name: 'ovstest',
    summary: "show the steps of OVN's logical language",
    readsInput: true,
    commandLists: programs.flatMap(({ commandList }) => commandList ?? []),

    run([name, ...args]: readonly string[], { stdin }: Pick<ToolContext, 'stdin'>): ToolResult {
      if (name === '--help') return { stdout: helpOn(programs), stderr: '', exitCode: 0 };
      const program = programs.find((candidate) => candidate.name === name);
      if (!program) {
        return failure(
          'ovstest',
          name === undefined
            ? 'expect test program to be specified; use --help for usage'
            : `unknown command '${name}'; use --help for help`,
        );
      }
      try {
        const { stdout, stderr = '' } = program.run(args, stdin);
        return { stdout, stderr, exitCode: stderr === '' ? 0 : 1 };
      } catch (error) {
        if (!(error instanceof ToolExit)) throw error;
        return error.exitCode === 0
          ? { stdout: error.output, stderr: '', exitCode: 0 }
          : failure(program.name, error.message);
      }
    },

    complete(words: readonly string[], context: ToolContext): readonly Suggestion[] {
      const [name, ...rest] = words;
      if (words.length > 1) {
        return programs.find((program) => program.name === name)?.complete(rest, context) ?? [];
      }
      const all = [...programs.map((program) => program.name), '--help'];
      return continuing(name ?? '', all.map(suggestion));
    },
  } satisfies Tool;
}

const helpOn = (
  programs: readonly TestProgram[],
): string => `ovstest: programs that show how parts of the sandbox work
usage: ovstest PROGRAM [ARG]...

Programs:
${programs
  .map(
    ({ name, summary }) =>
      `  ${name.padEnd(COLUMN - 2)}${summary}\n${' '.repeat(COLUMN)}(see: ovstest ${name} --help)\n`,
  )
  .join('')}`;

function failure(program: string, message: string): ToolResult {
  return { stdout: '', stderr: `${program}: ${message}\n`, exitCode: 1 };
}
