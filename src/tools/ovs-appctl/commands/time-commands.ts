/** Commands that control the clock of the sandbox: `time/...`. */
import { scanDecimal } from '../../program/c-numbers.js';
import type { ToolContext } from '../../tool.js';
import { CommandError, type TargetCommand } from '../target-command.js';

/**
 * Moves the clock forward. With two arguments, the real program moves it by the first one in
 * steps of the second; here the steps make no difference.
 */
function warp(args: readonly string[], { clock, settle }: ToolContext): string {
  const [step = 0n, total = 0n] = args.map((text) => scanDecimal(text) ?? 0n).reverse();
  if (step <= 0n || total < 0n) throw new CommandError('invalid MSECS');
  const distance = total > 0n ? total : step;
  if (!clock.advance(Number(distance))) {
    throw new CommandError('the clock would be more than 100 years ahead');
  }
  settle();
  return 'warped';
}

function stop(_: readonly string[], { clock }: ToolContext): string {
  clock.stop();
  return '';
}

export const TIME_COMMANDS: readonly TargetCommand[] = [
  { name: 'time/stop', usage: '', run: stop },
  { name: 'time/warp', usage: '[large_msecs] msecs', run: warp },
];
