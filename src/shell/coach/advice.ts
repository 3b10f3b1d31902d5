/** What the coach looks at, and what a piece of advice is. */
import type { ToolContext } from '../../tools/tool.js';

/** A program that ran, or a name that was none. */
export interface Deed {
  readonly program: string;
  readonly args: readonly string[];
  /** Whether there is a program of this name. */
  readonly known: boolean;
  /** What it complained of. */
  readonly stderr: string;
}

/** The databases, as they are when all that was entered together has run. */
export type Databases = Pick<ToolContext, 'nb' | 'sb' | 'ovs'>;

/**
 * A row of the table: says what a deed may have missed, where it did. It must be silent
 * about all that is right.
 */
export type Advice = (deed: Deed, databases: Databases) => Iterable<string>;

/** One command of a line such as `ovn-nbctl --db=X acl-add ... -- lport-add ...`. */
export interface CtlCommand {
  readonly name: string;
  readonly args: readonly string[];
}

/** Options of the family whose value may be the next word. */
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

/** The commands in the arguments of ovn-nbctl and its kin, without their options. */
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
