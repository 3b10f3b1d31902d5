/**
 * Tests that traces agree with packets: for any policy and any packets, `ovn-trace` predicts the
 * receivers of a packet, and agrees with the OpenFlow tables.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { CT_STATE } from '../../../src/datapath/conntrack/ct-state.js';
import { extractFlow } from '../../../src/packet/extract.js';
import { Flow } from '../../../src/packet/flow.js';
import { parseExactFlow } from '../../../src/packet/parse-exact-flow.js';
import { FrameMaker } from '../../policies/frames.js';
import { microflowText } from './microflow-text.js';
import { fate, type Laboratory, newLaboratory } from './transcript.js';
import { twoNetworks } from './two-networks.js';
import { walk } from './walk.js';

const oneOf = <T>(...values: readonly T[]) => fc.constantFrom(...values);

const PORTS = [1, 2, 3, 4] as const;
const aPort = oneOf(...PORTS);
const macOf = (port: number) => `00:00:00:00:00:0${port}`;

/** The properties of a port. */
const portArbitrary = (port: number) =>
  fc
    .record({
      addresses: oneOf('mac', 'mac', 'mac unknown', 'unknown', ''),
      secured: fc.boolean(),
      disabled: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
    })
    .map(({ addresses, secured, disabled }) => {
      const name = `p${port}`;
      return [
        `ovn-nbctl lport-add sw0 ${name}`,
        `ovn-nbctl lport-set-addresses ${name} ${addresses.replace('mac', macOf(port))}`,
        ...(secured ? [`ovn-nbctl lport-set-port-security ${name} ${macOf(port)}`] : []),
        ...(disabled ? [`ovn-nbctl lport-set-enabled ${name} disabled`] : []),
        `ovs-vsctl add-port br-int v${port} -- set Interface v${port} external_ids:iface-id=${name}`,
      ];
    });

const term = fc.oneof(
  fc.tuple(oneOf('inport', 'outport'), aPort).map(([side, port]) => `${side} == "p${port}"`),
  fc.tuple(oneOf('eth.src', 'eth.dst'), aPort).map(([side, port]) => `${side} == ${macOf(port)}`),
  fc.tuple(oneOf('ip4.src', 'ip4.dst'), aPort).map(([side, port]) => `${side} == 10.0.0.${port}`),
  fc.tuple(oneOf('ip6.src', 'ip6.dst'), aPort).map(([side, port]) => `${side} == fd00::${port}`),
  oneOf(
    'tcp.dst == {22, 80}',
    'tcp.dst < 1024',
    'tcp.src == 22',
    'udp.dst == 53',
    'tcp.flags == 2/2',
    'icmp4.type == 8',
    'icmp',
    'arp',
    'ip',
    'ip6',
    '!ip4',
    'tcp',
    'eth.mcast',
    '1',
    'ct.new',
    'ct.est && ct.rpl',
    '!ct.trk',
  ),
);

const match = fc
  .uniqueArray(term, { minLength: 1, maxLength: 3 })
  .chain((terms) =>
    oneOf(' && ', ' || ').map((operator) => terms.map((t) => `(${t})`).join(operator)),
  );

/** Priorities differ, since any of several flows with equal priority may win. */
const policy = fc
  .array(
    fc.record({
      direction: oneOf('from-lport', 'to-lport'),
      match,
      action: oneOf('allow', 'allow-related', 'allow-related', 'drop', 'reject'),
    }),
    { maxLength: 5 },
  )
  .map((acls) =>
    acls.map(
      (acl, i) => `ovn-nbctl acl-add sw0 ${acl.direction} ${100 + i} '${acl.match}' ${acl.action}`,
    ),
  );

const network = fc
  .tuple(policy, ...PORTS.map(portArbitrary))
  .map(([acls, ...ports]) => ['ovn-nbctl lswitch-add sw0', ...ports.flat(), ...acls].join('\n'));

/** A message and its two ends. Echo messages get their identifiers when they are sent. */
const transmission = fc
  .record({
    from: aPort,
    to: fc.oneof({ weight: 5, arbitrary: aPort }, { weight: 1, arbitrary: fc.constant(255) }),
    what: oneOf(
      ...[22, 80].flatMap((port) => [
        // If both ends open a connection at the same time, their sequence numbers do not match.
        ...['S', 'A', 'PA', 'FA'].map((flags) => `tcp 1000>${port} ${flags}`),
        ...['SA', 'A', 'PA', 'FA'].map((flags) => `tcp ${port}>1000 ${flags}`),
      ]),
      ...['udp 1000>53', 'udp 53>1000', 'echo', 'reply', 'neighbor'].flatMap((kind) => [
        kind,
        kind,
        kind,
      ]),
    ),
  })
  .map(({ from, to, what }) => `${from}>${to} ${what}`);

