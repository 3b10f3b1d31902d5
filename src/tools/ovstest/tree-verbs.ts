/** The commands that list compositions and tree shapes. */
import { parseInt32 } from '../program/c-numbers.js';
import { fatal } from '../program/exit.js';
import { compositions } from './composition.js';
import { formatTreeShape, treeShapes } from './tree-shape.js';
import type { Verb } from './verb.js';

/** Creates a command that lists the objects for a number up to `max`. */
function listVerb(
  name: string,
  summary: string,
  max: number,
  list: (n: number) => Iterable<string>,
): Verb {
  return {
    name,
    usage: 'N',
    summary,
    run(args) {
      const n = parseInt32(args[0] ?? '');
      if (n > max) fatal(`${name}: at most ${max} can be listed here`);
      return { stdout: Array.from(list(n), (line) => `${line}\n`).join('') };
    },
  };
}

export const TREE_VERBS: readonly Verb[] = [
  listVerb('composition', 'list the compositions of N', 18, (n) =>
    Array.from(compositions(n), (parts) => parts.join(' ')),
  ),
  listVerb('tree-shape', 'list the shapes of trees with N leaves', 10, (n) =>
    Array.from(treeShapes(n), formatTreeShape),
  ),
];
