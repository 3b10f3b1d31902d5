/** Tests that a script prints the same, to the byte, whichever way it is run. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tutorialScripts } from '../../src/cli/scripts.js';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

const ROOT = join(import.meta.dirname, '../..');
const CLI = join(ROOT, 'dist/cli.js');

interface Result {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

function cli(args: readonly string[], cwd: string, input?: string): Result {
  const { stdout, stderr, status } = spawnSync(
    process.execPath,
    [CLI, '--state', ':memory:', ...args],
    { cwd, encoding: 'utf8', input: input ?? '' },
  );
  return { stdout, stderr, status };
}

async function session(source: string, cwd: string): Promise<Result> {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  const bundled = tutorialScripts(new URL('../../', import.meta.url));
  const shell = await openSession({ sandbox, cwd, bundled });
  let [stdout, stderr] = ['', ''];
  const sinks = {
    stdout: (text: string) => {
      stdout += text;
    },
    stderr: (text: string) => {
      stderr += text;
    },
  };
  const { exitCode } = await shell.execute(source, sinks, new AbortController().signal);
  return { stdout, stderr, status: exitCode };
}

/** Removes what names the script: bash calls a script by its file, and other input `bash`. */
const unnamed = ({ stderr, ...rest }: Result): Result => ({
  ...rest,
  stderr: stderr.replace(/^(bash|script\.sh): (line \d+: )?/gm, ''),
});

it.each([
  'ovn-nbctl lswitch-add sw0; ovn-nbctl show',
  'ovn/env1/setup.sh; ovn-sbctl show; ovn-sbctl lflow-list',
  'ovn/env6/setup.sh 2>/dev/null; ovn/env6/add-acls.sh; ovn-nbctl acl-list sw0 | sort',
  'ovn/env1/setup.sh 2>/dev/null; sandbox ping -c 2 sw0-port1 sw0-port2',
  'ovn/env1/setup.sh 2>/dev/null; ovn/env1/packet1.sh; sandbox explain sw0-port1 10.9.9.9',
  'ovn-nbctl lswitch-add; echo $?; ovn-nbctl nosuch',
  "ovn-nbctl lswitch-add sw0; ovn-nbctl acl-add sw0 to-lport 1 'ip4 = 1' drop",
  'nosuch; echo status $?; false',
  'cat <<E | ovs-ofctl add-flows br-int -\npriority=7,actions=drop\nE\novs-ofctl dump-flows br-int | grep -o "priority.*"',
  'for i in 1 2 3; do echo $i; done | while read n; do echo "<$n>"; done; exit 7',
  'set -e; false; echo unreached',
  'printf "%s\\n" a b | sed s/a/x/ >&2; echo ü',
  'neutron net-create n1 -f value -c name; neutron net-show nosuch',
  'ovs-appctl ofproto/trace br-int in_port=1,ip; ovs-appctl nosuch',
  'sandbox nosuch; sandbox undo; sandbox help | head -3',
])('%s', async (source) => {
  const folder = mkdtempSync(join(tmpdir(), 'same-'));
  try {
    writeFileSync(join(folder, 'script.sh'), source);
    const fromCommands = cli(['-c', source], folder);
    const expected = unnamed(fromCommands);
    expect(unnamed(cli(['run', 'script.sh'], folder))).toEqual(expected);
    expect(cli(['run', '-'], folder, source)).toEqual(fromCommands);
    expect(cli([], folder, source)).toEqual(fromCommands);
    expect(unnamed(await session(source, folder))).toEqual(expected);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