/**
 * Turns transmissions into frames. Each echo request is distinct, and a reply answers the last one.
 */
function frames(family: 4 | 6): (line: string) => Uint8Array {
  const maker = new FrameMaker(family);
  const identifiers = new Map<string, number>();
  return (line) => {
    const [, from = '', to = '', kind] = /^(\d+)>(\d+) (echo|reply)?/.exec(line) ?? [];
    const conversation = kind === 'echo' ? `${from}>${to}` : `${to}>${from}`;
    const identifier = (identifiers.get(conversation) ?? 0) + (kind === 'echo' ? 1 : 0);
    if (kind === 'echo') identifiers.set(conversation, identifier);
    const { bytes } = maker.frame(kind === undefined ? line : `${line} ${identifier}`);
    // The unspecified address reaches every port.
    if (to === '255') bytes.fill(0xff, 0, 6);
    return bytes;
  };
}

/** Returns the receivers of a packet according to the minimal form of a trace. */
const recipients = (text: string): string[] =>
  [...text.matchAll(/output\("(.*?)"\);/g)].map(([, port]) => port ?? '').sort();

function send({ sandbox }: Laboratory, port: number, frame: Uint8Array): string[] {
  const { datapath } = sandbox.context({ read: () => undefined });
  const { outputs } = datapath.receive(`v${port}`, frame) ?? { outputs: [] };
  return outputs.map(({ port: { name } }) => name.replace('v', 'p')).sort();
}

/** Checks that a trace of each transmission names the ports that then get the frame. */
function checkForesight(script: string, family: 4 | 6, transmissions: readonly string[]): void {
  const laboratory = newLaboratory(script);
  const frameOf = frames(family);
  for (const line of transmissions) {
    const frame = frameOf(line);
    const from = Number(line[0]);
    const microflow = microflowText(`p${from}`, extractFlow(frame, new Flow()));
    const foreseen = recipients(fate(laboratory, 'sw0', microflow));
    expect({ line, microflow, to: send(laboratory, from, frame) }).toEqual({
      line,
      microflow,
      to: foreseen,
    });
  }
}

it('a trace predicts the receivers of the next packet', () => {
  fc.assert(
    fc.property(
      network,
      oneOf<4 | 6>(4, 6),
      fc.array(transmission, { minLength: 8, maxLength: 24 }),
      checkForesight,
    ),
    { numRuns: 15 },
  );
});

it('a trace predicts the end of a connection that both ends open', () => {
  const acl = "ovn-nbctl acl-add sw0 from-lport 100 'ip4.src == 10.0.0.1' allow-related";
  const ports = [2, 4].flatMap((port) => [
    `ovn-nbctl lport-add sw0 p${port}`,
    `ovn-nbctl lport-set-addresses p${port} ${macOf(port)}`,
    `ovs-vsctl add-port br-int v${port} -- set Interface v${port} external_ids:iface-id=p${port}`,
  ]);
  const script = ['ovn-nbctl lswitch-add sw0', ...ports, acl];
  const transmissions = ['2>4 tcp 22>1000 FA', '4>2 tcp 1000>22 S', '4>2 tcp 1000>22 PA'];
  checkForesight(script.join('\n'), 4, transmissions);
});

/** States for `--ct`, plausible or not. */
const ctStates = fc.array(oneOf(...['new', 'est', 'est,rpl', 'rel', 'inv', 'est,rel']), {
  maxLength: 4,
});

const stateOf = (flags: string): number =>
  flags.split(',').reduce<number>((state, flag) => state | (FLAGS.get(flag) ?? 0), CT_STATE.TRK);

const FLAGS = new Map<string, number>([
  ['new', CT_STATE.NEW],
  ['est', CT_STATE.EST],
  ['rel', CT_STATE.REL],
  ['rpl', CT_STATE.RPL],
  ['inv', CT_STATE.INV],
]);

