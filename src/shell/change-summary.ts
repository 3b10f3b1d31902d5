/** Says in one line what an input changed in each layer. */
import type { Count } from '../sandbox/tally.js';

/** Returns, for instance, `+1 ACL, +4 logical flows, 1 logical port changed`. */
export function changeSummary(counts: readonly Count[]): string {
  return counts
    .flatMap(({ kind, added, removed, changed }) => [
      ...(added > 0 ? [`+${counted(added, kind)}`] : []),
      ...(removed > 0 ? [`-${counted(removed, kind)}`] : []),
      ...(changed > 0 ? [`${counted(changed, kind)} changed`] : []),
    ])
    .join(', ');
}

/** Words that are the same in the plural. */
const UNCHANGED = ['chassis'];

/** Returns a number of rows of a table in words, such as `2 logical switches`. */
function counted(count: number, table: string): string {
  const words = table.split('_').map((word) => (PROPER.test(word) ? word : word.toLowerCase()));
  const name = words.join(' ');
  return `${count} ${count === 1 || UNCHANGED.includes(name) ? name : plural(name)}`;
}

/** Matches words that keep their capitals, such as `ACL` and `OpenFlow`. */
const PROPER = /[A-Z].*[A-Z]/;

function plural(name: string): string {
  if (/(s|x|ch)$/.test(name)) return `${name}es`;
  return /[^aeiou]y$/.test(name) ? `${name.slice(0, -1)}ies` : `${name}s`;
}
