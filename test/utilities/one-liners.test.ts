/**
 * One-liners print what the real tools print: GNU grep, sed, diffutils and coreutils, mawk and
 * jq 1.6, recorded with `LC_ALL=C`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IFileSystem } from 'just-bash';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeRaw } from '../../src/lib/raw-text.js';
import { shellFiles } from '../../src/shell/bash/files.js';
import { Interpreter } from '../../src/shell/bash/interpreter.js';

interface Recording {
  /** Makes the files that the one-liners use. */
  readonly setup: string;
  /** True if most of them change files. */
  readonly changes?: boolean;
  readonly cases: readonly {
    readonly run: string;
    readonly stdout: string;
    /** The messages, if they are compared. */
    readonly stderr?: string;
    readonly exit: number;
    /** True if each character of the output stands for a byte. */
    readonly binary?: boolean;
  }[];
}

const folder = mkdtempSync(join(tmpdir(), 'one-liners-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { signal } = new AbortController();
const ignore = () => {};

/** Makes a file system with the files of a recording. */
async function prepare(setup: string): Promise<IFileSystem> {
  const fs = await shellFiles(folder, []);
  const shell = new Interpreter({ fs, programs: [], cwd: folder });
  await shell.run(setup, { stdout: ignore, stderr: ignore }, signal);
  return fs;
}

/** Commands that may write to files, which others must not see. */
const WRITES =
  />|sed.* -\w*i|--in-place|\b(cp|ln|mkdir|mv|split|tee|touch|w|W) |-o out|uniq f15 out/;

async function run(fs: IFileSystem, command: string) {
  const shell = new Interpreter({ fs, programs: [], cwd: folder });
  let stdout = '';
  let stderr = '';
  const sinks = {
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
  };
  const { exitCode } = await shell.run(command, sinks, signal);
  return { stdout: Buffer.from(encodeRaw(stdout)), stderr, exit: exitCode };
}

describe.each(['shell-text.json', 'one-liners.json', 'files.json'])('%s', (file) => {
  const { setup, changes, cases }: Recording = JSON.parse(
    readFileSync(join(import.meta.dirname, file), 'utf8'),
  );
  let shared: Promise<IFileSystem> | undefined;
  it.each(cases)('$run', async ({ run: command, stdout, stderr, exit, binary }) => {
    const encoding = binary ? 'latin1' : 'utf8';
    shared ??= prepare(setup);
    const fs = changes || WRITES.test(command) ? await prepare(setup) : await shared;
    const result = await run(fs, command);
    const { exit: status } = result;
    expect({ exit: status, stdout: result.stdout.toString(encoding) }).toEqual({ exit, stdout });
    if (stderr !== undefined) expect(result.stderr).toBe(stderr);
  });
});
