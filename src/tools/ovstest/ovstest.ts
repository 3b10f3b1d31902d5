/** `ovstest`, the part of the reference's test programs that is about OVN (`tests/ovstest.c`). */
import { ToolExit } from '../program/exit.js';
import { continuing, type Suggestion, suggestion } from '../program/suggestion.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import { completeTestOvn, runTestOvn, VERB_GROUPS } from './test-ovn.js';

const TEST_OVN = 'test-ovn';

/** The text of `ovstest --help`. */
const HELP = `ovstest: programs that show how parts of the sandbox work
usage: ovstest PROGRAM [ARG]...

Programs:
  ${TEST_OVN}    show the steps of OVN's logical language
              (see: ovstest ${TEST_OVN} --help)
`;

export const ovstest = {
  name: 'ovstest',
  summary: "show the steps of OVN's logical language",
  readsInput: true,
  commandLists: [{ prefix: `ovstest ${TEST_OVN}`, groups: VERB_GROUPS }],

  run([program, ...args]: readonly string[], { stdin }: Pick<ToolContext, 'stdin'>): ToolResult {
    if (program === '--help') return { stdout: HELP, stderr: '', exitCode: 0 };
    if (program !== TEST_OVN) {
      return failure(
        'ovstest',
        program === undefined
          ? 'expect test program to be specified; use --help for usage'
          : `unknown command '${program}'; use --help for help`,
      );
    }
    try {
      const { stdout, stderr = '' } = runTestOvn(args, stdin);
      return { stdout, stderr, exitCode: stderr === '' ? 0 : 1 };
    } catch (error) {
      if (!(error instanceof ToolExit)) throw error;
      return error.exitCode === 0
        ? { stdout: error.output, stderr: '', exitCode: 0 }
        : failure(TEST_OVN, error.message);
    }
  },

  complete(words: readonly string[], context: ToolContext): readonly Suggestion[] {
    const [program = '', ...rest] = words;
    if (words.length > 1) return program === TEST_OVN ? completeTestOvn(rest, context) : [];
    return continuing(program, [TEST_OVN, '--help'].map(suggestion));
  },
} satisfies Tool;

function failure(program: string, message: string): ToolResult {
  return { stdout: '', stderr: `${program}: ${message}\n`, exitCode: 1 };
}
