/** Measures packets in a large topology, and flow lookups in growing tables. */
import { classifierOf } from '../src/datapath/classifier/table-classifier.js';
import { encodeMessage } from '../src/hosts/encode.js';

import { parseMac } from '../src/lib/addresses.js';
import { systemClock } from '../src/lib/clock.js';
import type { IpAddress } from '../src/lib/ip.js';
import { Match } from '../src/openflow/model/match.js';
import { Bridge } from '../src/openflow/switch/bridge.js';
import { Flow, Wildcards } from '../src/packet/flow.js';
import type { Sandbox } from '../src/sandbox/sandbox.js';
import { medianTime, report, time } from './measure.js';
import { type Command, mac, type Size } from './topology.js';

const PACKETS = 10_000;

/** Returns the nth port of the topology as a host. */
const macOf = (n: number): bigint => parseMac(mac(n)) ?? 0n;
const ipOf = (n: number): IpAddress => ({ family: 4, value: 0x0a000000n + BigInt(n) });

/** Returns a UDP packet from one port to another. */
const packet = (from: number, to: number, source: number): Uint8Array =>
  encodeMessage({
    source: macOf(from),
    destination: macOf(to),
    body: {
      type: 'ip',
      source: ipOf(from),
      destination: ipOf(to),
      ttl: 64,
      payload: { type: 'udp', source, destination: 53, data: new Uint8Array(10) },
    },
  });

/** Measures a trace, and many packets between ports of the same switch. */
export function switchingBench(
  sandbox: Sandbox,
  { switches, portsPerSwitch }: Size,
  run: (sandbox: Sandbox, command: Command) => void,
): void {
  const flow = `in_port=1,tcp,dl_src=${mac(0)},dl_dst=${mac(1)},nw_src=10.0.0.0,nw_dst=10.0.0.1,tp_dst=1000`;
  report(
    'ovs-appctl ofproto/trace of one packet',
    medianTime(21, () => run(sandbox, ['ovs-appctl', 'ofproto/trace', 'br-int', flow])),
    'ms',
  );
  const packets = Array.from({ length: PACKETS }, (_, n) => {
    const base = (n % switches) * portsPerSwitch;
    const from = base + ((n * 7) % portsPerSwitch);
    const to = base + ((n * 13 + 1) % portsPerSwitch);
    return { device: `v${from}`, frame: packet(from, to, 1024 + (n % 50_000)) };
  });
  const { datapath } = sandbox.context({ read: () => undefined });
  const sendAll = (): number =>
    time(() => {
      for (const { device, frame } of packets) datapath.receive(device, frame);
    });
  report(`${PACKETS} packets, the first of their kinds among them`, sendAll(), 'ms');
  report(`${PACKETS} packets like them`, sendAll(), 'ms');
}

/** Measures lookups in growing tables whose flows have three different masks. */
export function lookupBench(): void {
  console.log('\nlook-ups of flows');
  for (const flows of [100, 1_000, 10_000, 100_000]) {
    const bridge = new Bridge('br0', 0n, systemClock);
    for (let n = 0; n < flows; n++) {
      const address = BigInt(n);
      const match =
        n % 3 === 0
          ? Match.ANY.with('eth_dst', address)
          : n % 3 === 1
            ? Match.ANY.with('reg6', address).with('metadata', 1n)
            : Match.ANY.with('eth_src', address).with('in_port', 1n);
      bridge.addFlow({ table: 0, priority: 100 + (n % 3), match, actions: [] });
    }
    const packetFlows = Array.from({ length: 1000 }, (_, n) => {
      const flow = new Flow();
      flow.set('dl_dst', BigInt((n * 7919) % flows));
      return flow;
    });
    const table = bridge.table(0);
    if (table === undefined) throw new Error('no table');
    const lookUpAll = (): void => {
      for (const flow of packetFlows) classifierOf(table).lookup(flow, new Wildcards());
    };
    lookUpAll();
    const spent = medianTime(21, lookUpAll);
    report(`in a table of ${flows}`, (packetFlows.length / spent) * 1000, '/s');
  }
}
