/** Measures the speed and the memory of the sandbox: `npm run bench`. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../src/lib/clock.js';
import { Sandbox } from '../src/sandbox/sandbox.js';
import { openStateFile } from '../src/sandbox/state-file.js';
import type { ToolResult } from '../src/tools/tool.js';
import { completionBench } from './completion.js';
import { median, medianTime, memory, report, time } from './measure.js';
import { policyBench } from './packets.js';
import { securityGroupBench } from './security-groups.js';
import { lookupBench, switchingBench } from './switching.js';
import { aclCommand, type Command, portName, type Size, topologyCommands } from './topology.js';

const CLI = join(process.cwd(), 'dist/cli.js');
const SURROUNDINGS = { stdin: '', files: { read: () => undefined } };

/**
 * Runs one command.
 *
 * @throws Error if it fails.
 */
function run(sandbox: Sandbox, [program, ...args]: Command): ToolResult {
  const tool = sandbox.tools.find(({ name }) => name === program);
  if (!tool) throw new Error(`no program ${program}`);
  const result = sandbox.run(tool, args, SURROUNDINGS);
  if (result.exitCode !== 0 || result.stderr !== '') throw new Error(result.stderr);
  return result;
}

/** Returns the median wall time of a whole process with a warm file cache, in milliseconds. */
function processTime(args: readonly string[], input = ''): number {
  const once = () =>
    time(() => {
      const { status, stderr } = spawnSync(process.execPath, [CLI, ...args], { input });
      if (status !== 0) throw new Error(String(stderr));
    });
  once();
  return median(Array.from({ length: 5 }, once));
}

function coldStarts(): void {
  report('cold start: run an empty script', processTime(['run', '--state', ':memory:', '-']), 'ms');
  report(
    'cold run of ovn/env1/setup.sh',
    processTime(['-c', 'ovn/env1/setup.sh', '--state', ':memory:']),
    'ms',
  );
}

/** Measures single commands in a learner's sandbox. */
function smallSandbox(): void {
  const sandbox = Sandbox.open({ clock: systemClock });
  for (const command of topologyCommands({ switches: 1, portsPerSwitch: 2, aclsPerPort: 2 }))
    run(sandbox, command);
  const commands: readonly Command[] = [
    ['ovn-nbctl', 'show'],
    ['ovn-nbctl', 'acl-list', 'sw0'],
    ['ovn-nbctl', 'lport-set-enabled', 'sw0-port0', 'enabled'],
    ['ovs-ofctl', '-O', 'OpenFlow13', 'dump-flows', 'br-int'],
  ];
  for (const command of commands) {
    report(
      `latency of ${command.join(' ')}`,
      medianTime(200, () => run(sandbox, command)),
      'ms',
    );
  }
}

/** Builds a topology command by command, then measures single commands in it. */
function largeSandbox(size: Size): void {
  const ports = size.switches * size.portsPerSwitch;
  console.log(
    `\n${size.switches} switches x ${size.portsPerSwitch} ports x ${size.aclsPerPort} ACLs a port`,
  );
  const before = memory();
  const sandbox = Sandbox.open({ clock: systemClock });
  let commands = 0;
  const load = time(() => {
    for (const command of topologyCommands(size)) {
      run(sandbox, command);
      commands += 1;
    }
  });
  report(`load, ${commands} commands one by one`, load / 1000, 's');
  report('memory', memory() - before, 'MiB');
  const oneMore = (n: number): Command =>
    aclCommand(0, portName(0, n % size.portsPerSwitch), 5000 + n);
  report(
    `one more ACL until it stands in OpenFlow, ${ports} ports`,
    medianTime(51, (n) => run(sandbox, oneMore(n))),
    'ms',
  );
  report(
    'ovn-sbctl lflow-list',
    medianTime(5, () => run(sandbox, ['ovn-sbctl', 'lflow-list'])),
    'ms',
  );
  report(
    'ovs-ofctl dump-flows',
    medianTime(5, () => run(sandbox, ['ovs-ofctl', 'dump-flows', 'br-int'])),
    'ms',
  );
  switchingBench(sandbox, size, run);
  saving(sandbox);
}

/** Measures what a key costs in a network of 2,000 ports. */
async function typing(): Promise<void> {
  const sandbox = Sandbox.open({ clock: systemClock });
  const size = { switches: 20, portsPerSwitch: 100, aclsPerPort: 1 };
  for (const command of topologyCommands(size)) run(sandbox, command);
  await completionBench(sandbox, size.switches * size.portsPerSwitch);
}

/** Measures saving and opening the state file. */
function saving(sandbox: Sandbox): void {
  const folder = mkdtempSync(join(tmpdir(), 'ovn-sandbox-bench-'));
  try {
    const store = openStateFile(join(folder, 'sandbox.json'));
    report(
      'writing the state file',
      medianTime(3, () => store.write(sandbox.save())),
      'ms',
    );
    report(
      'opening it again, everything derived anew',
      time(() => Sandbox.open({ clock: systemClock, store })),
      'ms',
    );
    store.close();
  } finally {
    rmSync(folder, { recursive: true });
  }
}

coldStarts();
smallSandbox();
policyBench(run);
lookupBench();
await typing();
console.log('\nsecurity groups');
for (const ports of [10, 1000, 10_000]) securityGroupBench(ports);
largeSandbox({ switches: 10, portsPerSwitch: 10, aclsPerPort: 10 });
largeSandbox({ switches: 10, portsPerSwitch: 100, aclsPerPort: 10 });
largeSandbox({ switches: 100, portsPerSwitch: 100, aclsPerPort: 1 });
