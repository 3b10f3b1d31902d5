/** Checks this project's own documents, and that the checks would notice a changed character. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkDocument } from '../../src/check/check-document.js';
import { tutorialScripts } from '../../src/cli/scripts.js';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

const ROOT = new URL('../../', import.meta.url);

const documentsIn = (folder: string): readonly string[] =>
  readdirSync(new URL(folder, ROOT))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `${folder}/${name}`);

const DOCUMENTS = ['README.md', ...documentsIn('docs'), ...documentsIn('lessons')];

const check = (markdown: string) =>
  checkDocument(markdown, {
    openSession: () =>
      openSession({
        sandbox: Sandbox.open({ clock: new ManualClock() }),
        cwd: import.meta.dirname,
        bundled: tutorialScripts(ROOT),
      }),
  });

const failures = async (markdown: string) =>
  (await check(markdown)).results.filter(({ outcome }) => outcome !== 'passed');

describe('documents', () => {
  it.each(DOCUMENTS)('%s shows what its commands print', async (file) => {
    expect(await failures(readFileSync(new URL(file, ROOT), 'utf8'))).toEqual([]);
  });

  it.each(['README.md', 'docs/openstack.md'])('a changed output line of %s fails', async (file) => {
    const text = readFileSync(new URL(file, ROOT), 'utf8');
    const [block = ''] = /^```console\n[\s\S]*?^```$/m.exec(text) ?? [];
    const lines = block.split('\n').slice(1, -1);
    const output = lines.filter((line) => !line.startsWith('$ ') && /[a-z]/.test(line));
    expect(output.length).toBeGreaterThan(0);
    for (const line of output.slice(0, 3)) {
      const changed = line.replace(/[a-z](?=[^a-z]*$)/, (letter) => (letter === 'z' ? 'y' : 'z'));
      expect(await failures(text.replace(line, changed))).toHaveLength(1);
    }
  });
});
