/** Options, arguments and errors of `dpctl/` commands (`lib/dpctl.c`). */
import type { ToolContext } from '../../tool.js';
import { CommandError } from '../target-command.js';

const INVALID = 'Invalid argument';

const line = (message: string): string => `ovs-vswitchd: ${message}\n`;

/** Returns the error of a command. */
export const dpctlError = (message: string, reason = INVALID): CommandError =>
  new CommandError(line(`${message} (${reason})`));

/** The options before the arguments. */
export interface DpctlOptions {
  readonly verbose: boolean;
  readonly statistics: boolean;
}

const LONG_OPTIONS = ['--statistics', '--clear', '--may-create', '--more', '--names', '--no-names'];

/** Separates options from arguments. @throws CommandError */
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

/** True if the first argument names a datapath. */
export const namesDatapath = ([name]: readonly string[], { datapath }: ToolContext): boolean =>
  [...datapath.dpifs.values()].some((dpif) => dpif.name === name);

/**
 * Checks that a command about connections has a datapath. All datapaths share one table of
 * connections, so it does not matter which one the first argument names.
 *
 * @param most the number of arguments of which the first one must name a datapath.
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

/** Parses the number of a text `NAME=N...`, truncated to `bits`. */
export function scanNumber(text: string, name: string, bits: number): number | undefined {
  const match = text.startsWith(`${name}=`)
    ? /^\s*([-+]?\d+)/.exec(text.slice(name.length + 1))
    : null;
  return match?.[1] === undefined ? undefined : Number(BigInt.asUintN(bits, BigInt(match[1])));
}
