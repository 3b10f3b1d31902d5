/** Tests the files that scripts see: real ones, links, pipes, and what stays in memory. */
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shellFiles } from '../../../src/shell/bash/files.js';
import { Interpreter } from '../../../src/shell/bash/interpreter.js';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
const outside = mkdtempSync(join(tmpdir(), 'outside-'));

beforeAll(() => {
  writeFileSync(join(outside, 'secret'), 'secret\n');
  writeFileSync(join(folder, 'real'), 'real\n');
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'sub/x'), 'x\n');
  const links = {
    link: 'real',
    absolute: join(folder, 'real'),
    'sub/up': '../real',
    folderlink: 'sub',
    out: join(outside, 'secret'),
    relative: `../${outside.split('/').at(-1)}/secret`,
    outfolder: outside,
    loop: 'loop',
  };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(folder, name));
  spawnSync('mkfifo', [join(folder, 'fifo')]);
  symlinkSync('fifo', join(folder, 'fifolink'));
});
afterAll(() => {
  for (const made of [folder, outside]) rmSync(made, { recursive: true });
});

/** Runs a script and returns all that it prints. */
async function run(script: string): Promise<string> {
  const shell = new Interpreter({ fs: await shellFiles(folder, []), programs: [], cwd: folder });
  let shown = '';
  const write = (text: string) => {
    shown += text;
  };
  await shell.run(script, { stdout: write, stderr: write }, new AbortController().signal);
  return shown.replaceAll('bash: line 1: ', '');
}

const missing = (name: string) => `${name}: No such file or directory\n`;
const device = (name: string) => `${name}: No such device or address\n`;

describe('a script', () => {
  const scripts: readonly [script: string, shown: string][] = [
    [
      'cat link < /dev/null; cat < absolute; cat < sub/up; cat folderlink/x',
      'real\nreal\nreal\nx\n',
    ],
    ['echo new > link; cat real link absolute', 'new\nnew\nnew\n'],
    ['echo new >> folderlink/x; cat sub/x; ls folderlink', 'x\nnew\nup\nx\n'],
    [
      'cat < out; cat < relative; cat < outfolder/secret',
      missing('out') + missing('relative') + missing('outfolder/secret'),
    ],
    [
      'source out; bash out; . outfolder/secret',
      `${missing('out')}bash: ${missing('out')}${missing('outfolder/secret')}`,
    ],
    ['echo > loop', 'loop: Too many levels of symbolic links\n'],
    [
      'cat < fifo; cat < fifolink; x=$(< fifo)',
      device('fifo') + device('fifolink') + device('fifo'),
    ],
    ['source fifo; bash fifo; echo > fifo', device('fifo').repeat(3)],
  ];
  it.each(scripts)('%s', async (script, shown) => {
    expect(await run(script)).toBe(shown);
  });

  it('changes no real files', async () => {
    const before = readdirSync(folder);
    await run(
      'echo a > out; echo b > real; echo c > outfolder/new; rm link; mkdir new; ln -s / root',
    );
    await run('echo a > outfolder/secret; cp real out; mv real outfolder/secret; rm -rf outfolder');
    expect(readdirSync(folder)).toEqual(before);
    expect(readdirSync(outside)).toEqual(['secret']);
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret\n');
    expect(readFileSync(join(folder, 'real'), 'utf8')).toBe('real\n');
  });

  it("sees the sandbox's environment and not that of the process", async () => {
    process.env['OVN_SANDBOX_TEST'] = 'seen';
    const shown = await run('env');
    delete process.env['OVN_SANDBOX_TEST'];
    expect(shown.replace(folder, 'FOLDER').split('\n').sort().join(' ').trim()).toBe(
      'HOME=/root LANG=C.UTF-8 LOGNAME=root ' +
        'PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin ' +
        'PWD=FOLDER SHELL=/bin/bash SHLVL=1 TERM=dumb USER=root',
    );
  });
});
