/** Tests the completion scripts for the user's own shell. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { completionScript } from '../../src/cli/completion.js';
import { CHECK_OPTIONS, OPTIONS, SHELLS, VERBS } from '../../src/cli/options.js';

const has = (program: string): boolean => spawnSync(program, ['-c', 'true']).status === 0;

describe.each(SHELLS)('the script for %s', (shell) => {
  const script = completionScript(shell);

  it('names all verbs and options', () => {
    for (const { name } of [...VERBS, ...OPTIONS, ...CHECK_OPTIONS]) expect(script).toContain(name);
  });

  it.skipIf(!has(shell))('has no mistakes of syntax', () => {
    const folder = mkdtempSync(join(tmpdir(), 'completion-'));
    const file = join(folder, 'script');
    writeFileSync(file, script);
    const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect([status, stderr]).toEqual([0, '']);
  });
});

const COMPLETE = `
COMP_WORDS=("$@")
COMP_CWORD=$(($# - 1))
_ovn_sandbox_ts
printf '%s\\n' "\${COMPREPLY[@]}" | sort | paste -sd ' '
`;

describe.skipIf(!has('bash'))('bash completes', () => {
  it.each([
    [[''], 'check completion run shell'],
    [['ch'], 'check'],
    [['--s'], '--state --strict'],
    [['-'], '--help --plain --state --strict --version -V -c -h'],
    [['check', '--f'], '--format'],
    [['check', '--format', ''], 'junit tap text'],
    [['--plain', 'completion', 'z'], 'zsh'],
    [['run', 'READ'], 'README.md'],
    [['--state', 'packa'], 'package-lock.json package.json'],
    [['check', 'docs/', 'docs/les'], 'docs/lessons.md'],
    [['run', 'nosuch'], ''],
  ])('%j', (words, expected) => {
    const script = `${completionScript('bash')}${COMPLETE}`;
    const { stdout } = spawnSync('bash', ['-c', script, 'bash', 'ovn-sandbox-ts', ...words], {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
    });
    expect(stdout.trim()).toBe(expected);
  });
});
