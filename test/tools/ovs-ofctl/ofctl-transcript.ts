/** Checks transcripts of `ovs-ofctl` on a switch with one bridge. */

import { expect } from 'vitest';
import { DataPlane } from '../../../src/datapath/dpif/data-plane.js';
import { ManualClock } from '../../../src/lib/clock.js';
import { SeededRandom } from '../../../src/lib/random.js';
import type { Bridge } from '../../../src/openflow/switch/bridge.js';
import { Switch } from '../../../src/openflow/switch/switch.js';
import { Database } from '../../../src/ovsdb/database.js';
import { OPEN_VSWITCH } from '../../../src/ovsdb/schemas/open-vswitch.js';
import { RELEASE_2015 } from '../../../src/releases/2015/release.js';
import { OVN_NORTHBOUND } from '../../../src/releases/2015/schemas/ovn-northbound.js';
import { OVN_SOUTHBOUND } from '../../../src/releases/2015/schemas/ovn-southbound.js';
import { Sandbox } from '../../../src/sandbox/sandbox.js';
import { OVS_OFCTL } from '../../../src/tools/ovs-ofctl/ovs-ofctl.js';
import type { ToolContext, ToolResult } from '../../../src/tools/tool.js';
import { splitWords } from '../harness.js';
import { noNeutron } from '../no-neutron.js';

const NOON = Date.UTC(2015, 10, 4, 12);

export interface OfctlLaboratory {
  readonly context: ToolContext;
  readonly clock: ManualClock;
  readonly bridge: Bridge;
}

/** Returns a switch with a bridge `br0` that has two ports and no flows of a controller. */
export function newOfctlLaboratory(files: Files = {}): OfctlLaboratory {
  const clock = new ManualClock(NOON);
  const random = SeededRandom.fromSeed(1);
  const lan = new Switch(clock);
  const bridge = lan.addBridge('br0', 0x0000aabbccddeeffn);
  const port = { config: 0, state: 0 } as const;
  bridge.addPort(0xfffe, { ...port, name: 'br0', kind: 'local', address: 0xaabbccddeeffn });
  bridge.addPort(1, { ...port, name: 'p1', kind: 'system', address: 0xaa55aa550001n });
  bridge.addPort(2, { ...port, name: 'p2', kind: 'system', address: 0xaa55aa550002n });
  const context: ToolContext = {
    nb: new Database(OVN_NORTHBOUND, random),
    sb: new Database(OVN_SOUTHBOUND, random),
    ovs: new Database(OPEN_VSWITCH, random),
    neutron: noNeutron({ random, clock }),
    switch: lan,
    datapath: new DataPlane({ clock }),
    ctZone: () => undefined,
    dialect: RELEASE_2015.dialect,
    clock,
    logLevels: new Map(),
    random,
    files: { read: readFrom(files) },
    stdin: stdinOf(files),
    settle: () => {},
  };
  return { context, clock, bridge };
}

const marked = (mark: string, text: string): string[] =>
  text === ''
    ? []
    : text
        .replace(/\n$/, '')
        .split('\n')
        .map((line) => mark + line);

/**
 * Checks a transcript. Lines with `$` are command lines without the name of the program, and lines
 * with `@` advance the clock by so many milliseconds. A command is followed by its output: standard
 * error after `!`, and an exit status other than 0 after `=`. Spaces at the ends of lines do not
 * count.
 */
export function checkOfctl(transcript: string, files: Files = {}): void {
  const { context, clock } = newOfctlLaboratory(files);
  check(transcript, clock, (words) => OVS_OFCTL.run(words, context));
}

/** The contents of files by name, and of standard input as `-`. */
type Files = Readonly<Record<string, string | Uint8Array>>;

/** Checks a transcript of whole command lines, `head -N` included, in a fresh sandbox. */
export function checkSandbox(transcript: string, files: Files = {}): void {
  const clock = new ManualClock(NOON);
  const sandbox = Sandbox.open({ clock });
  check(transcript, clock, ([program, ...words]) => {
    const tool = sandbox.tools.find(({ name }) => name === program);
    if (tool === undefined) throw new Error(`no program ${program}`);
    const pipe = words.indexOf('|');
    const args = pipe < 0 ? words : words.slice(0, pipe);
    const surroundings = {
      stdin: stdinOf(files),
      files: { read: readFrom(files) },
    };
    const result = sandbox.run(tool, args, surroundings);
    const count = pipe < 0 ? undefined : Number(words[pipe + 2]?.slice(1));
    return { ...result, stdout: result.stdout.split('\n').slice(0, count).join('\n') };
  });
}

const readFrom = (files: Files) => (name: string) => {
  const contents = files[name];
  return typeof contents === 'string' ? new TextEncoder().encode(contents) : contents;
};

function stdinOf({ '-': contents }: Files): string {
  return typeof contents === 'string' ? contents : '';
}

function check(
  transcript: string,
  clock: ManualClock,
  run: (words: readonly string[]) => ToolResult,
): void {
  const lines = transcript.replace(/^\n|\n *$/g, '').split('\n');
  const indent = /^ */.exec(lines[0] ?? '')?.[0].length ?? 0;
  const expected = lines.map((line) => line.slice(indent));
  const actual = expected.flatMap((line) => {
    if (line.startsWith('@ ')) {
      clock.advance(Number(line.slice(2)));
      return [line];
    }
    if (!line.startsWith('$ ')) return [];
    const { stdout, stderr, exitCode } = run(splitWords(line.slice(2)));
    const status = exitCode === 0 ? [] : [`= ${exitCode}`];
    return [line, ...marked('', stdout), ...marked('! ', stderr), ...status];
  });
  expect(actual.map((line) => line.trimEnd()).join('\n')).toBe(expected.join('\n'));
}
