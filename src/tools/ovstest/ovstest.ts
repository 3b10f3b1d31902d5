import { ToolExit } from '../program/exit.js';
import type { Tool, ToolContext, ToolResult } from '../tool.js';
import { OVSTEST_HELP } from './help.js';
import { completeTestOvn, runTestOvn } from './test-ovn.js';

const TEST_OVN = 'test-ovn';

/** The test bench of the reference, as far as it is about OVN. */
export const ovstest = {
  name: 'ovstest',
  summary: 'shows how the logical language of OVN works, step by step',

  run([program, ...args]: readonly string[], { stdin }: Pick<ToolContext, 'stdin'>): ToolResult {
    if (program === '--help') return { stdout: OVSTEST_HELP, stderr: '', exitCode: 0 };
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

  complete(words: readonly string[]): readonly string[] {
    const [program, ...rest] = words;
    if (words.length > 1) return program === TEST_OVN ? completeTestOvn(rest) : [];
    return [TEST_OVN, '--help'].filter((word) => word.startsWith(program ?? ''));
  },
} satisfies Tool;

function failure(program: string, message: string): ToolResult {
  return { stdout: '', stderr: `${program}: ${message}\n`, exitCode: 1 };
}
