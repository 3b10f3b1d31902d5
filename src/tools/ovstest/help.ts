import { helpEntry } from '../../lib/help-entry.js';
import { EXHAUSTIVE_OPTIONS, type ExhaustiveOption } from './exhaustive-options.js';
import type { Verb } from './verb.js';

export const OVSTEST_HELP = `ovstest: programs that show how parts of the sandbox work
usage: ovstest PROGRAM [ARG]...

Programs:
  test-ovn    the logical language of OVN, step by step
              (more: ovstest test-ovn --help)
`;

const COLUMN = 28;

const entry = (term: string, text: string): string => helpEntry(term, text, COLUMN);

function optionTerm({ name, short, parameter }: ExhaustiveOption): string {
  const dash = short === undefined ? '' : `-${short}, `;
  return `${dash}--${name}${parameter === undefined ? '' : `=${parameter}`}`;
}

const HELP_ENTRY = entry('-h, --help', 'this text');

/** The help text of `ovstest test-ovn`. */
export function testOvnHelp(groups: readonly { title: string; verbs: readonly Verb[] }[]): string {
  const sections = groups.map(({ title, verbs }) => {
    const entries = verbs.map(({ name, parameters, summary }) =>
      entry([name, ...parameters].join(' '), summary),
    );
    return `\n${title}:\n${entries.join('')}`;
  });
  const options = EXHAUSTIVE_OPTIONS.map((option) => entry(optionTerm(option), option.help));
  return `ovstest test-ovn: the logical language of OVN, step by step
usage: ovstest test-ovn [OPTIONS] COMMAND [ARG]...

Most commands read standard input and answer it line by line. Ports eth0, eth1
and LOCAL have the numbers 5, 6 and 65534. A "#" begins a comment.
${sections.join('')}
Options for "exhaustive":
${options.join('')}
Other options:
${HELP_ENTRY}`;
}