it('a trace follows the same path as the OpenFlow tables, whatever the connection states', () => {
  fc.assert(
    fc.property(
      network,
      oneOf<4 | 6>(4, 6),
      fc.array(fc.tuple(transmission, ctStates), { minLength: 4, maxLength: 12 }),
      (script, family, transmissions) => {
        const laboratory = newLaboratory(script);
        const context = laboratory.sandbox.context({ read: () => undefined });
        const frameOf = frames(family);
        for (const [line, states] of transmissions) {
          const packet = extractFlow(frameOf(line), new Flow());
          const from = line.charAt(0);
          const given = [...states, 'new', 'new', 'new', 'new'];
          const options = given.map((flags) => `--ct ${flags}`).join(' ');
          const microflow = microflowText(`p${from}`, packet);
          const foreseen = recipients(fate(laboratory, 'sw0', microflow, options));
          const walked = walk(context, `v${from}`, packet, given.map(stateOf), 0);
          const to = walked.map((name) => name.replace('v', 'p')).sort();
          expect({ microflow, options, to }).toEqual({ microflow, options, to: foreseen });
        }
      },
    ),
    { numRuns: 15 },
  );
});

/** A packet between the two networks, to the router, or to an unknown address. */
const routedPacket = fc
  .record({
    from: oneOf('foo1', 'bar1'),
    dst: oneOf('00:00:00:00:01:fe', '00:00:00:00:02:fe', '00:00:00:00:01:01', 'ff:ff:ff:ff:ff:ff'),
    nwSrc: oneOf('192.168.1.1', '172.16.1.1', '192.168.1.255'),
    nwDst: oneOf('192.168.1.1', '172.16.1.1', '172.16.1.254', '8.8.8.8'),
    ttl: oneOf(0, 1, 2, 64),
    what: oneOf('arp', 'tcp', 'udp', 'icmp'),
  })
  .map(({ from, dst, nwSrc, nwDst, ttl, what }) => {
    const src = from === 'foo1' ? '00:00:00:00:01:01' : '00:00:00:00:02:01';
    const rest =
      what === 'arp'
        ? `arp_spa=${nwSrc},arp_tpa=${nwDst.replace('8.8.8.8', '192.168.1.254')},arp_op=1,arp_sha=${src}`
        : `nw_src=${nwSrc},nw_dst=${nwDst},nw_ttl=${ttl}${what === 'icmp' ? '' : `,${what}_src=1000,${what}_dst=22`}`;
    return { from, packet: parseExactFlow(`${what},dl_src=${src},dl_dst=${dst},${rest}`) };
  });

const routedPolicy = fc
  .array(
    fc.record({
      sw: oneOf('foo', 'bar'),
      direction: oneOf('from-lport', 'to-lport'),
      match: oneOf('ip', 'tcp', 'udp', 'ip4.src == 192.168.1.0/24', 'outport == "bar1"', 'arp'),
      action: oneOf('allow', 'allow-related', 'drop'),
    }),
    { maxLength: 4 },
  )
  .map((acls) =>
    acls
      .map(
        ({ sw, direction, match, action }, i) =>
          `ovn-nbctl acl-add ${sw} ${direction} ${100 + i} '${match}' ${action}`,
      )
      .join('\n'),
  );

it('a trace follows the same path as the OpenFlow tables through routers', () => {
  fc.assert(
    fc.property(
      routedPolicy,
      oneOf('', 'ovn-nbctl set Logical_Router R1 default_gw=172.16.1.1'),
      fc.array(fc.tuple(routedPacket, ctStates), { minLength: 4, maxLength: 12 }),
      (policies, gateway, packets) => {
        const laboratory = twoNetworks();
        laboratory.build(`${policies}\n${gateway}`);
        const context = laboratory.sandbox.context({ read: () => undefined });
        for (const [{ from, packet }, states] of packets) {
          const given = [...states, ...Array.from({ length: 8 }, () => 'est')];
          const options = given.map((flags) => `--ct ${flags}`).join(' ');
          const microflow = microflowText(from, packet);
          const foreseen = recipients(fate(laboratory, from.slice(0, 3), microflow, options));
          const port = from === 'foo1' ? 'v1' : 'v2';
          const walked = walk(context, port, packet, given.map(stateOf), 0);
          const to = walked.map((name) => (name === 'v1' ? 'foo1' : 'bar1')).sort();
          expect({ microflow, options, to }).toEqual({ microflow, options, to: foreseen });
        }
      },
    ),
    { numRuns: 15 },
  );
});
