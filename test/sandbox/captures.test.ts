/** Tests captures of frames: the files they may use, and when they start and stop. */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { pcapHeader, readPcap } from '../../src/packet/pcap.js';
import { type CaptureFiles, captureFilesIn } from '../../src/sandbox/capture-files.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import type { SavedState } from '../../src/sandbox/saved-state.js';
import { runner } from '../run.js';

let outside: string;
let folder: string;

beforeEach(() => {
  outside = mkdtempSync(join(tmpdir(), 'ovn-sandbox-'));
  folder = join(outside, 'inside');
  mkdirSync(join(folder, 'sub'), { recursive: true });
});

afterEach(() => rmSync(outside, { recursive: true }));

const inFolder = (path: string): string => join(folder, path);

const FRAME =
  '50540000000a50540000000908004500001c00010000401166ce0a0000010a00000203e8003500080000';

const SWITCHED = `
  ovn-nbctl lswitch-add sw0
  ovn-nbctl lport-add sw0 a -- lport-set-addresses a unknown
  ovs-vsctl add-port br-int p1 -- set Interface p1 external_ids:iface-id=a
  ovs-vsctl add-br br0
  ovs-vsctl add-port br0 p2
  ovs-vsctl add-port br0 p3`;

function open(captureFiles: CaptureFiles = captureFilesIn(folder), saved?: SavedState) {
  const refuse = (why: string) => {
    throw new Error(why);
  };
  const store = saved && { read: () => saved, refuse, write: () => {}, close: () => {} };
  const sandbox = Sandbox.open({ clock: new ManualClock(1_000_000_000), captureFiles, store });
  const run = runner(sandbox);
  if (!saved) run(SWITCHED);
  return { sandbox, run, warnings: () => sandbox.log.since(0).map(({ message }) => message) };
}

const framesIn = (path: string) => readPcap(readFileSync(path)).length;

describe('a capture file', () => {
  const refused: readonly [what: string, name: () => string, message: RegExp][] = [
    ['a name that leads up', () => '../x.pcap', /outside the folder/],
    ['a name that leads up and down', () => 'sub/../../inside/../x.pcap', /outside the folder/],
    ['an absolute name', () => join(outside, 'x.pcap'), /outside the folder/],
    ['a name of another kind', () => '.profile', /must end in \.pcap/],
    ['the folder itself', () => '.', /must end in \.pcap/],
    ['an empty name', () => '', /must end in \.pcap/],
    ['a NUL', () => 'x\0.pcap', /null bytes/],
    ['a folder that does not exist', () => 'none/x.pcap', /no folder none/],
    ['a folder that is a file', () => 'file.pcap/x.pcap', /file\.pcap is not a folder/],
    ['a link to a file outside', () => 'link.pcap', /link\.pcap is a symbolic link/],
    ['a link to nothing', () => 'dangling.pcap', /is a symbolic link/],
    ['a folder that is a link', () => 'away/x.pcap', /away is a symbolic link/],
    ['a folder named like a file', () => 'dir.pcap', /not a regular file/],
    ['a FIFO', () => 'fifo.pcap', /not a regular file/],
    ['a file that is not a capture', () => 'file.pcap', /not a capture of Ethernet frames/],
    ['a capture that is cut short', () => 'short.pcap', /cut short/],
  ];
  it.each(refused)('is not opened: %s', (_, name, message) => {
    writeFileSync(join(outside, 'victim.pcap'), '');
    writeFileSync(inFolder('file.pcap'), 'echo a line of shell, quite long\n');
    writeFileSync(inFolder('short.pcap'), Buffer.concat([pcapHeader(), Buffer.from('abc')]));
    mkdirSync(inFolder('dir.pcap'));
    execFileSync('mkfifo', [inFolder('fifo.pcap')]);
    symlinkSync('../victim.pcap', inFolder('link.pcap'));
    symlinkSync('../new.pcap', inFolder('dangling.pcap'));
    symlinkSync('..', inFolder('away'));
    const listing = () => readdirSync(outside, { recursive: true }).sort();
    const before = listing();
    expect(() => captureFilesIn(folder).open(name())).toThrow(message);
    expect(listing()).toEqual(before);
    expect(statSync(join(outside, 'victim.pcap')).size).toBe(0);
    expect(readFileSync(inFolder('file.pcap'), 'utf8')).toMatch(/^echo/);
  });

  it('may be in a subfolder or be named by its absolute path', () => {
    for (const name of ['sub/x.pcap', inFolder('y.pcap'), 'sub/../z.pcap']) {
      captureFilesIn(folder).open(name).close();
    }
    expect(readdirSync(folder, { recursive: true }).sort()).toEqual(
      ['sub', 'sub/x.pcap', 'y.pcap', 'z.pcap'].sort(),
    );
  });

  it('is found if the start folder is reached through a link', () => {
    symlinkSync('inside', join(outside, 'start'));
    captureFilesIn(join(outside, 'start')).open('x.pcap').close();
    expect(existsSync(inFolder('x.pcap'))).toBe(true);
  });
});

