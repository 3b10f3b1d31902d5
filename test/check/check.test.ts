/** Tests how documents are checked: what fits, what fails, and what the reports say. */
import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../src/check/check-document.js';
import { FORMATS } from '../../src/check/formats.js';
import { formatReport } from '../../src/check/report.js';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

const check = (markdown: string, more: { lenient?: boolean; strict?: boolean } = {}) =>
  checkDocument(markdown, {
    ...more,
    openSession: () =>
      openSession({
        sandbox: Sandbox.open({ clock: new ManualClock() }),
        cwd: import.meta.dirname,
        bundled: [],
        ...(more.strict ? { strict: true } : {}),
      }),
  });

const console_ = (text: string): string => `\`\`\`console\n${text}\n\`\`\`\n`;

/** Returns the outcomes of the commands of a document, one letter each. */
const outcomes = async (markdown: string, lenient = false): Promise<string> =>
  (await check(markdown, { lenient })).results.map(({ outcome }) => outcome.charAt(0)).join('');

const OTHER = '11111111-2222-4333-8444-555555555555';
const LIST = '$ ovn-nbctl lswitch-list';

describe('a command', () => {
  it.each<[what: string, document: string, outcome: string]>([
    ['prints what the document shows', '$ echo a\na', 'p'],
    ['prints something else', '$ echo a\nb', 'f'],
    ['prints more', '$ printf "a\\nb\\n"\na', 'f'],
    ['prints less', '$ echo a\na\nb', 'f'],
    ['prints nothing', '$ true', 'p'],
    ['is followed by an empty line', '$ echo a\na\n\n$ echo b\nb', 'pp'],
    ['prints an empty line between others', '$ printf "a\\n\\nb\\n"\na\n\nb', 'p'],
    ['has any output', '$ seq 100\n...', 'p'],
    ['has any output in the middle', '$ seq 100\n1\n2\n...\n100', 'p'],
    ['has no output where there may be any', '$ echo a\na\n...', 'p'],
    ['ends otherwise than after any output', '$ seq 100\n1\n...\n99', 'f'],
    ['has a line that goes on', '$ echo a long line\na long ...', 'p'],
    ['has a line with a gap', '$ echo a long line\na ... line', 'p'],
    ['has a line that begins anyhow', '$ echo a long line\n... line', 'p'],
    ['has a line that goes on otherwise', '$ echo a long line\na short ...', 'f'],
    ['continues on the next line', '$ echo a \\\n> b\na b', 'p'],
    ['is a here-document', '$ cat <<E\n> x\n> E\nx', 'p'],
    ['prints to standard error', '$ echo a >&2\na', 'p'],
    ['has a curly quote', '$ echo \u201ca  b\u201d\na  b', 'p'],
    ['has a prompt with a host', 'user@host:~/ovs$ echo a\na\n[root@host ~]# echo b\nb', 'pp'],
    ['is not shown', 'echo a\na', ''],
  ])('%s', async (_, document, outcome) => {
    expect(await outcomes(console_(document))).toBe(outcome);
  });
});

describe('what no two runs share', () => {
  it.each<[what: string, document: string, outcome: string]>([
    ['a UUID', `$ ovn-nbctl lswitch-add a\n${LIST}\n${OTHER} (a)`, 'pp'],
    [
      'the same UUID again',
      `$ ovn-nbctl lswitch-add a\n${LIST}\n${OTHER} (a)\n${LIST}\n${OTHER} (a)`,
      'ppp',
    ],
    [
      'another UUID instead',
      `$ ovn-nbctl lswitch-add a\n${LIST}\n${OTHER} (a)\n${LIST}\n${OTHER.replace('1', '2')} (a)`,
      'ppf',
    ],
    [
      'one UUID for two',
      `$ ovn-nbctl lswitch-add a; ovn-nbctl lswitch-add b\n${LIST}\n${OTHER} (a)\n${OTHER} (b)`,
      'pf',
    ],
    [
      'counters',
      '$ echo n_packets=5, n_bytes=6, duration=1.5s\nn_packets=0, n_bytes=0, duration=99s',
      'p',
    ],
    ['times', '$ echo 2026-01-02T03:04:05Z x\n2015-10-22 00:00:00 x', 'p'],
  ])('%s', async (_, document, outcome) => {
    expect(await outcomes(console_(document))).toBe(outcome);
  });
});

