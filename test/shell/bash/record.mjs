#!/usr/bin/env node
// Records the results of running the scripts in scripts.txt with bash: node
// test/shell/bash/record.mjs
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const here = import.meta.dirname;
const scripts = readFileSync(join(here, 'scripts.txt'), 'utf8')
  .split(/^### /m)
  .slice(1)
  .map((text) => {
    const end = text.indexOf('\n');
    return { name: text.slice(0, end), script: text.slice(end + 1) };
  });

const cases = scripts.map(({ name, script }) => {
  const cwd = mkdtempSync(join(tmpdir(), 'bash-'));
  const { stdout, stderr, status } = spawnSync('/bin/bash', ['-c', script], {
    argv0: 'bash',
    cwd,
    input: '',
    encoding: 'utf8',
    env: { HOME: '/root', LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin', USER: 'root' },
  });
  rmSync(cwd, { recursive: true });
  return { name, script, stdout, stderr, status };
});
writeFileSync(join(here, 'recorded.json'), `${JSON.stringify(cases, undefined, 2)}\n`);
