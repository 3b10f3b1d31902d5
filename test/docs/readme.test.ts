/** Checks that the console blocks of README.md print what they show. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

const ROOT = join(import.meta.dirname, '../..');
const bundled = [
  { path: 'ovn/env1/setup.sh', text: readFileSync(join(ROOT, 'scripts/env1/setup.sh'), 'utf8') },
];
const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```console\n(.*?)^```$/gms)].map(([, block = '']) => block);

it('README.md shows what the commands print', async () => {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  const session = await openSession({ sandbox, cwd: ROOT, bundled });
  const { signal } = new AbortController();
  let shown = '';
  const show = (text: string) => {
    shown += text;
  };
  for (const [line] of blocks.join('').matchAll(/^\$ .*$/gm)) {
    shown += `${line}\n`;
    await session.execute(line.slice(2), { stdout: show, stderr: show }, signal);
  }
  expect(shown).toBe(blocks.join(''));
});
