/** Tests that `sandbox explain` takes what `sandbox tcp` and `sandbox udp` take. */
import { expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Sandbox } from '../../src/sandbox/sandbox.js';
import { openSession } from '../../src/shell/session.js';

const SETUP = `ovn-nbctl lswitch-add s -- lport-add s a -- lport-add s b
ovn-nbctl lport-set-addresses a "00:00:00:00:00:01 10.0.0.1 fd00::1"
ovn-nbctl lport-set-addresses b "00:00:00:00:00:02 10.0.0.2 fd00::2"
ovs-vsctl add-port br-int pa -- set Interface pa external_ids:iface-id=a
ovs-vsctl add-port br-int pb -- set Interface pb external_ids:iface-id=b
ovn-nbctl acl-add s to-lport 1000 'tcp.dst == 22' drop
ovn-nbctl acl-add s to-lport 1000 'udp.dst == 53' drop`;

async function explain(args: string): Promise<string> {
  const sandbox = Sandbox.open({ clock: new ManualClock() });
  const session = await openSession({ sandbox, cwd: import.meta.dirname, bundled: [] });
  let shown = '';
  const show = (text: string): void => {
    shown += text;
  };
  const { signal } = new AbortController();
  await session.execute(SETUP, { stdout: show, stderr: show }, signal);
  expect(shown).toBe('');
  await session.execute(`sandbox explain ${args}`, { stdout: show, stderr: show }, signal);
  return shown;
}

const SAME: readonly (readonly [usual: string, ...others: string[]])[] = [
  [
    'a b tcp 22',
    'a b:22',
    'a b:22 tcp',
    'tcp a b:22',
    'tcp a b 22',
    'a 10.0.0.2:22',
    '-s 0 a b:22',
  ],
  ['a b udp 53', 'a b:53 udp', 'udp a b:53', 'udp a b 53'],
  ['a b icmp', 'a b', 'icmp a b', 'a 10.0.0.2'],
  ['a fd00::2 tcp 22', 'a [fd00::2]:22', 'tcp a [fd00::2]:22', '--ipv6 a b:22'],
];

it.each(SAME)('explain %s', async (usual, ...others) => {
  const expected = await explain(usual);
  expect(expected).toMatch(/\n {2}/);
  for (const other of others) expect(await explain(other)).toBe(expected);
});

it.each([
  ['a b 22', "sandbox explain: unknown protocol '22'; use icmp, tcp or udp\n"],
  ['a b:22 tcp 23', "sandbox explain: unexpected argument '23'\n"],
  ['a b icmp 3', 'sandbox explain: icmp has no ports\n'],
  ['a b:99999', 'sandbox explain: there is no port 99999\n'],
  ['tcp a b', 'sandbox explain: tcp needs a port, as in tcp 22\n'],
])('refuses %s', async (args, message) => {
  expect(await explain(args)).toBe(message);
});
