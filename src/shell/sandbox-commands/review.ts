/** Describes the usage of a subcommand of `sandbox` while it is typed. */
import { type Review, usageHint } from '../../tools/program/review.js';
import { countArguments } from './arguments.js';
import { SUBCOMMANDS } from './table.js';

/** Reviews the arguments of `sandbox`; the last word is the one at the cursor. */
export function reviewSandboxCommand([name, ...words]: readonly string[]): Review {
  if (name === undefined || name === '' || name.startsWith('-')) return {};
  const subcommand = SUBCOMMANDS.find((row) => row.name === name);
  if (subcommand === undefined) {
    const expected = SUBCOMMANDS.map((row) => row.name);
    return { problem: { word: 0, message: `there is no subcommand ${name}`, expected } };
  }
  const position = words.length === 0 ? -1 : countArguments(subcommand, words.slice(0, -1));
  return { usage: usageHint(name, subcommand, position) };
}
