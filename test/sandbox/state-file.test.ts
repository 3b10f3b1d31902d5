/** Tests saving and loading the state file. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openStateFile } from '../../src/sandbox/state-file.js';
import { stringifySavedState } from '../../src/sandbox/state-text.js';
import { runner } from '../run.js';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovn-sandbox-'));
  file = join(folder, 'sandbox.json');
});

afterEach(() => rmSync(folder, { recursive: true }));

const open = () => Sandbox.open({ clock: new ManualClock(), store: openStateFile(file) });

/** Opens the sandbox, adds a switch, and closes it. */
function change(name: string): void {
  const sandbox = open();
  runner(sandbox)(`ovn-nbctl lswitch-add ${name}`);
  sandbox.close();
}

const ENV1 = `
ovn-nbctl lswitch-add sw0
ovn-nbctl lport-add sw0 sw0-port1
ovn-nbctl lport-set-addresses sw0-port1 00:00:00:00:00:01
ovs-vsctl add-port br-int lport1 -- set Interface lport1 external_ids:iface-id=sw0-port1
ovn-nbctl acl-add sw0 to-lport 1002 'outport == "sw0-port1" && ip && icmp' allow-related
`;

const LOOK = `
ovn-nbctl show
ovn-sbctl show
ovn-sbctl lflow-list
ovn-sbctl list Logical_Flow
ovn-sbctl list Port_Binding
ovs-vsctl list Interface
ovs-ofctl show br-int
ovs-ofctl -O OpenFlow13 dump-flows br-int
`;

