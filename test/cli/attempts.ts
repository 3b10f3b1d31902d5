/** Provides attempts to leave the folder of the sandbox, and a place in which they are noticed. */
import { createHash } from 'node:crypto';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pcapHeader, pcapRecord } from '../../src/packet/pcap.js';

/** The attempts, one in a line: OUT is a folder outside, REL the same one as a relative path. */
const LINES = readFileSync(join(import.meta.dirname, 'attempts.txt'), 'utf8').split('\n');

/** A text that no attempt contains, in files outside and in the environment. */
const CANARY = 'xyzzy';
const SECRET = `${CANARY}-CANARY-plugh\n`.repeat(4000).slice(0, 70_707);
const NEVER_SHOWN_NAME = 'hidden-name';
const OLD = new Date('2001-02-03T04:05:06Z');

const digest = (algorithm: string): string => createHash(algorithm).update(SECRET).digest('hex');

/** What must not be printed: the canary in several encodings, and the facts about its file. */
export const LEAKS: readonly RegExp[] = [
  /xyzzy/i,
  /yzzyx/i,
  /x +y +z +z +y/,
  /78 ?79 ?7a ?7a ?79/i,
  /170 171 172 172 171/,
  /eHl6enk|h5enp5|4eXp6e/,
  /\b70707\b/,
  /2001-02-03|Feb +3|\b981173106\b/,
  new RegExp(`${digest('md5')}|${digest('sha1')}|${digest('sha256')}`),
  new RegExp(NEVER_SHOWN_NAME),
  /LEAK42/,
  /root:x:0/,
];

/** A folder to start the sandbox in, and files around it. */
export interface Place {
  readonly folder: string;
  readonly outside: string;
  readonly attempts: readonly string[];
  /** Lists everything on the disk that no attempt may change. */
  snapshot(): string;
  /** Returns the number of connections to the sockets outside. */
  connections(): number;
  remove(): Promise<void>;
}

const LINKS: Readonly<Record<string, string>> = {
  file: 'OUT/secret',
  up: '../outside/secret',
  folder: 'OUT',
  chain: 'sub/out',
  'chain-folder': 'sub/folder',
  'sub/out': '../file',
  'sub/folder': '../folder',
  dangling: 'OUT/written',
  'dangling.pcap': 'OUT/written.pcap',
  'secret.pcap': 'OUT/secret',
  'frames-out.pcap': 'OUT/frames.pcap',
  'data-out': 'OUT/data',
  'program-out': 'OUT/program',
  'socket-out': 'OUT/socket',
  'fifo-out': 'OUT/fifo',
  root: '/',
  passwd: '/etc/passwd',
  self: '/proc/self',
  zero: '/dev/zero',
  loop: 'loop',
};

/** Makes a place. @param makeFifo makes a FIFO */
export async function makePlace(makeFifo: (path: string) => void): Promise<Place> {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'attempts-')));
  const [folder, outside] = [join(base, 'inside'), join(base, 'outside')];
  for (const made of ['inside/sub', 'inside/empty', 'outside/empty', 'x']) {
    mkdirSync(join(base, made), { recursive: true });
  }
  writeFileSync(join(folder, 'inside'), 'inside\n');
  for (const path of ['secret', 'x/secret', 'outside/secret']) {
    writeFileSync(join(base, path), SECRET);
  }
  writeFileSync(join(outside, NEVER_SHOWN_NAME), SECRET);
  writeFileSync(join(outside, 'data'), JSON.stringify([SECRET]));
  const frame = Buffer.from(SECRET.slice(0, 60));
  const record = pcapRecord({ time: 0n, frame });
  writeFileSync(join(outside, 'frames.pcap'), Buffer.concat([pcapHeader(), record]));
  writeFileSync(
    join(outside, 'program'),
    `#!/bin/sh\ntouch ${outside}/written\necho ${CANARY}; x=${CANARY}\n`,
  );
  chmodSync(join(outside, 'program'), 0o755);
  makeFifo(join(outside, 'fifo'));
  makeFifo(join(folder, 'fifo.pcap'));
  for (const [name, target] of Object.entries(LINKS)) {
    symlinkSync(target.replace(/^OUT/, outside), join(folder, name));
  }
  let connected = 0;
  const servers = [createServer(() => connected++), createServer(() => connected++)];
  const port = await listen(servers[0], 0);
  await listen(servers[1], join(outside, 'socket'));
  for (const path of listTree(outside).filter((path) => !lstatSync(path).isSymbolicLink())) {
    utimesSync(path, OLD, OLD);
  }
  return {
    folder,
    outside,
    attempts: LINES.filter((line) => line !== '' && !line.startsWith('###')).map((line) =>
      line
        .replace(/\bOUT\b/g, outside)
        .replace(/\bREL\b/g, '../outside')
        .replace(/\bPORT\b/g, String(port)),
    ),
    snapshot: () =>
      listTree(base)
        .map((path) => `${path} ${describeFile(path)}\n`)
        .join(''),
    connections: () => connected,
    async remove() {
      for (const server of servers) await new Promise((done) => server.close(done));
      rmSync(base, { recursive: true });
    },
  };
}

function listen(server: Server | undefined, where: number | string): Promise<number> {
  return new Promise((resolve) => {
    server?.listen(where, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    });
  });
}

/** Lists `folder` and all below it, without following links. */
function listTree(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return [
    folder,
    ...entries.flatMap((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? listTree(path) : [path];
    }),
  ].sort();
}

function describeFile(path: string): string {
  const { mode, mtimeMs, size, nlink, ino } = lstatSync(path);
  const facts = [mode, mtimeMs, size, nlink, ino].join(' ');
  if ((mode & 0o170000) === 0o120000) return `${facts} ${readlinkSync(path)}`;
  if ((mode & 0o170000) !== 0o100000) return facts;
  return `${facts} ${createHash('sha256').update(readFileSync(path)).digest('hex')}`;
}
