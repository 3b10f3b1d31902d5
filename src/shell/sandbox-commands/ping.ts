/** `sandbox ping`: sends echo requests. */
import type { ForwardingResult } from '../../datapath/dpif/forwarding-result.js';
import type { IcmpError } from '../../hosts/message.js';
import { type Attempt, echo, type Outcome, type Parties } from '../../hosts/traffic.js';
import { formatIp } from '../../lib/ip.js';
import { reasonFor } from './loss.js';
import {
  breathe,
  COUNT,
  countOf,
  IPV6,
  nameAndAddress,
  partiesOf,
  SIZE,
  SOURCE_IP,
  sizeOf,
  untilQuiet,
} from './parties.js';
import type { Subcommand } from './subcommand.js';

const DEFAULT_COUNT = 4;
const DEFAULT_SIZE = 56;

/** The size of the IP and ICMP headers, by IP version. */
const HEADERS = { 4: 28, 6: 48 } as const;

const COMPLAINTS: Readonly<Record<IcmpError['reason'], string>> = {
  'port-unreachable': 'Destination Port Unreachable',
  'host-unreachable': 'Destination Host Unreachable',
  'time-exceeded': 'Time to live exceeded',
};

export const PING: Subcommand = {
  name: 'ping',
  usage: 'SRC DST',
  summary: 'send echo requests from one host to another',
  help: `SRC is a logical port, DST a logical port or an IP address. Real frames pass
through the switch. If they are lost, the reason is printed below.`,
  options: [COUNT, SIZE, IPV6, SOURCE_IP],
  async run(call) {
    const [sourceName = '', destinationName = ''] = call.args;
    const count = countOf(call, DEFAULT_COUNT);
    const size = sizeOf(call, DEFAULT_SIZE);
    const parties = partiesOf(call, sourceName, destinationName);
    const { from, source, destination } = parties;
    const whole = size + HEADERS[source.family];
    call.print(
      `PING ${nameAndAddress(destinationName, destination)} from ${formatIp(source)} ${sourceName}: ${size}(${whole}) bytes of data.\n`,
    );
    const network = call.sandbox.network();
    const id = call.sandbox.hosts.nextConversation() & 0xffff;
    from.host.begin();
    let sent = 0;
    let received = 0;
    let failed: Attempt<ForwardingResult> | undefined;
    while (sent < count && !call.signal.aborted) {
      sent += 1;
      await breathe(call, sent);
      const attempt = untilQuiet(() => echo(network, parties, { id, sequence: sent, size }));
      const line = answerLine(attempt.outcome, parties, sent);
      if (line !== undefined) call.print(`${line}\n`);
      if (attempt.outcome.type === 'answered') received += 1;
      else failed = attempt;
    }
    const loss = Math.round(((sent - received) / sent) * 100);
    call.print(`\n--- ${destinationName} ping statistics ---\n`);
    call.print(`${sent} packets transmitted, ${received} received, ${loss}% packet loss\n`);
    if (failed !== undefined) call.print(reasonFor(call.sandbox, failed));
    return received > 0 ? 0 : 1;
  },
};

/** Returns the line about one request; nothing if there was no answer. */
function answerLine(outcome: Outcome, parties: Parties, sequence: number): string | undefined {
  const { source, destination } = parties;
  switch (outcome.type) {
    case 'answered':
      return `${outcome.bytes} bytes from ${formatIp(destination)}: icmp_seq=${sequence} ttl=${outcome.ttl}`;
    case 'complaint':
      return `From ${formatIp(outcome.from)} icmp_seq=${sequence} ${COMPLAINTS[outcome.reason]}`;
    case 'unreachable':
      return `From ${formatIp(source)} icmp_seq=${sequence} ${COMPLAINTS['host-unreachable']}`;
    case 'refused':
      return `From ${formatIp(destination)} icmp_seq=${sequence} ${COMPLAINTS['port-unreachable']}`;
    case 'connected':
    case 'silence':
      return undefined;
  }
}
