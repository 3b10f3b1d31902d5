/** The private folder of a host shell: the socket, and the programs that talk to it. */
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSystemError } from '../lib/system-error.js';

const PREFIX = 'ovn-sandbox-shell-';
const SOCKET = 'socket';
/** The age at which a folder without a socket counts as left over, in milliseconds. */
const SETUP_TIME = 60_000;
/** The maximum length of a temporary folder's path: a socket's path has at most 103 characters. */
const LONGEST_PATH = 70;

/** Returns the folder for temporary files, one with a short enough path. */
const temporaryFolder = (): string => (tmpdir().length > LONGEST_PATH ? '/tmp' : tmpdir());

export interface Workspace {
  readonly socket: string;
  /** The folder with the programs. */
  readonly bin: string;
  remove(): void;
}

/**
 * Makes a folder that only this user can enter.
 *
 * @param programs the names of the programs
 * @param client the script that makes a call
 */
export function createWorkspace(programs: readonly string[], client: string): Workspace {
  const folder = mkdtempSync(join(temporaryFolder(), PREFIX));
  chmodSync(folder, 0o700);
  const socket = join(folder, SOCKET);
  const bin = join(folder, 'bin');
  const script = join(folder, 'client.cjs');
  copyFileSync(client, script);
  mkdirSync(bin);
  // Shell scripts start quickly, and quoting allows any path; a `#!` line does not allow spaces.
  const command = [process.execPath, script, socket].map(quote).join(' ');
  for (const name of programs) {
    writeFileSync(join(bin, name), `#!/bin/sh\nexec ${command} ${name} "$@"\n`, { mode: 0o755 });
  }
  return { socket, bin, remove: () => remove(folder) };
}

const remove = (folder: string): void => rmSync(folder, { recursive: true, force: true });

const quote = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;

/** Removes the folders of killed host shells: those whose sockets do not answer. */
export async function removeAbandoned(): Promise<void> {
  const parent = temporaryFolder();
  const names = readdirSync(parent).filter((name) => name.startsWith(PREFIX));
  await Promise.all(
    names.map(async (name) => {
      const folder = join(parent, name);
      if (await isAbandoned(folder)) remove(folder);
    }),
  );
}

async function isAbandoned(folder: string): Promise<boolean> {
  try {
    const stats = lstatSync(folder);
    if (!stats.isDirectory() || stats.uid !== process.getuid?.()) return false;
    const socket = join(folder, SOCKET);
    return existsSync(socket) ? await isRefused(socket) : Date.now() - stats.mtimeMs > SETUP_TIME;
  } catch {
    return false;
  }
}

const isRefused = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => socket.end(() => resolve(false)));
    socket.once('error', (error) => resolve(isSystemError(error, 'ECONNREFUSED')));
  });