describe('a state file', () => {
  it('restores everything, including UUIDs, tunnel keys and port numbers', () => {
    const first = open();
    runner(first)(ENV1);
    const before = runner(first)(LOOK);
    first.close();
    const second = open();
    expect(runner(second)(LOOK)).toEqual(before);
    second.close();
  });

  it('continues with the same random numbers as a sandbox that was never closed', () => {
    const more = 'ovn-nbctl lswitch-add sw1 -- lport-add sw1 p\novn-nbctl show';
    const stayed = Sandbox.open({ clock: new ManualClock() });
    runner(stayed)(ENV1);
    const left = open();
    runner(left)(ENV1);
    left.close();
    const back = open();
    expect(runner(back)(more)).toEqual(runner(stayed)(more));
    back.close();
  });

  it('equals the seed byte for byte for a sandbox made from scratch and after a reset', async () => {
    const seed = join(import.meta.dirname, '../../sandbox.json');
    const sandbox = open();
    await expect(stringifySavedState(sandbox.save())).toMatchFileSnapshot(seed);
    runner(sandbox)(ENV1);
    sandbox.reset();
    sandbox.flush();
    expect(readFileSync(file, 'utf8')).toBe(readFileSync(seed, 'utf8'));
    sandbox.close();
  });

  it('is a copy of the seed, if there is one, until something changes and after a reset', () => {
    const clock = new ManualClock();
    const donor = Sandbox.open({ clock });
    runner(donor)(ENV1);
    const seed = donor.save();
    const sandbox = Sandbox.open({ clock, store: openStateFile(file), seed });
    expect(stringifySavedState(sandbox.save())).toBe(stringifySavedState(seed));
    runner(sandbox)('ovn-nbctl lswitch-add sw9');
    sandbox.reset();
    sandbox.close();
    expect(readFileSync(file, 'utf8')).toBe(stringifySavedState(seed));
  });

  const fresh = () => stringifySavedState(Sandbox.open({ clock: new ManualClock() }).save());
  const damaged: readonly [what: string, text: () => string, message: RegExp][] = [
    ['empty', () => '', /it is empty/],
    ['garbage', () => '\x1b]0;title\x07\x00', /does not hold valid JSON$/m],
    ['cut short', () => fresh().slice(0, -100), /JSON/],
    ['of another program', () => '{"posts": []}', /not a state file of ovn-sandbox-ts/],
    ['an array', () => '[]', /not a state file of ovn-sandbox-ts/],
    ['of a later version', () => fresh().replace('"version": 1', '"version": 9'), /version 9/],
    ['of another release', () => fresh().replace('"2015"', '"2040"'), /release "2040"/],
    ['without random', () => fresh().replace(/"random": .*/, '"random": [1,2],'), /random/],
    ['with an unknown table', () => fresh().replace('"Chassis"', '"Chasis"'), /Chasis/],
    [
      'with an unknown column',
      () => fresh().replace('"external_ids"', '"extrnal_ids"'),
      /extrnal_ids/,
    ],
    [
      'with a dangling reference',
      () => fresh().replace(/("bridges":\[")[0-9a-f]{8}/, '$100000000'),
      /Open_vSwitch/,
    ],
  ];
  it.each(damaged)('that is %s is refused and left alone', (_, make, message) => {
    const text = make();
    expect(text).not.toBe(fresh());
    writeFileSync(file, text);
    expect(open).toThrow(message);
    expect(open).toThrow('--state FILE');
    expect(readFileSync(file, 'utf8')).toBe(text);
    expect(existsSync(`${file}.lock`)).toBe(false);
  });

  it('without a release belongs to 2015', () => {
    writeFileSync(file, fresh().replace('  "release": "2015",\n', ''));
    const sandbox = open();
    expect(sandbox.release.name).toBe('2015');
    expect(stringifySavedState(sandbox.save())).toBe(fresh());
    sandbox.close();
  });

  it('is refused if it is not a regular file or its folder does not exist', () => {
    mkdirSync(file);
    expect(open).toThrow('it is not a regular file');
    expect(() => openStateFile(join(folder, 'none', 'sandbox.json'))).toThrow('there is no folder');
    expect(readdirSync(folder)).toEqual(['sandbox.json']);
  });

  it('does not stop the sandbox if it cannot be written, and is written as soon as possible', () => {
    const sandbox = open();
    rmSync(folder, { recursive: true });
    const run = runner(sandbox);
    run('ovn-nbctl lswitch-add sw0');
    run('ovn-nbctl lswitch-add sw1');
    const before = run(LOOK);
    expect(() => sandbox.flush()).toThrow(/^cannot save the sandbox in .*: no such file/);
    mkdirSync(folder);
    sandbox.close();
    const second = open();
    expect(runner(second)(LOOK)).toEqual(before);
    second.close();
  });

  it('is written at the target of links', () => {
    mkdirSync(join(folder, 'real'));
    symlinkSync('real', join(folder, 'dir'));
    symlinkSync('dir/state.json', file);
    for (const name of ['sw0', 'sw1']) {
      const sandbox = open();
      runner(sandbox)(`ovn-nbctl lswitch-add ${name}`);
      expect(() => openStateFile(join(folder, 'real/state.json'))).toThrow(/is in use by process/);
      sandbox.close();
      expect(readdirSync(folder).sort()).toEqual(['dir', 'real', 'sandbox.json']);
      expect(readdirSync(join(folder, 'real'))).toEqual(['state.json']);
    }
    expect(lstatSync(file).isSymbolicLink()).toBe(true);
    expect(readFileSync(file, 'utf8')).toMatch(/sw0[\s\S]*sw1/);
  });

  it('keeps its mode, and leftovers of killed processes are removed', () => {
    change('sw0');
    chmodSync(file, 0o640);
    const leftover = `${file}.0123456789abcdef.tmp`;
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'untouched');
    symlinkSync(victim, leftover);
    change('sw1');
    expect(statSync(file).mode & 0o7777).toBe(0o640);
    expect(readdirSync(folder).sort()).toEqual(['sandbox.json', 'victim']);
    expect(readFileSync(victim, 'utf8')).toBe('untouched');
  });

  it('keeps sections that only later releases know', () => {
    change('sw0');
    const { length } = readFileSync(file, 'utf8');
    const later = { ...JSON.parse(readFileSync(file, 'utf8')), later: { a: [1, 'x'] } };
    writeFileSync(file, JSON.stringify(later));
    change('sw1');
    const saved = readFileSync(file, 'utf8');
    expect(JSON.parse(saved)).toMatchObject({ format: 'ovn-sandbox-ts', later: { a: [1, 'x'] } });
    expect(saved.length).toBeGreaterThan(length);
  });

  it('is not overwritten if another program replaced it', () => {
    const sandbox = open();
    const run = runner(sandbox);
    run('ovn-nbctl lswitch-add sw0');
    sandbox.flush();
    const old = readFileSync(file, 'utf8');
    // Git and editors replace files like this.
    writeFileSync(`${file}.new`, old.replace('sw0', 'sw9'));
    renameSync(`${file}.new`, file);
    const replaced = readFileSync(file, 'utf8');
    run('ovn-nbctl lswitch-add sw1');
    expect(() => sandbox.flush()).toThrow(/another program replaced the file/);
    expect(readFileSync(file, 'utf8')).toBe(replaced);
    // With its former contents, the file belongs to the sandbox again.
    writeFileSync(file, old);
    sandbox.close();
    expect(readFileSync(file, 'utf8')).toMatch(/sw0[\s\S]*sw1/);
  });

  it('is not written by a process that lost its lock', () => {
    const sandbox = open();
    runner(sandbox)('ovn-nbctl lswitch-add sw0');
    writeFileSync(`${file}.lock`, '{}');
    rmSync(file);
    runner(sandbox)('ovn-nbctl lswitch-add sw1');
    expect(() => sandbox.flush()).toThrow(/another program replaced the file/);
    rmSync(`${file}.lock`);
    sandbox.close();
    expect(readFileSync(file, 'utf8')).toMatch(/sw0[\s\S]*sw1/);
  });

  it('is refused with a readable message if its name is too long or has control characters', () => {
    file = join(folder, 'x'.repeat(250));
    expect(open).toThrow(/: its name is longer than 230 bytes\n/);
    file = join(folder, 'x'.repeat(300));
    expect(open).toThrow(/: name too long\n/);
    file = join(folder, 'a\u001b]0;t\u0007\u009b/x');
    expect(open).toThrow(/a\\x1b\]0;t\\x07\\x9b\/x: there is no folder/);
    file = join(folder, 'a\0b');
    expect(open).toThrow(/without null bytes/);
  });

  it('is refused if it is a FIFO', () => {
    execFileSync('mkfifo', [file]);
    expect(open).toThrow('it is not a regular file');
  });

  it('is not written by a command that changes nothing', () => {
    const sandbox = open();
    runner(sandbox)('ovn-nbctl show\novn-nbctl nosuch\novn-nbctl lport-add sw0 p');
    sandbox.close();
    expect(existsSync(file)).toBe(false);
  });
});
