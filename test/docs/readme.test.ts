/** Checks that the console blocks of documents print what they show. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tutorialScripts } from '../../src/cli/scripts.js';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

const ROOT = new URL('../../', import.meta.url);

it.each(['README.md', 'docs/openstack.md'])('%s shows what the commands print', async (file) => {
  const text = readFileSync(new URL(file, ROOT), 'utf8');
  const blocks = [...text.matchAll(/^```console\n(.*?)^```$/gms)].map(([, block = '']) => block);
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  const cwd = join(import.meta.dirname);
  const session = await openSession({ sandbox, cwd, bundled: tutorialScripts(ROOT) });
  const { signal } = new AbortController();
  let shown = '';
  const show = (part: string) => {
    shown += part;
  };
  for (const [line] of blocks.join('').matchAll(/^\$ .*$/gm)) {
    shown += `${line}\n`;
    await session.execute(line.slice(2), { stdout: show, stderr: show }, signal);
  }
  expect(shown).toBe(blocks.join(''));
});