describe('captures', () => {
  it('append to existing captures', () => {
    const { sandbox, run } = open();
    for (let i = 0; i < 2; i++) {
      sandbox.captures.start('a', 'x.pcap');
      run(`ovs-appctl netdev-dummy/receive p1 ${FRAME}`);
      sandbox.captures.stop('a');
    }
    expect(framesIn(inFolder('x.pcap'))).toBe(2);
  });

  it('follow the options of interfaces', () => {
    const { run } = open();
    run(`
      ovs-vsctl set Interface p2 options:rxq_pcap=in.pcap options:tx_pcap=out.pcap
      ovs-vsctl set Interface p3 options:pcap=both.pcap
      ovs-appctl netdev-dummy/receive p2 ${FRAME}
      ovs-vsctl clear Interface p3 options
      ovs-appctl netdev-dummy/receive p2 ${FRAME}`);
    expect(framesIn(inFolder('in.pcap'))).toBe(2);
    expect(framesIn(inFolder('out.pcap'))).toBe(0);
    expect(framesIn(inFolder('both.pcap'))).toBe(1);
  });

  it('report why an option of an interface has no effect', () => {
    const { run, warnings } = open();
    run('ovs-vsctl set Interface p2 options:tx_pcap=made-in-the-sandbox/x.pcap');
    expect(warnings()).toEqual([
      expect.stringMatching(/failed to open pcap file .*there is no folder made-in-the-sandbox/),
    ]);
  });

  it('of a loaded state open no file until they are resumed', () => {
    const first = open();
    first.run('ovs-vsctl set Interface p2 options:pcap=x.pcap');
    rmSync(inFolder('x.pcap'));
    const { sandbox, run, warnings } = open(undefined, first.sandbox.save());
    // Setting another option of the same interface does not approve the capture.
    run('ovs-vsctl set Interface p2 options:ifindex=7');
    expect(existsSync(inFolder('x.pcap'))).toBe(false);
    expect(warnings()).toEqual([
      'p2: not capturing to x.pcap: the option comes from a saved state',
    ]);
    expect(sandbox.captures.waiting).toMatchObject([{ device: 'p2', path: 'x.pcap' }]);
    sandbox.captures.resume();
    run(`ovs-appctl netdev-dummy/receive p2 ${FRAME}`);
    expect(framesIn(inFolder('x.pcap'))).toBe(1);
    expect(sandbox.captures.waiting).toEqual([]);
  });

  it('continue after undo', () => {
    const { sandbox, run } = open();
    run('ovs-vsctl set Interface p2 options:pcap=option.pcap');
    sandbox.captures.start('a', 'x.pcap');
    sandbox.mark('a line');
    run('ovs-vsctl add-br br1');
    sandbox.undo(1);
    run(`ovs-appctl netdev-dummy/receive p1 ${FRAME}`);
    run(`ovs-appctl netdev-dummy/receive p2 ${FRAME}`);
    expect(framesIn(inFolder('x.pcap'))).toBe(1);
    expect(framesIn(inFolder('option.pcap'))).toBe(1);
  });

  it.each([
    ['the file is deleted', () => rmSync(inFolder('x.pcap')), 'the file was deleted'],
    ['the folder is deleted', () => rmSync(folder, { recursive: true }), 'the file was deleted'],
  ])('stop, with one warning and without affecting traffic, if %s', (_, spoil, reason) => {
    const { sandbox, run, warnings } = open();
    sandbox.captures.start('a', 'x.pcap');
    spoil();
    for (let i = 0; i < 3; i++) {
      const [outcome] = run(`ovs-appctl netdev-dummy/receive p1 ${FRAME}`);
      expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    }
    expect(warnings()).toEqual([`x.pcap: capturing stopped (${reason})`]);
    expect(sandbox.captures.running.get('a')).toMatchObject({ frames: 0, problem: reason });
  });

  it('end with a complete record if the disk is full', () => {
    const file = 'x.pcap';
    // A file to which only 100 bytes can be written, as on a full disk.
    const fd = openSync(inFolder(file), 'w+');
    let size = 0;
    const files: CaptureFiles = {
      open: () => ({
        append(record) {
          if (size + record.length > 100) throw new Error('ENOSPC: no space left on device, write');
          size += writeSync(fd, record);
        },
        close: () => closeSync(fd),
      }),
    };
    const { sandbox, run, warnings } = open(files);
    sandbox.captures.start('a', file);
    for (let i = 0; i < 5; i++) run(`ovs-appctl netdev-dummy/receive p1 ${FRAME}`);
    expect(sandbox.captures.stop('a')).toMatchObject({
      frames: 1,
      problem: 'no space left on device',
    });
    expect(warnings()).toEqual(['x.pcap: capturing stopped (no space left on device)']);
  });
});
