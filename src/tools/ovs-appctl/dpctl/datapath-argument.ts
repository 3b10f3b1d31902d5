/** What the commands of `dpctl/` have in common (`lib/dpctl.c`). */
import type { ToolContext } from '../../tool.js';
import { CommandError } from '../target-command.js';

const INVALID = 'Invalid argument';

const line = (message: string): string => `ovs-vswitchd: ${message}\n`;

/** What a command says no with. */
export const dpctlError = (message: string, reason = INVALID): CommandError =>
  new CommandError(line(`${message} (${reason})`));

/** Options, which stand before the arguments. */
export interface DpctlOptions {
  readonly verbose: boolean;
  readonly statistics: boolean;
}

const LONG_OPTIONS = ['--statistics', '--clear', '--may-create', '--more', '--names', '--no-names'];

/** Tells options and arguments apart. @throws CommandError */
export function parseDpctlOptions(words: readonly string[]): {
  options: DpctlOptions;
  args: readonly string[];
} {
  const options = { verbose: false, statistics: false };
  for (const [i, word] of words.entries()) {
    if (word.startsWith('--')) {
      if (!LONG_OPTIONS.includes(word)) throw new CommandError(`Unrecognized option ${word}`);
      if (word === '--statistics') options.statistics = true;
      if (word === '--more') options.verbose = true;
    } else if (/^-./.test(word)) {
      for (const letter of word.slice(1)) {
        if (letter === 'm') options.verbose = true;
        else if (letter === 's') options.statistics = true;
        else throw new CommandError(`Unrecognized option -${letter}`);
      }
    } else return { options, args: words.slice(i) };
  }
  return { options, args: [] };
}

/** Whether the first argument names a datapath. */
export const namesDatapath = ([name]: readonly string[], { datapath }: ToolContext): boolean =>
  [...datapath.dpifs.values()].some((dpif) => dpif.name === name);

/**
 * Insists that there is a datapath for a command about connections. All share one table, so
 * that it does not matter which one the first argument names, if any.
 *
 * @param most so many arguments are refused for want of a datapath in front of them.
 * @throws CommandError
 */
export function requireDatapath(
  args: readonly string[],
  context: ToolContext,
  most?: number,
): void {
  if (namesDatapath(args, context)) return;
  const none = context.datapath.dpifs.size === 0;
  if (args.length !== most && !none) return;
  const first = args.length === most ? '' : line('no datapaths exist');
  throw new CommandError(`${first}${dpctlError('datapath not found').message}`);
}

/** The number that a text `NAME=N...` has, cut to `bits`; `undefined` where it has none. */
export function scanNumber(text: string, name: string, bits: number): number | undefined {
  const match = text.startsWith(`${name}=`)
    ? /^\s*([-+]?\d+)/.exec(text.slice(name.length + 1))
    : null;
  return match?.[1] === undefined ? undefined : Number(BigInt.asUintN(bits, BigInt(match[1])));
}