describe('settings', () => {
  it.each<[what: string, document: string, outcome: string]>([
    ['skip', `<!-- check: skip -->\n\n${console_('$ echo a\nb')}`, ''],
    ['exact', `<!-- check: exact -->\n${console_('$ echo n_packets=5\nn_packets=6')}`, 'f'],
    [
      'lenient',
      `<!-- check: lenient -->\n${console_('$ echo "  a"; echo; echo b\na\nb\n$ seq 5')}`,
      'pp',
    ],
    ['setup', `<!-- check: setup x=5; echo hidden -->\n${console_('$ echo $x\n5')}`, 'p'],
    ['reset', `${console_('$ x=5')}<!-- check: reset -->\n${console_('$ echo "$x"')}`, 'pp'],
    ['another language', '```json\n$ echo a\n```\n', ''],
    ['a list', '- item\n\n  ```\n  $ echo a\n  a\n  ```\n', 'p'],
    [
      'the real tools',
      console_('$ git clone x\n$ cd ovs\n$ ./configure\n$ make sandbox\n$ echo a\na'),
      'ssssp',
    ],
  ])('%s', async (_, document, outcome) => {
    expect(await outcomes(document)).toBe(outcome);
  });

  it('takes a listing that was indented in the document', async () => {
    expect(await outcomes(console_('$ echo a; echo "  b"\n   a\n     b'), true)).toBe('p');
  });

  it('strict: a match without effect is an error', async () => {
    const document = console_(
      "$ ovn-nbctl lswitch-add sw0\n$ ovn-nbctl acl-add sw0 to-lport 1 'tcp.port == 22' drop; echo $?\n0",
    );
    expect((await check(document)).results.map(({ outcome }) => outcome)).toEqual([
      'passed',
      'passed',
    ]);
    const { results } = await check(document, { strict: true });
    expect(results.map(({ outcome }) => outcome)).toEqual(['passed', 'failed']);
    const lines = results[1]?.comparison?.pairs.map(({ actual }) => actual) ?? [];
    expect(lines).toContain('1');
    expect(lines.join('\n')).toMatch(/^ovn-nbctl: .+/m);
  });
});

const FAILING = `# Title

${console_('$ seq 8\n1\n2\n3\n4\n5\n6\n8\n9')}
- a list

  \`\`\`
  $ echo "<b>" && false
  <c>
  $ git pull
  \`\`\`
`;

describe('reports', () => {
  it.each(FORMATS)('as %s', async (format) => {
    const { results } = await check(FAILING);
    await expect(formatReport([{ file: 'doc.md', results }], format, true)).toMatchFileSnapshot(
      `reports/${format}.txt`,
    );
  });

  it('rewrite the output of commands that failed, and keep what fits', async () => {
    const document = `${console_('$ seq 9\n1\n...\n5\n$ echo a b\na ...\n$ seq 3\n9\n...\n3')}
1. item

   \`\`\`
   $ printf 'x\\n  y\\n'
   z

   $ true
   \`\`\`
`;
    const { updated } = await check(document);
    expect(
      updated,
    ).toBe(`${console_('$ seq 9\n1\n...\n5\n6\n7\n8\n9\n$ echo a b\na ...\n$ seq 3\n1\n2\n3').replace('$ seq 3\n1\n2\n3', '$ seq 3\n...\n3')}
1. item

   \`\`\`
   $ printf 'x\\n  y\\n'
   x
     y

   $ true
   \`\`\`
`);
    expect(await outcomes(updated)).toBe('ppppp');
    expect((await check(updated)).updated).toBe(updated);
  });
});
