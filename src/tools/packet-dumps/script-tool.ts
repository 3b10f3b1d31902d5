/** The common parts of tools that emulate the reference's small Python scripts. */

import { ToolExit } from '../program/exit.js';
import { helpText } from '../program/help-text.js';
import { HELP_OPTION, type OptionRow, VERSION_OPTION } from '../program/option-row.js';
import { continuing, FILES } from '../program/suggestion.js';
import { programVersion } from '../program/version.js';
import type { Tool, ToolContext } from '../tool.js';

interface Script {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly inputs: Pick<Tool, 'readsFiles' | 'readsInput'>;
  /** Runs it with the arguments that are not options. @throws ToolExit */
  run(args: readonly string[], context: ToolContext, print: (text: string) => void): void;
}

const OPTIONS: readonly OptionRow<never>[] = [HELP_OPTION, VERSION_OPTION];

/** Finds the option that a word is or abbreviates. */
const findOption = (word: string): OptionRow<never> | undefined =>
  OPTIONS.find(({ name, short }) =>
    word.startsWith('--') ? `--${name}`.startsWith(word) : word === `-${short}`,
  );

/** Creates the tool of a script. */
export function scriptTool({ name, summary, usage, inputs, run }: Script): Tool {
  const help = () => helpText({ name, summary, usage: [usage], options: OPTIONS });
  const [version = ''] = programVersion(name).split('\n');
  return {
    name,
    summary,
    ...inputs,
    run(args, context) {
      let stdout = '';
      const end = args.indexOf('--');
      const before = end < 0 ? args : args.slice(0, end);
      const isOption = (word: string) => word.startsWith('-') && word !== '-';
      try {
        for (const word of before.filter(isOption)) {
          const option = findOption(word);
          if (option === undefined) throw ToolExit.failure(`option ${word} not recognized`);
          if (option === HELP_OPTION) throw ToolExit.success(help());
          // Unlike other programs, these continue after printing the version.
          stdout += `${version}\n`;
        }
        const operands = [
          ...before.filter((word) => !isOption(word)),
          ...(end < 0 ? [] : args.slice(end + 1)),
        ];
        run(operands, context, (text) => {
          stdout += text;
        });
        return { stdout, stderr: '', exitCode: 0 };
      } catch (exit) {
        if (!(exit instanceof ToolExit)) throw exit;
        const { exitCode, message, output } = exit;
        const stderr = message === '' ? '' : `${name}: ${message}\n`;
        return { stdout: stdout + output, stderr, exitCode };
      }
    },
    complete: ([...words]) => {
      const word = words.at(-1) ?? '';
      const options = OPTIONS.map(({ name }) => ({ text: `--${name}` }));
      return continuing(word, word.startsWith('-') ? options : [FILES]);
    },
  };
}
