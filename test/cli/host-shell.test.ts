/** `ovn-sandbox-ts shell`: the tools on the PATH of a real bash. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const CLI = join(import.meta.dirname, '../../dist/cli.js');

let folder: string;
let env: NodeJS.ProcessEnv;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ovn-sandbox-'));
  mkdirSync(join(folder, 'sub'));
  writeFileSync(join(folder, 'flows'), 'in_port=1,actions=2\n');
  // Quoting must hold for any temporary folder.
  const temporary = join(folder, "it's tmp");
  mkdirSync(temporary);
  env = { ...process.env, TMPDIR: temporary };
});

afterEach(() => rmSync(folder, { recursive: true }));

const leftBehind = () => readdirSync(env['TMPDIR'] ?? '');

function shell(command: readonly string[], input = '') {
  const { stdout, stderr, status } = spawnSync(process.execPath, [CLI, 'shell', ...command], {
    cwd: folder,
    env,
    input,
    encoding: 'utf8',
  });
  return { stdout, stderr, status };
}

const FLOWS = "ovs-ofctl dump-flows b1 | sed -n 's/.*\\(in_port=[0-9]*\\).*/\\1/p'";

describe.skipIf(process.platform === 'win32')('the host shell', () => {
  const cases: readonly {
    readonly name: string;
    readonly script: string;
    readonly input?: string;
    readonly stdout: string;
    readonly stderr?: string;
    readonly status?: number;
  }[] = [
    {
      name: 'has every program on its PATH',
      script: `for p in ovn-nbctl ovn-sbctl ovs-vsctl ovs-ofctl ovs-appctl ovn-trace ovstest sandbox
        do command -v $p | sed 's,.*/bin/,,'; done`,
      stdout:
        'ovn-nbctl\novn-sbctl\novs-vsctl\novs-ofctl\novs-appctl\novn-trace\novstest\nsandbox\n',
    },
    {
      name: 'has a folder that only its user can enter',
      script: 'stat -c %a "$(dirname "$(dirname "$(command -v ovn-nbctl)")")"',
      stdout: '700\n',
    },
    { name: 'ends with the status of its command', script: 'exit 7', stdout: '', status: 7 },
    {
      name: 'ends as its command does that a signal killed',
      script: 'kill -TERM $$',
      stdout: '',
      status: 143,
    },
    {
      name: 'has real exit statuses and both streams',
      script: 'ovn-nbctl show; echo $?; ovn-nbctl nosuch; echo $?',
      stdout: '0\n1\n',
      stderr: "ovn-nbctl: unknown command 'nosuch'; use --help for help\n",
    },
    {
      name: 'keeps the order of both streams',
      script: '{ ovn-nbctl nosuch; ovn-nbctl lswitch-add a; ovs-vsctl list-br; } 2>&1',
      stdout: "ovn-nbctl: unknown command 'nosuch'; use --help for help\nbr-int\n",
    },
    {
      name: 'reads files from the folder of the caller',
      script: `ovs-vsctl add-br b1; cd sub; ovs-ofctl add-flows b1 ../flows; ${FLOWS}`,
      stdout: 'in_port=1\n',
    },
    {
      name: 'reads standard input and process substitutions',
      script: `ovs-vsctl add-br b1; ovs-ofctl add-flows b1 - < flows
        ovs-ofctl add-flows b1 <(echo in_port=3,actions=4); ${FLOWS}`,
      stdout: 'in_port=1\nin_port=3\n',
    },
    {
      name: 'leaves standard input to others unless a program reads it',
      script: 'while read x; do ovn-nbctl lswitch-add $x; done; ovn-nbctl lswitch-list | wc -l',
      input: 'a\nb\nc\n',
      stdout: '3\n',
    },
    {
      name: 'takes input that is not text, and says the same as for any other',
      script: `ovs-vsctl add-br b1; printf '\\000\\377\\376' | ovs-ofctl add-flows b1 - 2>/dev/null
        echo $?`,
      stdout: '1\n',
    },
    {
      name: 'has callers that feed each other',
      script: `ovs-vsctl add-br b0; ovs-ofctl add-flows b0 flows; ovs-vsctl add-br b1
        ovs-ofctl dump-flows b0 | sed -n 's/.*\\(in_port.*\\)/\\1/p' | ovs-ofctl add-flows b1 -
        ${FLOWS}`,
      stdout: 'in_port=1\n',
    },
    {
      name: 'runs callers at the same time one after the other',
      script: `for i in $(seq 12); do ovn-nbctl lswitch-add s$i & done; wait
        ovn-nbctl lswitch-list | wc -l`,
      stdout: '12\n',
    },
    {
      name: 'ends a program quietly whose reader has gone',
      script: 'set -o pipefail; ovs-ofctl help | { exec 0<&-; sleep 0.2; }; echo $?',
      stdout: '141\n',
    },
    {
      name: 'undoes one call at a time',
      script: `ovn-nbctl lswitch-add a; ovn-nbctl lswitch-add b; sandbox undo
        ovn-nbctl lswitch-list | cut -d' ' -f2`,
      stdout: 'Undone: ovn-nbctl lswitch-add b\nTo take that back: sandbox redo\n(a)\n',
    },
  ];
  it.each(cases)('$name', ({ script, input, stdout, stderr = '', status = 0 }) => {
    expect(shell(['bash', '-c', script], input)).toEqual({ stdout, stderr, status });
    expect(leftBehind()).toEqual([]);
  });

  it('keeps the state', () => {
    shell(['ovn-nbctl', 'lswitch-add', 'sw0']);
    expect(shell(['ovn-nbctl', 'lswitch-list']).stdout).toMatch(/\(sw0\)\n$/);
    expect(shell(['--state', ':memory:', 'ovn-nbctl', 'lswitch-list']).stdout).toBe('');
  });

  it('starts the user’s own shell', () => {
    env['SHELL'] = '/bin/sh';
    expect(shell([], 'echo $0; ovs-vsctl list-br').stdout).toBe('/bin/sh\nbr-int\n');
  });

  it('reports a command that does not exist', () => {
    expect(shell(['nosuch'])).toEqual({
      stdout: '',
      stderr: 'ovn-sandbox-ts: nosuch: command not found\n',
      status: 127,
    });
  });

  /** Starts a host shell and waits until its command has printed a line. */
  async function start(script: string) {
    const child = spawn(process.execPath, [CLI, 'shell', 'bash', '-c', script], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const line = await new Promise((resolve) => child.stdout.once('data', resolve));
    const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
    return { child, exited, line: String(line) };
  }

  it.each(['SIGTERM', 'SIGHUP'] as const)('saves and cleans up on %s', async (signal) => {
    const { child, exited } = await start('ovn-nbctl lswitch-add sw0; echo; exec sleep 60');
    child.kill(signal);
    expect(await exited).toBeGreaterThan(128);
    expect(leftBehind()).toEqual([]);
    expect(shell(['ovn-nbctl', 'lswitch-list']).stdout).toMatch(/\(sw0\)\n$/);
  });

  it('removes the leftovers of a killed shell, but nothing of a running one', async () => {
    const killed = await start('echo $$; exec sleep 60');
    killed.child.kill('SIGKILL');
    await killed.exited;
    process.kill(Number(killed.line));
    const [left] = leftBehind();
    const running = await start('echo; exec sleep 60');
    expect(left).toBeDefined();
    expect(shell(['--state', ':memory:', 'true']).status).toBe(0);
    expect(leftBehind()).toHaveLength(1);
    expect(leftBehind()).not.toContain(left);
    running.child.kill();
    await running.exited;
    expect(leftBehind()).toEqual([]);
  });

  it('stops a program whose caller is interrupted, and serves the next', () => {
    const setup = join(import.meta.dirname, '../../scripts/env1/setup.sh');
    const script = `${setup} 2>/dev/null
      # The pipe is full long before the ping ends, and its reader never reads.
      mkfifo full; exec 3<>full
      timeout -s INT 1 sandbox ping -c 10000 sw0-port1 sw0-port2 >full; echo $?
      ovs-vsctl list-br`;
    expect(shell(['bash', '-c', script]).stdout).toBe('124\nbr-int\n');
  });
});
