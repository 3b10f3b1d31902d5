/** Defines what the coach observes and how it gives advice. */
import type { ToolContext } from '../../tools/tool.js';
import type { Hint } from '../remark.js';

/** A call of a program, or of a name that is not a program. */
export interface ObservedCall {
  readonly program: string;
  readonly args: readonly string[];
  /** True if there is a program with this name. */
  readonly known: boolean;
  /** Its error messages. */
  readonly stderr: string;
  readonly exitCode: number;
}

/** The databases after the whole input has run. */
export type Databases = ToolContext;

/**
 * Yields hints about a call that may not have done what was intended; none for correct ones. A
 * string is a hint with nothing but a text.
 */
export type Advice = (call: ObservedCall, databases: Databases) => Iterable<Hint | string>;

/** One of the commands in a call such as `ovn-nbctl acl-add ... -- lport-add ...`. */
export interface CtlCommand {
  readonly name: string;
  readonly args: readonly string[];
}

/** Options whose value may be the next word. */
const WITH_VALUE = new Set([
  '-t',
  '-f',
  '-d',
  '--db',
  '--timeout',
  '--format',
  '--data',
  '--columns',
]);

/** Returns the commands in the arguments of a database tool, without their options. */
export function commandsIn(args: readonly string[]): readonly CtlCommand[] {
  const commands: CtlCommand[] = [];
  let words: string[] = [];
  const end = () => {
    let at = 0;
    while (words[at]?.startsWith('-')) at += WITH_VALUE.has(words[at] ?? '') ? 2 : 1;
    const [name, ...rest] = words.slice(at);
    if (name !== undefined) commands.push({ name, args: rest });
    words = [];
  };
  for (const word of args) {
    if (word === '--') end();
    else words.push(word);
  }
  end();
  return commands;
}
