/** Measures packets and connections through the ACLs of env6. */

import { systemClock } from '../src/lib/clock.js';
import { ETH_TYPE, IP_PROTO } from '../src/lib/protocol-numbers.js';
import { internetChecksum } from '../src/packet/checksum.js';
import { FrameWriter } from '../src/packet/frame-writer.js';
import { Sandbox } from '../src/sandbox/sandbox.js';
import { memory, report, time } from './measure.js';
import type { Command } from './topology.js';

const WALK_THROUGH: readonly Command[] = [
  ['ovn-nbctl', 'lswitch-add', 'sw0'],
  ...[1, 2].flatMap((n): Command[] => [
    ['ovn-nbctl', 'lport-add', 'sw0', `sw0-port${n}`],
    ['ovn-nbctl', 'lport-set-addresses', `sw0-port${n}`, `00:00:00:00:00:0${n}`],
    ['ovn-nbctl', 'lport-set-port-security', `sw0-port${n}`, `00:00:00:00:00:0${n}`],
    [
      'ovs-vsctl',
      'add-port',
      'br-int',
      `lport${n}`,
      '--',
      'set',
      'Interface',
      `lport${n}`,
      `external_ids:iface-id=sw0-port${n}`,
    ],
  ]),
  ...(
    [
      ['1002', 'ip && icmp', 'allow-related'],
      ['1002', 'ip && tcp && tcp.dst == 22', 'allow-related'],
      ['1001', 'ip', 'drop'],
    ] as const
  ).map(
    ([priority, match, action]): Command => [
      'ovn-nbctl',
      'acl-add',
      'sw0',
      'to-lport',
      priority,
      `outport == "sw0-port1" && ${match}`,
      action,
    ],
  ),
];

/** Returns an echo request from port 2 to port 1 with the given identifier. */
function echoRequest(id: number): Uint8Array {
  const message = new FrameWriter().u8(8, 0).u16(0, id, 1).bytes(new Uint8Array(56));
  message.patch16(2, internetChecksum(message.from()));
  const header = new FrameWriter()
    .u8(0x45, 0)
    .u16(20 + message.length, 1, 0)
    .u8(64, IP_PROTO.ICMP);
  header.u16(0).u32(0x0a000002).u32(0x0a000001);
  header.patch16(10, internetChecksum(header.from()));
  const frame = new FrameWriter().big(1n, 6).big(2n, 6).u16(ETH_TYPE.IPV4);
  return frame.bytes(header.from()).bytes(message.from()).from();
}

const CONNECTIONS = 10_000;

/** Measures packets of one connection, then of many. */
export function policyBench(run: (sandbox: Sandbox, command: Command) => void): void {
  console.log('\nthe policy of the walk-through');
  const sandbox = Sandbox.open({ clock: systemClock });
  for (const command of WALK_THROUGH) run(sandbox, command);
  const { datapath } = sandbox.context({ read: () => undefined });
  const send = (frame: Uint8Array): void => {
    const arrived = datapath.receive('lport2', frame)?.outputs.length;
    if (arrived !== 1) throw new Error('a packet was lost');
  };
  const one = echoRequest(0);
  for (let n = 0; n < CONNECTIONS; n++) send(one);
  const packets = time(() => {
    for (let n = 0; n < CONNECTIONS; n++) send(one);
  });
  report('packets of one connection', (CONNECTIONS / packets) * 1000, '/s');
  const frames = Array.from({ length: CONNECTIONS }, (_, n) => echoRequest(n + 1));
  const before = memory();
  const beginnings = time(() => frames.forEach(send));
  report('packets that each begin a connection', (CONNECTIONS / beginnings) * 1000, '/s');
  // Each connection has an entry in the zones of both ports.
  report(`memory of ${CONNECTIONS} connections in a zone`, (memory() - before) / 2, 'MiB');
}
